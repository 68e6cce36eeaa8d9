package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.values.Interleaving;
import weft.sim.collective.values.ScheduleCheck;

/** Every algorithm moves real numbers to where they belong, in whatever order its lanes go on. */
final class ScheduleValuesTest {

  /** As many slots as it may want, and two: a step that passes a message on needs one of each. */
  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#cases")
  void everyRankEndsWithTheRightValues(Operation operation, Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
    Sizes sizes = sizesThatDoNotDivide(schedule);
    Random random = new Random(shape.ranks());
    for (Interleaving interleaving :
        List.of(Interleaving.FIRST_COME, Interleaving.LAST_COME, random::nextInt)) {
      assertThat(ScheduleCheck.findings(schedule, sizes, 2, 2, interleaving, 1)).isEmpty();
    }
    assertThat(ScheduleCheck.findings(schedule, sizes, 3, 99, random::nextInt, 2)).isEmpty();
  }

  /** On a given number of channels, and from another root. */
  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#cases")
  void channelsAndRootDoNotMatter(Operation operation, Algorithm algorithm, GroupShape shape) {
    Random random = new Random(shape.ranks());
    int root = operation.hasRoot() ? random.nextInt(shape.ranks()) : 0;
    Schedule schedule = Schedules.of(operation, algorithm, shape, root, 3);
    assertThat(
            ScheduleCheck.findings(
                schedule, sizesThatDoNotDivide(schedule), 1, 2, random::nextInt, 3))
        .isEmpty();
  }

  /** All-to-all where each pair has a size of its own, some of nothing. */
  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#cases")
  void pairsMayHaveSizesOfTheirOwn(Operation operation, Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, 2);
    if (operation == Operation.ALL_TO_ALL && Schedules.takesPairSizes(algorithm)) {
      Sizes sizes =
          Sizes.ofPairs(
              (source, destination) -> (source * 5L + destination * 3L) % 7,
              shape.ranks(),
              schedule.pieces());
      assertThat(ScheduleCheck.findings(schedule, sizes, 1, 2, Interleaving.FIRST_COME, 4))
          .isEmpty();
    }
  }

  private static Sizes sizesThatDoNotDivide(Schedule schedule) {
    return Sizes.equal(2L * schedule.pieces() + schedule.pieces() / 2 + 1, schedule.pieces());
  }
}

package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.PairSizes;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.Step;
import weft.sim.collective.values.Interleaving;
import weft.sim.collective.values.ScheduleCheck;

/** Every algorithm moves real numbers to where they belong, in whatever order its lanes go on. */
@Tag("slow")
final class ScheduleValuesTest {

  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#few")
  void everyRankOfAFewEndsWithTheRightValues(
      Operation operation, Algorithm algorithm, GroupShape shape) {
    everyRankEndsWithTheRightValues(operation, algorithm, shape);
  }

  /** As many slots as it may want, and two: a step that passes a message on needs one of each. */
  @Tag("slow")
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
  @Tag("slow")
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

  static Stream<Arguments> pairs() {
    return Shapes.all().stream()
        .flatMap(
            shape ->
                Stream.of(Algorithm.values())
                    .filter(Schedules::sendsPairByPair)
                    .map(algorithm -> Arguments.of(algorithm, shape)));
  }

  /** All-to-all where each pair has a size of its own, some of nothing. */
  @ParameterizedTest
  @MethodSource("pairs")
  void pairsMayHaveSizesOfTheirOwn(Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(Operation.ALL_TO_ALL, algorithm, shape, 0, 2);
    Sizes sizes =
        Sizes.ofPairs(
            (source, destination) -> (source * 5L + destination * 3L) % 7,
            shape.ranks(),
            schedule.pieces());
    assertThat(ScheduleCheck.findings(schedule, sizes, 1, 2, Interleaving.FIRST_COME, 4)).isEmpty();
    assertThat(received(schedule, sizes)).isEqualTo(between(shape, sizes, schedule.pieces()));
  }

  /** Made for its sizes, a schedule sends just the messages that there are. */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "PAIRWISE"})
  void whatAPairDoesNotHaveIsNotSent(Algorithm algorithm) {
    for (int ranks = 1; ranks <= 17; ranks++) {
      Random random = new Random(ranks);
      long[][] bytes = new long[ranks][ranks];
      int messages = 0;
      for (int source = 0; source < ranks; source++) {
        for (int destination = 0; destination < ranks; destination++) {
          bytes[source][destination] = Math.max(0, random.nextInt(9) - 4);
          messages += source != destination && bytes[source][destination] > 0 ? 1 : 0;
        }
      }
      PairSizes pairs = new PairSizes(bytes);
      GroupShape shape = GroupShape.ofNodes(ranks);
      for (int channels = 1; channels <= 2; channels++) {
        Schedule schedule = Schedules.ofPairs(algorithm, shape, channels, pairs);
        Sizes sizes = schedule.sizes(0);
        for (Interleaving order :
            List.of(Interleaving.FIRST_COME, Interleaving.LAST_COME, random::nextInt)) {
          assertThat(ScheduleCheck.findings(schedule, sizes, 2, 2, order, 1))
              .as("%d ranks", ranks)
              .isEmpty();
        }
        int[] sent = {0};
        schedule.connections((phase, channel, a, b, c, d, count, pieces) -> sent[0] += count);
        assertThat(sent[0]).isEqualTo(channels * messages);
      }
    }
  }

  /** What ranks receive for themselves, not to pass on, bytes. */
  private static long received(Schedule schedule, Sizes sizes) {
    long received = 0;
    Step step = new Step();
    for (int rank = 0; rank < schedule.ranks(); rank++) {
      for (int lane = 0; lane < schedule.lanes(rank); lane++) {
        for (int i = 0; i < schedule.steps(rank, lane); i++) {
          schedule.step(rank, lane, i, step);
          boolean isFinal =
              step.receives() && step.blocks() > 0 && isOutput(schedule, step.target(0));
          received += isFinal ? step.bytes(sizes) : 0;
        }
      }
    }
    return received;
  }

  private static boolean isOutput(Schedule schedule, int block) {
    return block >= schedule.pieces() && block < 2 * schedule.pieces();
  }

  private static long between(GroupShape shape, Sizes sizes, int pieces) {
    long bytes = 0;
    for (int source = 0; source < shape.ranks(); source++) {
      for (int piece = 0; piece < pieces; piece++) {
        boolean isOwn = piece / (pieces / shape.ranks()) == source;
        bytes += isOwn ? 0 : sizes.bytes((long) source * pieces + piece);
      }
    }
    return bytes;
  }

  private static Sizes sizesThatDoNotDivide(Schedule schedule) {
    return Sizes.equal(2L * schedule.pieces() + schedule.pieces() / 2 + 1, schedule.pieces());
  }
}

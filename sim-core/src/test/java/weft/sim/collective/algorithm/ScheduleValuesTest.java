package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.values.Interleaving;
import weft.sim.collective.values.ScheduleCheck;

/** Every algorithm moves real numbers to where they belong, in whatever order its lanes go on. */
final class ScheduleValuesTest {

  /** Groups in one node, on several nodes, on unequal ones, one rank a node. */
  static List<GroupShape> shapes() {
    List<GroupShape> shapes = new ArrayList<>();
    for (int ranks = 1; ranks <= 17; ranks++) {
      shapes.add(GroupShape.ofNodes(ranks).withMulticast());
      shapes.add(withLeaves(GroupShape.ofNodes(new Random(ranks).ints(ranks, 1, 2).toArray())));
    }
    for (int[] nodes :
        new int[][] {
          {4, 4},
          {8, 8, 8},
          {8, 8, 8, 8},
          {2, 2, 2, 2, 2},
          {3, 3, 3},
          {1, 2},
          {4, 2, 3},
          {8, 8, 8, 5},
          {6, 1, 4, 4, 2},
          {16, 16, 16, 16},
          {64}
        }) {
      shapes.add(GroupShape.ofNodes(nodes).withMulticast());
      shapes.add(withLeaves(GroupShape.ofNodes(nodes)));
    }
    return shapes;
  }

  /** Two nodes a leaf, the rails on leaves of their own. */
  private static GroupShape withLeaves(GroupShape shape) {
    int[] leaves = new int[shape.ranks()];
    for (int rank = 0; rank < leaves.length; rank++) {
      leaves[rank] = 100 * shape.rail(rank) + shape.node(rank) / 2;
    }
    return shape.withReducingSwitches(leaves);
  }

  static Stream<Arguments> cases() {
    return shapes().stream()
        .flatMap(
            shape ->
                Stream.of(Operation.values())
                    .flatMap(
                        operation ->
                            Schedules.possible(operation, shape).stream()
                                .map(algorithm -> Arguments.of(operation, algorithm, shape))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyRankEndsWithTheRightValues(Operation operation, Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
    Sizes sizes =
        Sizes.equal(2L * schedule.pieces() + schedule.pieces() / 2 + 1, schedule.pieces());
    Random random = new Random(shape.ranks());
    for (Interleaving interleaving :
        List.of(Interleaving.FIRST_COME, Interleaving.LAST_COME, random::nextInt)) {
      assertThat(ScheduleCheck.findings(schedule, sizes, 2, 2, interleaving, 1)).isEmpty();
    }
  }
}

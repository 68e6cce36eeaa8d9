package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;

/** Trees leave nodes only at ranks that reach a NIC by themselves. */
final class GatesTest {

  /** Of eight ranks 0, 1, 4 and 5 do: each is the home of two channels, and stays on its rail. */
  @Test
  void treesStandAtTheGates() {
    GroupShape shape = Shapes.overPcie(4, 8);
    assertThat(shape.gates()).isEqualTo(4);
    Schedule tree =
        Schedules.of(Operation.ALL_REDUCE, Algorithm.TREE, shape, 0, Schedules.AUTOMATIC);
    assertThat(tree.channels()).isEqualTo(8);
    assertThat(placesThatSendOut(tree, shape)).containsExactlyInAnyOrder(0, 1, 4, 5);
  }

  /** Of unequal nodes the one with fewest decides; in a node without any, all ranks are alike. */
  @Test
  void theFewestDecide() {
    GroupShape shape = GroupShape.ofNodes(4, 4, 4);
    boolean[] nics = {true, true, false, false, false, false, true, false, true, true, true, true};
    GroupShape unequal = shape.withNics(nics);
    assertThat(unequal.gates()).isEqualTo(1);
    Schedule tree =
        Schedules.of(Operation.ALL_REDUCE, Algorithm.TREE, unequal, 0, Schedules.AUTOMATIC);
    // Rail 0 in the first node and the third; the second has its only gate on rail 2.
    assertThat(placesThatSendOut(tree, unequal)).containsExactlyInAnyOrder(0, 2);
    assertThat(shape.withNics(new boolean[12]).gates()).isEqualTo(4);
    assertThat(GroupShape.ofNodes(4).withNics(new boolean[] {true, false, false, false}).gates())
        .isEqualTo(4);
  }

  private static Set<Integer> placesThatSendOut(Schedule schedule, GroupShape shape) {
    Set<Integer> places = new HashSet<>();
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, pieces) -> {
          if (shape.isScaleOut(source, destination)) {
            places.add(shape.place(source));
            assertThat(
                    shape.node(source) == 1
                        || shape.node(destination) == 1
                        || shape.rail(source) == shape.rail(destination))
                .isTrue();
          }
        });
    return places;
  }
}

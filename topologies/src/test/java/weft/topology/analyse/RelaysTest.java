package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;

/** Two nodes of three GPUs on rails 0, 1 and 2. */
final class RelaysTest {

  private final List<Device> gpus = new ArrayList<>();
  private final Relays relays;

  RelaysTest() {
    for (int gpu = 0; gpu < 6; gpu++) {
      int node = gpu / 3;
      int rail = gpu % 3;
      gpus.add(new Device(gpu, DeviceKind.GPU, "gpu-" + node + "-" + rail, node, rail));
    }
    relays = new Relays(gpus);
  }

  /** As PXN does: over the own GPU that is on the other's rail. */
  @Test
  void theOwnGpuOnTheOthersRailComesFirst() {
    assertThat(relays.between(gpus.get(0), gpus.get(5), (one, other) -> true))
        .containsExactly(gpus.get(2));
    assertThat(relays.between(gpus.get(4), gpus.get(0), (one, other) -> true))
        .containsExactly(gpus.get(3));
  }

  /** Off the rail the one with the lower id of the own node, before any of the other. */
  @Test
  void thenTheOwnNodeByIdThenTheOther() {
    assertThat(without(0, 5, 2)).containsExactly(gpus.get(1));
    assertThat(without(0, 5, 2, 1)).containsExactly(gpus.get(3));
    assertThat(without(0, 5, 2, 1, 3)).containsExactly(gpus.get(4));
    assertThat(without(0, 5, 2, 1, 3, 4)).isEmpty();
  }

  /** A relay is never one of the ends: on one rail the candidates are the others'. */
  @Test
  void neverAnEnd() {
    assertThat(relays.between(gpus.get(0), gpus.get(3), (one, other) -> true))
        .containsExactly(gpus.get(1));
  }

  /** GPU 0 leaves its node over GPU 1 only, and GPU 5 is reached over GPU 4 only. */
  @Test
  void whereOneIsNotEnoughOneOfEachNode() {
    assertThat(
            relays.between(
                gpus.get(0),
                gpus.get(5),
                (one, other) -> one.node() == other.node() || (one.id() == 1 && other.id() == 4)))
        .containsExactly(gpus.get(1), gpus.get(4));
  }

  /** Of the other node first that on the rail of the first one's relay. */
  @Test
  void theSecondIsOnTheRailOfTheFirst() {
    assertThat(
            relays.between(
                gpus.get(0),
                gpus.get(5),
                (one, other) ->
                    one.node() == other.node()
                        || (one.id() % 3 == 1 && other.id() % 3 < 2 && other.id() > 2)))
        .containsExactly(gpus.get(1), gpus.get(4));
  }

  /** All parts of the way are needed. */
  @Test
  void reachesBothEnds() {
    assertThat(relays.between(gpus.get(0), gpus.get(5), (one, other) -> one.node() == other.node()))
        .isEmpty();
  }

  private List<Device> without(int from, int to, Integer... relaysThatFail) {
    List<Integer> failing = List.of(relaysThatFail);
    return relays.between(
        gpus.get(from),
        gpus.get(to),
        (one, other) -> !failing.contains(one.id()) && !failing.contains(other.id()));
  }
}

package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.packet.queue.SwitchOptions;

/** The link that the packet model says has bound a transfer is the one that the flow model says. */
final class BoundLinksTest {

  private static final long G400 = 400_000_000_000L;

  private static NetworkRun packets(Fabric fabric) {
    return new NetworkRun(
        fabric, PacketRuns.model(PacketRuns.options(SwitchOptions.FIFO, PacketRuns.UNLIMITED)));
  }

  private static NetworkRun flows(Fabric fabric) {
    return new NetworkRun(
        fabric, (engine, over, router, probe) -> new FlowModel(engine, over, router, probe, false));
  }

  private static int bound(NetworkRun run) {
    return run.run().deliveries().get(0).boundLink();
  }

  /** {@code a ──400G── s ──100G── t ──400G── b}. */
  @Test
  void theNarrowestLinkBounds() {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "s", "t")
            .gpus("a", "b")
            .cable("a", "s", G400, 5_000)
            .cable("s", "t", G400 / 4, 5_000)
            .cable("t", "b", G400, 5_000)
            .build();
    for (NetworkRun run : new NetworkRun[] {packets(fabric), flows(fabric)}) {
      run.start(0, 0, 1, 1_000_000);
      assertThat(bound(run)).isEqualTo(FabricSketch.link(fabric, "s", "t"));
    }
  }

  /** Seven send to one: all links are as wide, and the queue is before the last. */
  @Test
  void ofLinksAsNarrowTheOneWithTheQueueBounds() {
    Fabric fabric = FabricSketch.star(8, G400, 5_000);
    for (NetworkRun run : new NetworkRun[] {packets(fabric), flows(fabric)}) {
      for (int source = 1; source < 8; source++) {
        run.start(0, source, 0, 1_000_000);
      }
      assertThat(bound(run)).isEqualTo(FabricSketch.link(fabric, "s", "g0"));
    }
  }

  @Test
  void nothingIsBoundByNothing() {
    Fabric fabric = FabricSketch.star(2, G400, 5_000);
    NetworkRun run = packets(fabric);
    run.start(0, 0, 1, 1_000_000);
    run.start(0, 1, 0, 0);
    run.run();
    assertThat(run.deliveries())
        .extracting(NetworkRun.Delivery::boundLink)
        .containsExactlyInAnyOrder(FabricSketch.link(fabric, "s", "g1"), -1);
  }
}

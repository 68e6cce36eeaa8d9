package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/** How fast a receiver asks. */
final class PullsTest {

  private static final Fabric FABRIC = FabricSketch.star(2, 100_000_000_000L, 1_000_000);
  private static final int UP = FabricSketch.link(FABRIC, "g0", "s");
  private static final int DOWN = FabricSketch.link(FABRIC, "s", "g1");
  private static final int BACK = FabricSketch.link(FABRIC, "g1", "s");
  private static final int HOME = FabricSketch.link(FABRIC, "s", "g0");

  /** 4,160 bytes at 100 Gb/s are 332,800 ps; at 0.99 of that rate, 336,161.6 ps, not less. */
  private static final long GAP_PS = 336_162;

  private final PathTable table = new PathTable();
  private final PacketEvents events = new PacketEvents(1000, FABRIC.linkCount());
  private final Links links =
      new Links(
          new PacketFabric(FABRIC),
          new PacketStore(0),
          table,
          events,
          Wire.DEFAULT,
          SwitchOptions.FIFO);
  private final Flows flows = new Flows(links, table, Wire.DEFAULT);
  private final Pulls pulls =
      new Pulls(new PacketFabric(FABRIC), links, events, flows, Wire.DEFAULT.fullBytes(), 0.99);

  @Test
  void asksNoFasterThanItsShareOfTheLink() {
    int flow = flows.open(new int[] {UP, DOWN}, 2, new int[] {BACK, HOME}, 2, 0, 2, 1);
    pulls.open(flow);
    assertThat(pulls.ask(flow, 1000)).as("at once").isTrue();
    assertThat(pulls.ask(flow, 1000)).isFalse();
    assertThat(pulls.ask(flow, 1000)).isFalse();
    assertThat(events.poll(1000 + GAP_PS)).as("before the gap").isEqualTo(PacketEvents.NONE);
    assertThat(take()).isEqualTo(flow);
    assertThat(events.nowPs()).isEqualTo(1000 + GAP_PS);
    assertThat(take()).isEqualTo(flow);
    assertThat(events.nowPs()).isEqualTo(1000 + 2 * GAP_PS);
    assertThat(events.poll(Long.MAX_VALUE)).as("no more wanted").isEqualTo(PacketEvents.NONE);
    assertThat(pulls.ask(flow, 1000 + 3 * GAP_PS - 1)).as("a gap again").isFalse();
    assertThat(take()).isEqualTo(flow);
    assertThat(events.nowPs()).isEqualTo(1000 + 3 * GAP_PS);
    assertThat(pulls.ask(flow, 1000 + 4 * GAP_PS)).as("idle for a gap").isTrue();
  }

  /** The flow that the next timer is for. */
  private int take() {
    long purpose = PacketEvents.purpose(events.poll(Long.MAX_VALUE));
    assertThat(Timers.kind(purpose)).isEqualTo(Timers.PULL);
    assertThat(Timers.subject(purpose)).isEqualTo(BACK);
    return pulls.take(BACK, events.nowPs());
  }
}

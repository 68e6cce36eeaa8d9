package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.packet.queue.DeadLinks;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.Port;
import weft.sim.packet.queue.PortCounters;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.SwitchPorts;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * Adaptive routing by hand. A flow has five paths over two switches with a choice, by their links:
 *
 * <pre>
 * row 0   0 – 2 – 6
 * row 1   0 – 2 – 7
 * row 2   0 – 3 – 8
 * row 3   0 – 4 – 9
 * row 4   0 – 4 – 10
 * </pre>
 */
final class AdaptivePathsTest {

  private static final Fabric FABRIC = FabricSketch.star(8, 100_000_000_000L, 1_000_000);
  private static final int[] DATA = {0, 2, 6, 0, 2, 7, 0, 3, 8, 0, 4, 9, 0, 4, 10};

  private final PacketStore store = new PacketStore(0);
  private final PathTable table = new PathTable();
  private final Links links =
      new Links(
          new PacketFabric(FABRIC),
          store,
          table,
          new PacketEvents(1000, FABRIC.linkCount()),
          Wire.DEFAULT,
          SwitchOptions.FIFO);
  private final Flows flows = new Flows(links, table, Wire.DEFAULT);
  private final int flow = flows.open(DATA, 3, DATA, 3, 0, 3, 1);
  private final long[] backlogs = new long[FABRIC.linkCount()];
  private final DeadLinks dead = new DeadLinks(store, null, new PortCounters(16, 1));
  private final AdaptivePaths adaptive =
      new AdaptivePaths(true, store, flows, table, links, new Ports(), dead);

  AdaptivePathsTest() {
    Arrays.fill(backlogs, 100);
  }

  /** Which path a packet goes on by that is on one and would take its link number {@code hop}. */
  private int choose(int row, int hop) {
    int position = adaptive.choose(flow, flows.position(flow, row) + hop, 0);
    assertThat((position - flows.position(flow, 0)) % flows.stride(flow)).isEqualTo(hop);
    return flows.row(flow, position);
  }

  @Test
  void takesTheLeastBacklog() {
    backlogs[3] = 99;
    for (int row = 0; row < 5; row++) {
      assertThat(choose(row, 1)).as("from row %d", row).isEqualTo(2);
    }
    backlogs[4] = 98;
    for (int row = 0; row < 5; row++) {
      assertThat(table.link(flows.position(flow, choose(row, 1)) + 1))
          .as("from row %d", row)
          .isEqualTo(4);
    }
  }

  /** Not even another path over the same link. */
  @Test
  void staysWithItsOwnAmongEquals() {
    for (int row = 0; row < 5; row++) {
      assertThat(choose(row, 1)).isEqualTo(row);
      assertThat(choose(row, 2)).isEqualTo(row);
    }
    backlogs[2] = 0;
    assertThat(choose(1, 1)).isEqualTo(1);
  }

  /** Of others that are equally short, the one before its own in the order of paths. */
  @Test
  void ofOtherEqualsTheNearestBefore() {
    backlogs[2] = 10;
    backlogs[4] = 10;
    assertThat(choose(2, 1)).isEqualTo(1);
    backlogs[2] = 11;
    assertThat(choose(2, 1)).isEqualTo(3);
  }

  /** At the second switch, links of the other are out of reach. */
  @Test
  void onlyWhereItCanStillGo() {
    Arrays.fill(backlogs, 6, 11, 100);
    backlogs[8] = 0;
    backlogs[9] = 50;
    assertThat(choose(0, 2)).isEqualTo(0);
    assertThat(choose(2, 2)).isEqualTo(2);
    assertThat(choose(3, 2)).isEqualTo(3);
    assertThat(choose(4, 2)).isEqualTo(3);
    backlogs[6] = 99;
    assertThat(choose(1, 2)).isEqualTo(0);
  }

  @Test
  void leavesADeadLinkAtOnce() {
    backlogs[2] = 0;
    dead.add(2);
    assertThat(choose(0, 1)).isEqualTo(2);
  }

  /** Who is on a path of before has no other. */
  @Test
  void keepsAPathThatTheFlowHadBefore() {
    int before = flows.position(flow, 2) + 1;
    flows.lay(flow, DATA, 3, DATA, 3);
    backlogs[2] = 0;
    assertThat(adaptive.choose(flow, before, 0)).isEqualTo(before);
    assertThat(choose(2, 1)).isEqualTo(1);
  }

  private final class Ports implements SwitchPorts {
    @Override
    public long backlogPs(Port port, long nowPs) {
      return backlogs[port.link()];
    }

    @Override
    public void enqueue(Port port, int packet, Port ingress, long nowPs) {}

    @Override
    public boolean areLate() {
      return false;
    }

    @Override
    public void catchUp(Port port, long nowPs) {}

    @Override
    public void onPause(Port port, int trafficClass, boolean on, long nowPs) {}

    @Override
    public void fail(Port port, long nowPs) {}

    @Override
    public long peakBytes(Port port) {
      return 0;
    }

    @Override
    public long mostHeldBytes(int node) {
      return 0;
    }

    @Override
    public boolean holds(Port port, int trafficClass, int ingress) {
      return false;
    }

    @Override
    public void onFree(Port port, long nowPs) {}
  }
}

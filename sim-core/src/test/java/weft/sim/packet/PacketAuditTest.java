package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.stream.LongStream;
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

/** Each invariant, kept and broken: a model of one flow over two links of 100 Gb/s, by hand. */
final class PacketAuditTest {

  private static final Fabric FABRIC = FabricSketch.star(2, 100_000_000_000L, 1_000_000);
  private static final PacketFabric ON_WIRE = new PacketFabric(FABRIC);
  private static final int UP = FabricSketch.link(FABRIC, "g0", "s");
  private static final int DOWN = FabricSketch.link(FABRIC, "s", "g1");
  private static final int FULL = Wire.DEFAULT.fullBytes();
  private static final long FULL_PS = 332_800;

  private final PacketStore store = new PacketStore(0);
  private final PathTable table = new PathTable();
  private final Links links =
      new Links(
          ON_WIRE, store, table, new PacketEvents(1000, 1000), Wire.DEFAULT, SwitchOptions.FIFO);
  private final Flows flows = new Flows(links, table, Wire.DEFAULT);
  private final PacketBooks books = new PacketBooks(store, flows, Wire.DEFAULT);
  private final long[] mostHeld = new long[ON_WIRE.nodeCount()];
  private final PacketAudit audit =
      new PacketAudit(
          ON_WIRE,
          links,
          store,
          table,
          flows,
          books,
          node -> mostHeld[node],
          LongStream.generate(() -> 10_000).limit(ON_WIRE.nodeCount()).toArray(),
          true);
  private final int flow =
      flows.open(new int[] {UP, DOWN}, 2, new int[] {DOWN ^ 1, UP ^ 1}, 2, 0, 2, 1);

  private int packet() {
    return store.create(PacketStore.DATA, flow, 0, flows.position(flow, 0), FULL);
  }

  private void arrive(int packet, int hop, long nowPs) {
    store.setPosition(packet, flows.position(flow, 0) + hop);
    audit.onArrival(hop == 0 ? UP : DOWN, packet, nowPs);
  }

  @Test
  void aLinkCarriesOnePacketAtATime() {
    int first = packet();
    int second = packet();
    arrive(first, 0, 2_000_000);
    assertThatNoException().isThrownBy(() -> arrive(second, 0, 2_000_000 + FULL_PS));
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(() -> arrive(packet(), 0, 2_000_000 + 2 * FULL_PS - 1))
        .withMessage("g0 → s began to send a packet at 1332799 ps, but was busy until 1332800 ps");
  }

  @Test
  void packetsKeepTheirOrder() {
    int first = packet();
    int second = packet();
    arrive(first, 0, 2_000_000);
    arrive(second, 0, 3_000_000);
    arrive(second, 1, 4_000_000);
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(() -> arrive(first, 1, 5_000_000))
        .withMessageContaining(
            "packet 1 of a flow with one path arrived by s → g1 behind packet 2");
  }

  @Test
  void theBooksAgreeWithThePackets() {
    books.onSent();
    int lost = packet();
    assertThatNoException().isThrownBy(audit::check);
    store.free(lost);
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(audit::check)
        .withMessageContaining("1 data packets were sent")
        .withMessageContaining("that leaves 1, but there are 0");
  }

  @Test
  void aTrimmedPacketIsNoDataAnyMore() {
    books.onSent();
    int packet = packet();
    books.onTrimmed(UP, packet);
    store.trim(packet, 64);
    store.create(PacketStore.ACK, flow, 0, flows.ackPosition(flow, 0), 64);
    assertThatNoException().isThrownBy(audit::check);
  }

  @Test
  void noBufferOverflows() {
    mostHeld[FABRIC.source(DOWN)] = 10_000;
    assertThatNoException().isThrownBy(audit::check);
    mostHeld[FABRIC.source(DOWN)]++;
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(audit::check)
        .withMessage("s held 10001 bytes in a buffer of 10000");
  }
}

package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.Ndp;
import weft.sim.packet.transport.TransportKind;
import weft.sim.unit.Durations;

/**
 * GPUs with a NIC each, and one switch: PCIe of 504 Gb/s and 1 µs, cables of 400 Gb/s and 1 µs, on
 * which a full packet takes 83.2 ns.
 */
final class NicTest {

  private static final long G400 = 400_000_000_000L;
  private static final long G504 = 504_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long FULL_PS = 83_200;
  private static final int FULL = Wire.DEFAULT.fullBytes();
  private static final int WINDOW = 50;

  private static Fabric gpus(int number) {
    FabricSketch sketch = new FabricSketch();
    for (int gpu = 0; gpu < number; gpu++) {
      sketch.node("gpu-" + gpu).nic(1, "nic-" + gpu, 0);
    }
    sketch.switches(2, "leaf");
    for (int gpu = 0; gpu < number; gpu++) {
      sketch.cable("gpu-" + gpu, "nic-" + gpu, G504, US).cable("nic-" + gpu, "leaf", G400, US);
    }
    return sketch.build();
  }

  private static SwitchOptions queuesOf(int packets, boolean trimming) {
    return new SwitchOptions(
        (long) packets * FULL,
        1,
        (long) packets * FULL,
        (long) packets * FULL,
        trimming,
        new int[] {1},
        trimming,
        null,
        null,
        false);
  }

  private static NetworkRun incast(int senders, SwitchOptions switches, TransportKind kind) {
    PacketOptions options = PacketRuns.options(switches, kind);
    NetworkRun run = new NetworkRun(gpus(senders + 1), PacketRuns.model(options));
    for (int sender = 1; sender <= senders; sender++) {
      run.start(0, sender, 0, 1000 * 4096L);
    }
    return run.run();
  }

  private static PacketReport report(NetworkRun run) {
    return ((PacketModel) run.network()).report();
  }

  /** PCIe is faster than the cable: what waits in the NIC for it is neither dropped nor trimmed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNicLosesNothing(boolean trimming) {
    NetworkRun run = incast(1, queuesOf(2, trimming), PacketRuns.window(500L * FULL));
    assertThat(report(run).dropped()).isZero();
    assertThat(report(run).trimmed()).isZero();
    // Behind the NIC there is a packet every 83.2 ns: first over PCIe, then over three cables.
    long pciePs = Durations.serializationPs(FULL, G504);
    assertThat(run.endsPs()[0]).isEqualTo(4 * US + 2 * pciePs + 1001 * FULL_PS);
  }

  /** The buffer of a switch is none of a NIC's: the audit does not hold it to that. */
  @Test
  void theAuditDoesNotLimitWhatWaitsInANic() {
    Fabric fabric = gpus(2);
    PacketFabric onWire = new PacketFabric(fabric);
    long[] limits = PacketAudit.limits(onWire, queuesOf(2, false));
    for (int node = 0; node < fabric.nodeCount(); node++) {
      if (fabric.nodeLevel(node) > 0) {
        boolean isNic = fabric.nodeName(node).startsWith("nic");
        assertThat(limits[node]).isEqualTo(isNic ? Long.MAX_VALUE : 2L * FULL);
      }
    }
  }

  /** A plain queue has no other limit than its own. */
  @Test
  void norDoesOneWithPlainQueues() {
    SwitchOptions plain =
        new SwitchOptions(
            Long.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            2 * FULL,
            2 * FULL,
            false,
            new int[] {1},
            false,
            null,
            null,
            false);
    assertThat(plain.isPlainFifo()).isTrue();
    assertThat(report(incast(1, plain, PacketRuns.window(500L * FULL))).dropped()).isZero();
  }

  /** Rate × round trip are 100 packets: with the 50 of htsim's networks it were half the rate. */
  @Test
  void ndpAloneTakesAllOfItsPath() {
    NetworkRun run = incast(1, queuesOf(8, true), Ndp.Parameters.DEFAULT);
    assertThat(report(run).trimmed()).isZero();
    assertThat(run.endsPs()[0]).isBetween(1000 * FULL_PS, (long) (1000 * FULL_PS * 1.07));
  }

  /**
   * 4 : 1. The receiver asks at the pace of its cable, not of PCIe behind it, which would have a
   * fifth of all packets trimmed: only what nobody asked for is, the first windows.
   */
  @Test
  void aReceiverAsksAtThePaceOfItsCable() {
    NetworkRun run = incast(4, queuesOf(8, true), new Ndp.Parameters(WINDOW, 0.99, 1000 * US));
    assertThat(report(run).trimmed()).isBetween((long) WINDOW, 4L * WINDOW);
    long lastPs = Arrays.stream(run.endsPs()).max().orElseThrow();
    assertThat(lastPs).isBetween(4000 * FULL_PS, (long) (4000 * FULL_PS * 1.05));
  }
}

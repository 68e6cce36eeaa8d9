package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.unit.Durations;

/** What can be worked out by hand, to the picosecond. */
final class ClosedFormTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;

  /** 4,160 bytes at 100 Gb/s. */
  private static final long FULL_PS = 332_800;

  /** 64 bytes at 100 Gb/s. */
  private static final long CONTROL_PS = 5_120;

  /** Anything but {@link SwitchOptions#isPlainFifo()}, yet without influence. */
  static final SwitchOptions QUEUED =
      new SwitchOptions(
          Long.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          false,
          new int[] {1},
          false,
          null,
          new Pfc(1L << 60, 1L << 59, Long.MAX_VALUE),
          false);

  private static SwitchOptions switches(String ports, boolean cutThrough) {
    SwitchOptions base = ports.equals("fifo") ? SwitchOptions.FIFO : QUEUED;
    return new SwitchOptions(
        base.bufferBytes(),
        base.alpha(),
        base.queueBytes(),
        base.controlQueueBytes(),
        base.controlFirst(),
        base.weights(),
        base.trimming(),
        base.ecn(),
        base.pfc(),
        cutThrough);
  }

  /** {@code g0 ── s0 ── s1 ── … ── g1}. */
  private static Fabric line(int links, long rateBps, long latencyPs) {
    FabricSketch sketch = new FabricSketch().gpus("g0", "g1");
    String previous = "g0";
    for (int i = 0; i < links - 1; i++) {
      // Up to the middle, then down.
      sketch
          .switches(1 + Math.min(i, links - 2 - i), "s" + i)
          .cable(previous, "s" + i, rateBps, latencyPs);
      previous = "s" + i;
    }
    return sketch.cable(previous, "g1", rateBps, latencyPs).build();
  }

  @ParameterizedTest
  @CsvSource({"fifo, 1", "fifo, 2", "fifo, 4", "fifo, 6", "queued, 1", "queued, 4", "queued, 6"})
  void onePacketOverLinksThatStoreAndForward(String ports, int hops) {
    long endPs = alone(line(hops, G100, US), switches(ports, false), 4096);
    assertThat(endPs).isEqualTo(hops * (FULL_PS + US));
  }

  /** What a switch sends itself comes over a link inside it, as fast as its two ports together. */
  @ParameterizedTest
  @ValueSource(strings = {"fifo", "queued"})
  void onePacketOfASwitchItself(String ports) {
    Fabric fabric = line(2, G100, US);
    int reducer = fabric.end(fabric.target(0));
    NetworkRun there = run(fabric, switches(ports, false));
    there.start(0, 0, reducer, 4096);
    NetworkRun back = run(fabric, switches(ports, false));
    back.start(0, reducer, 1, 4096);
    assertThat(there.run().endsPs()).containsExactly(FULL_PS + US + FULL_PS / 2);
    assertThat(back.run().endsPs()).containsExactly(FULL_PS / 2 + FULL_PS + US);
  }

  /** Each switch holds it up by its header only. */
  @ParameterizedTest
  @CsvSource({"fifo, 2", "fifo, 6", "queued, 4", "queued, 6"})
  void onePacketThatIsCutThrough(String ports, int hops) {
    long endPs = alone(line(hops, G100, US), switches(ports, true), 4096);
    assertThat(endPs).isEqualTo(hops * US + (hops - 1) * CONTROL_PS + FULL_PS);
  }

  /** A faster link may not run dry: its last bit leaves when the last bit has come. */
  @Test
  void cutThroughToAFasterLink() {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "s")
            .gpus("a", "b")
            .cable("a", "s", G100, US)
            .cable("s", "b", 4 * G100, US)
            .build();
    assertThat(alone(fabric, switches("queued", true), 4096)).isEqualTo(2 * US + FULL_PS);
  }

  /** n packets follow each other without a gap: (n + L − 1) × packet + L × latency. */
  @ParameterizedTest
  @CsvSource({"fifo, 2", "fifo, 6", "queued, 2", "queued, 6"})
  void manyPackets(String ports, int hops) {
    long endPs = alone(line(hops, G100, US), switches(ports, false), 100 * 4096);
    assertThat(endPs).isEqualTo((100 + hops - 1) * FULL_PS + hops * US);
  }

  /** The last packet is as long as what is left: 4,096 + 904 bytes. */
  @Test
  void aShortLastPacket() {
    long endPs = alone(line(2, G100, US), SwitchOptions.FIFO, 5000);
    long lastPs = Durations.serializationPs(904 + 64, G100);
    // Over the second link the short one waits for the long one.
    assertThat(endPs).isEqualTo(2 * FULL_PS + lastPs + 2 * US);
  }

  /** A window of two packets: two in each round trip of one packet. */
  @ParameterizedTest
  @ValueSource(strings = {"fifo", "queued"})
  void aWindowLimitsTheFlow(String ports) {
    NetworkRun run =
        new NetworkRun(
            line(2, G100, 10 * US),
            PacketRuns.model(
                PacketRuns.options(switches(ports, false), PacketRuns.window(2 * 4160))));
    run.start(0, 0, 1, 20 * 4096);
    long roundTripPs = 2 * (FULL_PS + 10 * US) + 2 * (CONTROL_PS + 10 * US);
    // The tenth pair starts after nine round trips; its second packet is the last.
    assertThat(run.run().endsPs()[0])
        .isEqualTo(9 * roundTripPs + 2 * (FULL_PS + 10 * US) + FULL_PS);
  }

  /** Two flows from two hosts to one: their packets alternate; both end after 2n packets. */
  @ParameterizedTest
  @ValueSource(strings = {"fifo", "queued"})
  void twoFlowsShareAQueue(String ports) {
    NetworkRun run = run(FabricSketch.star(3, G100, US), switches(ports, false));
    run.start(0, 0, 2, 100 * 4096);
    run.start(0, 1, 2, 100 * 4096);
    long last = (200 + 1) * FULL_PS + 2 * US;
    assertThat(run.run().endsPs()).containsExactly(last - FULL_PS, last);
  }

  /**
   * Two flows of one host take turns, once the second has come, behind two packets of the first.
   */
  @Test
  void twoFlowsShareAHost() {
    NetworkRun run = run(FabricSketch.star(3, G100, US), SwitchOptions.FIFO);
    run.start(0, 0, 1, 10 * 4096);
    run.start(0, 0, 2, 10 * 4096);
    assertThat(run.run().endsPs()).containsExactly(19 * FULL_PS + 2 * US, 21 * FULL_PS + 2 * US);
  }

  /** n : 1, whatever the order: the last byte after all bytes over the one link. */
  @ParameterizedTest
  @CsvSource({"fifo, 4", "fifo, 31", "queued, 4", "queued, 31"})
  void incast(String ports, int senders) {
    NetworkRun run = run(FabricSketch.star(senders + 1, G100, US), switches(ports, false));
    for (int sender = 1; sender <= senders; sender++) {
      run.start(0, sender, 0, 50 * 4096);
    }
    run.run();
    long lastPs = run.deliveries().get(senders - 1).timePs();
    assertThat(lastPs).isEqualTo((senders * 50L + 1) * FULL_PS + 2 * US);
  }

  /** With flow control the same, and the switch never holds more than threshold and round trip. */
  @Test
  void flowControlMakesItLossless() {
    Pfc pfc = new Pfc(15 * 4160, 12 * 4160, 15 * 4160);
    SwitchOptions switches =
        new SwitchOptions(
            Long.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            false,
            new int[] {1},
            false,
            new Ecn(0, 0, 1, false),
            pfc,
            false);
    NetworkRun run = run(FabricSketch.star(9, G100, US), switches);
    for (int sender = 1; sender <= 8; sender++) {
      run.start(0, sender, 0, 200 * 4096);
    }
    run.run();
    assertThat(run.deliveries()).hasSize(8);
    long lastPs = run.deliveries().get(7).timePs();
    assertThat(lastPs).isEqualTo((8 * 200L + 1) * FULL_PS + 2 * US);
    PacketModel model = (PacketModel) run.network();
    assertThat(model.report().dropped()).isZero();
    assertThat(model.report().pauses()).isPositive();
  }

  private static long alone(Fabric fabric, SwitchOptions switches, long bytes) {
    NetworkRun run = run(fabric, switches);
    run.start(0, 0, 1, bytes);
    return run.run().endsPs()[0];
  }

  private static NetworkRun run(Fabric fabric, SwitchOptions switches) {
    return new NetworkRun(
        fabric, PacketRuns.model(PacketRuns.options(switches, PacketRuns.UNLIMITED)));
  }
}

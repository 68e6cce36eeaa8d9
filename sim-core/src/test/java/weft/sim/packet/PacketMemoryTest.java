package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.Transports;
import weft.sim.unit.Durations;

/** What the loop allocates, and what a live packet takes. */
@Tag("slow")
final class PacketMemoryTest {

  private static final int LOOKS = 6;

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final int FULL = Wire.DEFAULT.fullBytes();
  private static final long MAX = Long.MAX_VALUE;

  static List<String> names() {
    return Transports.all().stream().map(Transports.Entry::name).toList();
  }

  private static SwitchOptions switches(long queueBytes, boolean trims, Pfc pfc) {
    return new SwitchOptions(
        MAX,
        Double.POSITIVE_INFINITY,
        queueBytes,
        trims ? 30 * 64 : queueBytes,
        trims,
        new int[] {1},
        trims,
        new Ecn(12_000, 46_000, 0.2, false),
        pfc,
        false);
  }

  private static SwitchOptions suitable(Transports.Entry entry) {
    if (entry.needsTrimming()) {
      return switches(15 * FULL, true, null);
    }
    return entry.needsFlowControl()
        ? switches(MAX, false, new Pfc(25 * FULL, 20 * FULL, 30 * FULL))
        : switches(200 * FULL, false, null);
  }

  /**
   * 4 : 1 with marks, losses, trims and pauses: once all is warm, a million events and no garbage.
   */
  @ParameterizedTest
  @MethodSource("names")
  void theLoopAllocatesNothing(String name) {
    Transports.Entry entry = Transports.named(name).orElseThrow();
    PacketOptions options = PacketRuns.options(suitable(entry), entry.defaults());
    NetworkRun run = new NetworkRun(FabricSketch.star(5, G100, US), PacketRuns.model(options));
    for (int sender = 1; sender <= 4; sender++) {
      run.start(0, sender, 0, 250_000 * 4096L);
    }
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] atEvents = new long[LOOKS];
    long[] allocated = new long[LOOKS];
    int[] looks = {0};
    run.engine()
        .run(
            (nowPs, events) -> {
              if (looks[0] < LOOKS && events >= 400_000L * (looks[0] + 1)) {
                atEvents[looks[0]] = events;
                allocated[looks[0]++] = thread.getCurrentThreadAllocatedBytes();
              }
              return true;
            });
    assertThat(run.deliveries()).hasSize(4);
    assertThat(looks[0]).isEqualTo(LOOKS);
    // What the measurement itself allocates, and no more. The compiler may still be at work in
    // one stretch or another, in all of them only what each event allocates.
    double bytesAnEvent = Double.POSITIVE_INFINITY;
    for (int look = 1; look < LOOKS; look++) {
      double bytes = (double) (allocated[look] - allocated[look - 1]);
      bytesAnEvent = Math.min(bytesAnEvent, bytes / (atEvents[look] - atEvents[look - 1]));
    }
    assertThat(bytesAnEvent).isLessThan(0.001);
  }

  /** A million packets that wait for one port of two classes: 16 bytes, and a quarter to grow. */
  @Test
  void aPacketThatWaitsTakesTwoWords() {
    assertThat(bytesOfEach(waiting(new int[] {1, 1}))).isLessThan(1.25 * 16 + 2);
  }

  /** At a plain port each has its event already, most of them in the heap of far ones: 16 bytes. */
  @Test
  void atAPlainPortItTakesThree() {
    assertThat(bytesOfEach(waiting(new int[] {1}))).isLessThan(16 + 24);
  }

  private static PacketModel waiting(int[] weights) {
    int packets = 1_000_000;
    SwitchOptions switches =
        new SwitchOptions(
            MAX, Double.POSITIVE_INFINITY, MAX, MAX, false, weights, false, null, null, false);
    PacketModel model =
        run(FabricSketch.star(11, G100, US), switches, 10, packets / 9, sender -> 0);
    assertThat(model.report().mostLive()).isGreaterThan(packets * 9 / 10);
    return model;
  }

  /**
   * A hundred thousand packets on links; beyond a millisecond, events lie in a heap of 16 bytes.
   */
  @Test
  void aPacketOnALinkTakesThree() {
    PacketModel model =
        run(
            FabricSketch.star(200, G100, 200 * US),
            switches(MAX, false, null),
            100,
            3000,
            sender -> sender + 100 - 1);
    assertThat(model.report().mostLive()).isGreaterThan(100_000);
    assertThat(bytesOfEach(model)).isLessThan(1.25 * 24 + 10);
  }

  private static PacketModel run(
      Fabric fabric, SwitchOptions switches, int senders, int packets, IntUnaryOperator receiver) {
    PacketOptions options = PacketRuns.options(switches, PacketRuns.UNLIMITED);
    NetworkRun run = new NetworkRun(fabric, PacketRuns.model(options));
    for (int sender = 1; sender <= senders; sender++) {
      int destination = receiver.applyAsInt(sender);
      run.start(0, sender == destination ? 0 : sender, destination, packets * 4096L);
    }
    return (PacketModel) run.run().network();
  }

  private static double bytesOfEach(PacketModel model) {
    return (double) model.packetBytes() / model.report().mostLive();
  }
}

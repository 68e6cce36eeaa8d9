package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.Telemetry;
import weft.sim.packet.transport.Acknowledgement;
import weft.sim.packet.transport.FlowPath;
import weft.sim.packet.transport.Transport;
import weft.sim.packet.transport.Transports;
import weft.sim.unit.Durations;

/** What ports write into packets, and acknowledgements bring back. */
final class TelemetryTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long FULL_PS = 332_800;

  /** {@code g0 ── a ── b ── c ── g1}, the last link at half the rate. */
  private static Fabric line() {
    return new FabricSketch()
        .gpus("g0", "g1")
        .switches(1, "a", "c")
        .switches(2, "b")
        .cable("g0", "a", G100, US)
        .cable("a", "b", G100, US)
        .cable("b", "c", G100, US)
        .cable("c", "g1", G100 / 2, US)
        .build();
  }

  /** Takes down what it is told. */
  private static final class Listening implements Transport {
    final List<String> told = new ArrayList<>();

    @Override
    public Recovery recovery() {
      return Recovery.GO_BACK_N;
    }

    @Override
    public int telemetryWordsPerHop() {
      return Telemetry.WORDS;
    }

    @Override
    public void open(int flow, FlowPath path) {}

    @Override
    public boolean maySend(int flow, long inFlightBytes, int bytes) {
      return true;
    }

    @Override
    public void onAcknowledged(int flow, Acknowledgement acknowledgement) {
      for (int hop = 0; hop < acknowledgement.hops(); hop++) {
        told.add(
            acknowledgement.sequence()
                + ": "
                + acknowledgement.timePs(hop)
                + " "
                + acknowledgement.queueBytes(hop)
                + " "
                + acknowledgement.sentBytes(hop)
                + " "
                + acknowledgement.rateBps(hop));
      }
    }
  }

  /**
   * Three packets back to back; before the last link, at half the rate, the second waits for half
   * of its time, and the third comes when the second has just begun.
   */
  @Test
  void eachSwitchWritesWhenItBeginsToSend() {
    Listening transport = new Listening();
    NetworkRun run =
        new NetworkRun(
            line(), PacketRuns.model(PacketRuns.options(SwitchOptions.FIFO, () -> transport)));
    run.start(0, 0, 1, 3 * 4096);
    run.run();
    long hop = FULL_PS + US;
    assertThat(transport.told)
        .containsExactly(
            "0: " + hop + " 0 0 " + G100,
            "0: " + 2 * hop + " 0 0 " + G100,
            "0: " + 3 * hop + " 0 0 " + G100 / 2,
            "1: " + (hop + FULL_PS) + " 0 4160 " + G100,
            "1: " + (2 * hop + FULL_PS) + " 0 4160 " + G100,
            "1: " + (3 * hop + 2 * FULL_PS) + " 4160 4160 " + G100 / 2,
            "2: " + (hop + 2 * FULL_PS) + " 0 8320 " + G100,
            "2: " + (2 * hop + 2 * FULL_PS) + " 0 8320 " + G100,
            "2: " + (3 * hop + 4 * FULL_PS) + " 0 8320 " + G100 / 2);
  }

  /** HPCC finds the slow link and leaves no queue before it. */
  @Test
  void hpccFillsTheSlowLinkWithoutAQueue() {
    NetworkRun run =
        new NetworkRun(
            line(),
            PacketRuns.model(
                PacketRuns.options(
                    SwitchOptions.FIFO, Transports.named("hpcc").orElseThrow().defaults())));
    run.start(0, 0, 1, 2000 * 4096);
    long atLineRate = 2000 * 2 * FULL_PS + 3 * FULL_PS + 4 * US;
    assertThat(run.run().endsPs()[0]).isBetween(atLineRate, (long) (atLineRate * 1.06));
    int slow = FabricSketch.link(line(), "c", "g1");
    assertThat(((PacketModel) run.network()).peakBytes(slow)).isLessThan(20 * 4160);
  }

  @Test
  void packetsKeepTheirWordsWhenLongerPathsNeedMore() {
    PacketStore store = new PacketStore(Telemetry.words(1));
    int[] packets = new int[2000];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = store.create(PacketStore.DATA, 0, i, 0, 64);
      Telemetry.clear(store, packets[i]);
      Telemetry.add(store, packets[i], i, i + 1, i + 2, i + 3);
    }
    store.reserveTelemetry(Telemetry.words(5));
    for (int i = 0; i < packets.length; i++) {
      Telemetry.add(store, packets[i], -i, 0, 0, 0);
      assertThat(Telemetry.hops(store, packets[i])).isEqualTo(2);
      assertThat(store.telemetry(packets[i], 1)).isEqualTo(i);
      assertThat(store.telemetry(packets[i], 4)).isEqualTo(i + 3);
      assertThat(store.telemetry(packets[i], 5)).isEqualTo(-i);
    }
  }
}

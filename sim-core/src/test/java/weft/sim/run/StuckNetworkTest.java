package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.PacketFigures;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.Watchdogs;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.unit.Durations;
import weft.sim.workload.FlowList;

/** Networks that lock up, or go round and round, end with a report of what they wait for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StuckNetworkTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int FULL = 4160;

  /** Four switches in a ring, each with a GPU. */
  private static final Fabric RING = ring(4);

  private static Fabric ring(int switches) {
    FabricSketch sketch = new FabricSketch();
    for (int i = 0; i < switches; i++) {
      sketch.switches(1, "s" + i).gpus("g" + i).cable("g" + i, "s" + i, G100, US);
    }
    for (int i = 0; i < switches; i++) {
      sketch.cable("s" + i, "s" + (i + 1) % switches, G100, US);
    }
    return sketch.build();
  }

  private static int[] path(Fabric fabric, String... nodes) {
    int[] path = new int[nodes.length - 1];
    Arrays.setAll(path, i -> FabricSketch.link(fabric, nodes[i], nodes[i + 1]));
    return path;
  }

  /**
   * All send clockwise to the GPU three switches on, acknowledgements go back the same way: each
   * link of the ring is wanted by three, and waits for the next.
   */
  private static void addRing(FlowList.Builder flows, Fabric fabric, int first, long bytes) {
    for (int i = 0; i < 4; i++) {
      String[] there = {"g" + i, "s" + i, s(i + 1), s(i + 2), s(i + 3), "g" + (i + 3) % 4};
      String[] back = {there[5], there[4], there[3], there[2], there[1], there[0]};
      flows.pin(
          flows.add(first + i, first + (i + 3) % 4, bytes, 0),
          path(fabric, there),
          path(fabric, back));
    }
  }

  private static FlowList roundTheRing(long bytes) {
    FlowList.Builder flows = new FlowList.Builder();
    addRing(flows, RING, 0, bytes);
    return flows.build();
  }

  private static String s(int number) {
    return "s" + number % 4;
  }

  private static PacketNetwork network(Pfc pfc, long queueBytes, TransportKind transport) {
    SwitchOptions switches =
        new SwitchOptions(
            NEVER,
            Double.POSITIVE_INFINITY,
            queueBytes,
            queueBytes,
            true,
            new int[] {1},
            false,
            null,
            pfc,
            false);
    return new PacketNetwork(
        new PacketOptions(
            Wire.DEFAULT,
            switches,
            transport,
            PathPolicy.ECMP,
            1,
            0,
            PacketOptions.Completion.RECEIVED),
        PacketNetwork.ScaleUp.PACKET);
  }

  private static TransportKind roce(long timeoutPs) {
    return () -> new WindowTransport(NEVER, timeoutPs, false);
  }

  private static SimulationSpec ringOf(PacketNetwork network) {
    return SimulationSpec.of(RING, roundTheRing(1_000_000)).withPackets(network);
  }

  /** The four ports of the ring in the order in which they wait, whether timers ring or not. */
  @ParameterizedTest
  @CsvSource({"9223372036854775807, nothing left to happen", "100000000, no progress"})
  void aDeadlockOfFlowControlIsNamed(long timeoutPs, String why) {
    PacketNetwork network = network(new Pfc(4 * FULL, 2 * FULL, NEVER), NEVER, roce(timeoutPs));
    assertThatExceptionOfType(StuckException.class)
        .isThrownBy(() -> Simulation.run(ringOf(network)))
        .withMessageContaining(why)
        .withMessageContaining("4 flows undelivered")
        .withMessageContaining(
            String.join(
                "\n    ",
                "PFC deadlock: each port is paused until the one below sends",
                "s0 → s1",
                "s1 → s2",
                "s2 → s3",
                "s3 → s0",
                "s0 → s1, the first"))
        .withMessageMatching(
            "(?s).*flow from g[0-3] to g[0-3]: of 245 packets [0-9]+ sent, [0-9]+ acknowledged;"
                + " path g[0-3] → s[0-3] → s[0-3] → s[0-3] → s[0-3] → g[0-3].*");
  }

  /** With room for all that is sent, the same routes do no harm. */
  @ParameterizedTest
  @EnumSource(RunMode.class)
  void theSameRoutesWithRoomDoNotLock(RunMode mode) {
    PacketNetwork network = network(new Pfc(1 << 24, 1 << 23, NEVER), NEVER, roce(100 * US));
    assertThat(Simulation.run(ringOf(network).withMode(mode)).complete()).isTrue();
  }

  /**
   * A queue that is shorter than a packet drops all there is, and timers go on for ever. The report
   * comes after 100 ms or more and names the flow.
   */
  @ParameterizedTest
  @ValueSource(strings = {"go-back-n", "nscc", "swift", "ndp"})
  void aFlowThatRepeatsItselfInVainIsNamed(String name) {
    TransportKind kind =
        name.equals("go-back-n") ? roce(50 * US) : Transports.named(name).orElseThrow().defaults();
    SimulationSpec spec = SimulationSpec.of(RING, FLOW).withPackets(network(null, FULL - 1, kind));
    assertThatExceptionOfType(StuckException.class)
        .isThrownBy(() -> Simulation.run(spec))
        .withMessageContaining("no progress.")
        .withMessageContaining("1 flows undelivered")
        .withMessageMatching(
            "(?s).*flow from g0 to g1: of 100 packets [0-9]+ sent, 0 acknowledged;"
                + " path g0 → s0 → s1 → g1");
  }

  /** Others with packets that fit get on all the time; the report says how often it was in vain. */
  @Test
  void theTimeoutOfAFlowThatRepeatsItselfIsNamed() {
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, 100 * 4096, 0);
    for (int i = 0; i < 1_000; i++) {
      flows.add(2, 3, 1_000, i * 5 * US);
    }
    PacketNetwork network =
        network(null, FULL - 1, roce(20 * US)).withWatchdogs(new Watchdogs(1, 1));
    assertThatExceptionOfType(StuckException.class)
        .isThrownBy(
            () -> Simulation.run(SimulationSpec.of(RING, flows.build()).withPackets(network)))
        .withMessageMatching(
            "(?s).*a flow repeats itself, but nothing of it has been acknowledged since 0[.][0-9]+"
                + " ms, in 189 timeouts of 0[.]020000 ms[.] Maybe a longer"
                + " timeout[.].*");
  }

  private static final FlowList FLOW = oneFlow();

  private static FlowList oneFlow() {
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, 100 * 4096, 0);
    return flows.build();
  }

  /** Nobody notices the loss: nothing is left to happen, and the report says who waits. */
  @Test
  void aLossThatNobodyNoticesIsNamed() {
    SimulationSpec spec =
        SimulationSpec.of(RING, FLOW).withPackets(network(null, FULL - 1, roce(NEVER)));
    assertThatExceptionOfType(StuckException.class)
        .isThrownBy(() -> Simulation.run(spec))
        .withMessageContaining("nothing left to happen")
        .withMessageContaining("flow from g0 to g1: of 100 packets 100 sent, 0 acknowledged");
  }

  /** The ring is locked, but beside it a transfer of 20 ms goes on: nobody waits for its end. */
  @Test
  void flowsThatStarveBesideOthersAreNamed() {
    FabricSketch sketch = new FabricSketch();
    sketch.switches(1, "t").gpus("x", "y").cable("x", "t", G100, US).cable("y", "t", G100, US);
    for (int i = 0; i < 4; i++) {
      sketch.switches(1, "s" + i).gpus("g" + i).cable("g" + i, "s" + i, G100, US);
    }
    for (int i = 0; i < 4; i++) {
      sketch.cable("s" + i, s(i + 1), G100, US);
    }
    Fabric fabric = sketch.build();
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, 250_000_000, 0);
    addRing(flows, fabric, 2, 1_000_000);
    PacketNetwork network =
        network(new Pfc(4 * FULL, 2 * FULL, NEVER), NEVER, roce(100 * US))
            .withWatchdogs(new Watchdogs(1, 1));
    SimulationSpec spec = SimulationSpec.of(fabric, flows.build()).withPackets(network);
    assertThatExceptionOfType(StuckException.class)
        .as("looked at between batches of events")
        .isThrownBy(() -> Simulation.run(spec))
        .withMessageStartingWith("stuck at 5.")
        .withMessageContaining("ports wait for each other")
        .withMessageContaining("PFC deadlock")
        .withMessageContaining("path g0 → s0 → s1 → s2 → s3 → g3");
  }

  /** Acknowledgements have no way back. */
  @Test
  void aFlowThatIsCutOffDuringTheRunIsNamed() {
    Fabric fabric = ring(3);
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, 100 * 4096, 0);
    int cut = FabricSketch.link(fabric, "s0", "g0");
    SimulationSpec spec =
        SimulationSpec.of(fabric, flows.build())
            .withPackets(network(null, NEVER, roce(50 * US)))
            .withFailures(List.of(new LinkFailure(cut, 10 * US)));
    assertThatExceptionOfType(CutOffException.class)
        .isThrownBy(() -> Simulation.run(spec))
        .withMessageContaining("no up-down path from g1 to g0");
  }

  /** Long waits for computation, or for a slow link, are none of the watchdog's business. */
  @Test
  void silenceIsNoStall() {
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, 4096, 0);
    flows.add(0, 1, 4096, 10_000_000 * US);
    flows.add(0, 2, 100_000_000, 10_000_000 * US);
    PacketNetwork network = network(null, NEVER, roce(100 * US)).withWatchdogs(new Watchdogs(1, 1));
    SimulationSpec spec = SimulationSpec.of(RING, flows.build()).withPackets(network);
    assertThat(Simulation.run(spec).complete()).isTrue();
  }

  /** Two send to one: with a threshold of 1 ps every pause is a storm, with a long one none is. */
  @ParameterizedTest
  @CsvSource({"1, true", "1000000000, false"})
  void longPausesAreStorms(long stormPs, boolean all) {
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(1, 0, 1_000_000, 0);
    flows.add(2, 0, 1_000_000, 0);
    PacketNetwork network =
        network(new Pfc(10 * FULL, 5 * FULL, NEVER), NEVER, roce(NEVER))
            .withWatchdogs(new Watchdogs(1, stormPs));
    PacketFigures figures =
        Objects.requireNonNull(
            Simulation.run(
                    SimulationSpec.of(FabricSketch.star(3, G100, US), flows.build())
                        .withPackets(network))
                .packets());
    assertThat(figures.pauses()).isPositive();
    assertThat(figures.storms()).isEqualTo(all ? figures.pauses() : 0);
  }
}

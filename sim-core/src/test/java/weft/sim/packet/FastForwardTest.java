package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.sim.unit.Durations;

/** What is skipped is as good as simulated. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FastForwardTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long FULL_PS = 332_800;
  private static final int FULL = Wire.DEFAULT.fullBytes();
  private static final long MAX = Long.MAX_VALUE;
  private static final double TOLERANCE = 0.03;

  private static SwitchOptions switches(long queueBytes, boolean trims, Pfc pfc, Ecn ecn) {
    return new SwitchOptions(
        MAX,
        Double.POSITIVE_INFINITY,
        queueBytes,
        trims ? 30 * 64 : queueBytes,
        trims,
        new int[] {1},
        trims,
        ecn,
        pfc,
        false);
  }

  private static final SwitchOptions PLAIN = switches(MAX, false, null, null);

  private static NetworkRun run(Fabric fabric, SwitchOptions options, TransportKind transport) {
    return run(fabric, options, transport, TOLERANCE);
  }

  private static NetworkRun run(
      Fabric fabric, SwitchOptions options, TransportKind transport, double tolerance) {
    return new NetworkRun(
        fabric,
        (Engine engine, Fabric on, Router router, TransferProbe probe) -> {
          PacketModel model =
              new PacketModel(
                  engine,
                  on,
                  router,
                  probe,
                  PacketRuns.options(options, transport).withSteadyTolerance(tolerance),
                  1,
                  Watchdogs.DEFAULT,
                  true);
          engine.attach(model);
          return model;
        });
  }

  private static PacketModel model(NetworkRun run) {
    return (PacketModel) run.network();
  }

  private static double skippedShare(NetworkRun run) {
    PacketReport report = model(run).report();
    return (double) report.skippedPackets() / (report.skippedPackets() + report.sent());
  }

  /** (n + 1) packets at line rate; each skip may be off by half a packet, and there are forty. */
  @Test
  void aloneAtLineRate() {
    int packets = 1_000_000;
    NetworkRun run = run(FabricSketch.star(2, G100, US), PLAIN, PacketRuns.UNLIMITED);
    run.start(0, 0, 1, packets * 4096L);
    long expectedPs = (packets + 1L) * FULL_PS + 2 * US;
    assertThat(run.run().endsPs()[0])
        .isBetween(expectedPs - 20 * FULL_PS, expectedPs + 20 * FULL_PS);
    assertThat(skippedShare(run)).isGreaterThan(0.95);
    model(run).verify();
  }

  /** Every byte is on every link of its path, whether simulated or not. */
  @Test
  void carriesEveryByte() {
    Fabric fabric = FabricSketch.star(3, G100, US);
    NetworkRun run = run(fabric, PLAIN, PacketRuns.window(20 * FULL));
    run.start(0, 0, 2, 30_000 * 4096L + 17);
    run.start(0, 1, 2, 30_000 * 4096L);
    run.run();
    assertThat(skippedShare(run)).isGreaterThan(0.5);
    assertThat(run.network().carriedBytes(FabricSketch.link(fabric, "s", "g2")))
        .isEqualTo(60_000 * 4096L + 17);
    assertThat(run.network().carriedBytes(FabricSketch.link(fabric, "g0", "s")))
        .isEqualTo(30_000 * 4096L + 17);
  }

  /**
   * One alone for 10 ms, then two sharing, then one alone again: nothing is skipped that reaches
   * over the start of the other.
   */
  @Test
  void stopsWhereSomethingBegins() {
    NetworkRun run = run(FabricSketch.star(3, G100, US), PLAIN, PacketRuns.window(20 * FULL));
    int bytes = 60_000 * 4096;
    run.start(0, 0, 2, bytes);
    run.start(10_000 * US, 1, 2, bytes);
    long[] ends = run.run().endsPs();
    double wholePs = (2 * 60_000 + 1) * FULL_PS + 2 * US;
    // Together 20 ms of the one's transmission and 20 ms of the other's.
    assertThat((double) ends[1]).isCloseTo(wholePs, relative(0.001, wholePs));
    double firstPs = 2 * 60_000 * FULL_PS - 10_000 * US;
    assertThat((double) ends[0]).isCloseTo(firstPs, relative(0.001, firstPs));
    assertThat(skippedShare(run)).isGreaterThan(0.5);
  }

  private static org.assertj.core.data.Offset<Double> relative(double share, double of) {
    return org.assertj.core.data.Offset.offset(share * of);
  }

  /** The second message of a flow begins where the first, shortened, ends. */
  @Test
  void laterMessagesOfAFlowMoveUp() {
    NetworkRun run = run(FabricSketch.star(2, G100, US), PLAIN, PacketRuns.window(40 * FULL));
    run.start(0, 0, 1, 40_000 * 4096L);
    run.start(0, 0, 1, 40_000 * 4096L);
    run.start(0, 0, 1, 100);
    long[] ends = run.run().endsPs();
    double wholePs = 80_000 * FULL_PS;
    assertThat((double) ends[0]).isCloseTo(wholePs / 2, relative(0.001, wholePs));
    assertThat((double) ends[1]).isCloseTo(wholePs, relative(0.001, wholePs));
    assertThat(ends[2]).isGreaterThan(ends[1]);
    assertThat(skippedShare(run)).isGreaterThan(0.5);
    model(run).verify();
  }

  /**
   * 4 : 1 with every transport: the last within {@code error} of what a full run says, and most
   * packets skipped where rates come to rest. Those of DCQCN, HPCC and NSCC go up and down all the
   * time with so few flows.
   */
  @ParameterizedTest
  @CsvSource({
    "roce, 0.005, 0.5",
    "dcqcn, 0, 0",
    "hpcc, 0.003, 0",
    "swift, 0.005, 0.5",
    "ndp, 0.005, 0.5",
    "nscc, 0.003, 0",
    "ideal, 0.003, 0.5"
  })
  void likeAFullRun(String name, double error, double share) {
    NetworkRun full = incast(name, 0);
    NetworkRun skipping = incast(name, TOLERANCE);
    for (int i = 0; i < 4; i++) {
      double fullPs = full.endsPs()[i];
      assertThat((double) skipping.endsPs()[i]).isCloseTo(fullPs, relative(error, fullPs));
    }
    assertThat(skippedShare(full)).isZero();
    assertThat(skippedShare(skipping)).isGreaterThanOrEqualTo(share);
    model(skipping).verify();
  }

  private static NetworkRun incast(String name, double tolerance) {
    Transports.Entry entry = Transports.named(name).orElseThrow();
    Ecn marks = new Ecn(12_000, 46_000, 0.2, false);
    Pfc pfc = entry.needsFlowControl() ? new Pfc(25 * FULL, 20 * FULL, 30 * FULL) : null;
    boolean trims = entry.needsTrimming();
    long queue = trims ? 15 * FULL : pfc == null ? 200 * FULL : MAX;
    SwitchOptions options = switches(name.equals("ideal") ? MAX : queue, trims, pfc, marks);
    NetworkRun run = run(FabricSketch.star(5, G100, US), options, entry.defaults(), tolerance);
    for (int sender = 1; sender < 5; sender++) {
      run.start(0, sender, 0, 15_000 * 4096L);
    }
    return run.run();
  }

  /**
   * A link fails 30 ms into a transfer of 33: if what was skipped had delayed it, the transfer
   * would be done before.
   */
  @Test
  void nothingIsSkippedBeforeAFailure() {
    NetworkRun full = failing(0);
    NetworkRun skipping = failing(TOLERANCE);
    assertThat(model(full).report().dropped()).isPositive();
    assertThat(model(skipping).report().dropped()).isEqualTo(model(full).report().dropped());
    double fullPs = full.endsPs()[0];
    assertThat((double) skipping.endsPs()[0]).isCloseTo(fullPs, relative(0.001, fullPs));
  }

  private static NetworkRun failing(double tolerance) {
    Fabric fabric =
        new FabricSketch()
            .gpus("g0", "g1")
            .switches(1, "a", "b")
            .switches(2, "s0", "s1")
            .cable("g0", "a", G100, US)
            .cable("g1", "b", G100, US)
            .cable("a", "s0", G100, US)
            .cable("a", "s1", G100, US)
            .cable("b", "s0", G100, US)
            .cable("b", "s1", G100, US)
            .build();
    UpDownRouter router = new UpDownRouter(fabric, 1);
    int used = router.paths().link(router.path(0, 1, 0), 1);
    NetworkRun run =
        run(fabric, PLAIN, () -> new WindowTransport(40 * FULL, 100 * US, false), tolerance);
    model(run)
        .failLinks(
            new int[] {used},
            30_000 * US,
            31_000 * US,
            () -> router.withFailures(new IntOpenHashSet(new int[] {used})));
    run.start(0, 0, 1, 100_000 * 4096L);
    return run.run();
  }

  /** Without a tolerance no packet is skipped, however steady the state. */
  @Test
  void offByDefault() {
    NetworkRun run = run(FabricSketch.star(2, G100, US), PLAIN, PacketRuns.UNLIMITED, 0);
    run.start(0, 0, 1, 50_000 * 4096L);
    run.run();
    assertThat(model(run).report().skippedPackets()).isZero();
    assertThat(model(run).report().sent()).isEqualTo(50_000);
  }
}

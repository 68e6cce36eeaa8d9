package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.FlowPath;
import weft.sim.packet.transport.Transport;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.route.NoPathException;
import weft.sim.route.Paths;
import weft.sim.route.UpDownRouter;
import weft.sim.unit.Durations;

/**
 * Links that fail while packets are on them: eight GPUs a leaf, two leaves, two spines whose cables
 * are eight times as fast as the GPUs', so that no flow is in another's way.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LinkFailureDuringRunTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final int PAIRS = 8;
  private static final long BYTES = 500 * 4096L;

  private static final long SPINE_PS = 41_600;

  /** A transfer alone takes 501 packets of 332.8 ns, two that are eight times as fast, and 4 us. */
  private static final long ALONE_PS = 501 * 332_800L + 2 * SPINE_PS + 4 * US;

  private static final long FAILS_PS = 50 * US;
  private static final long CONVERGED_PS = 90 * US;
  private static final Fabric FABRIC = fabric(2);

  private static Fabric fabric(int spines) {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1");
    for (int pair = 0; pair < PAIRS; pair++) {
      sketch.gpus("a" + pair).cable("a" + pair, "l0", G100, US);
    }
    for (int pair = 0; pair < PAIRS; pair++) {
      sketch.gpus("b" + pair).cable("b" + pair, "l1", G100, US);
    }
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(2, "s" + spine);
      sketch.cable("l0", "s" + spine, 8 * G100, US).cable("l1", "s" + spine, 8 * G100, US);
    }
    return sketch.build();
  }

  private static int[] cable(Fabric fabric, String one, String other) {
    return new int[] {FabricSketch.link(fabric, one, other), FabricSketch.link(fabric, other, one)};
  }

  private static boolean uses(int pair, int link) {
    UpDownRouter router = new UpDownRouter(FABRIC, 1);
    return crosses(router, pair, PAIRS + pair, link) || crosses(router, PAIRS + pair, pair, link);
  }

  private static boolean crosses(UpDownRouter router, int source, int destination, int link) {
    int path = router.path(source, destination, 0);
    Paths paths = router.paths();
    for (int hop = 0; hop < paths.hops(path); hop++) {
      if (paths.link(path, hop) == link) {
        return true;
      }
    }
    return false;
  }

  private static SwitchOptions switches(Pfc pfc) {
    return new SwitchOptions(
        Long.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        false,
        new int[] {1},
        false,
        null,
        pfc,
        false);
  }

  private static NetworkRun run(Fabric fabric, PacketOptions options, int... failing) {
    return new NetworkRun(
        fabric,
        (engine, over, router, probe) -> {
          PacketModel model =
              new PacketModel(engine, over, router, probe, options, 1, Watchdogs.DEFAULT, true);
          engine.attach(model);
          if (failing.length > 0) {
            UpDownRouter whole = (UpDownRouter) router;
            model.failLinks(
                failing,
                FAILS_PS,
                CONVERGED_PS,
                () -> whole.withFailures(new IntOpenHashSet(failing)));
          }
          return model;
        });
  }

  private static TransportKind goBackN() {
    return () -> new WindowTransport(200 * 4160, 60 * US, false);
  }

  /**
   * Who meets the failed cable loses what is on it and what he sends into it, and is done later;
   * who does not is done when he would have been, but for a packet of each of the others that come
   * over now.
   */
  @ParameterizedTest
  @CsvSource({"go-back-n, false", "go-back-n, true", "dcqcn, true", "hpcc, true", "swift, false"})
  void onlyFlowsThatUsedTheLinkGetAnotherPath(String name, boolean isLossless) {
    TransportKind kind =
        name.equals("go-back-n") ? goBackN() : Transports.named(name).orElseThrow().defaults();
    PacketOptions options =
        PacketRuns.options(
            switches(isLossless ? new Pfc(100 * 4160, 90 * 4160, 200 * 4160) : null), kind);
    int[] failing = cable(FABRIC, "l0", "s0");
    long[] whole = start(run(FABRIC, options)).run().endsPs();
    NetworkRun run = start(run(FABRIC, options, failing)).run();
    long[] ends = run.endsPs();
    int moved = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      if (uses(pair, failing[0]) || uses(pair, failing[1])) {
        moved++;
        assertThat(ends[pair]).as("pair %d", pair).isGreaterThan(CONVERGED_PS);
      } else {
        assertThat(ends[pair])
            .as("pair %d", pair)
            .isBetween(whole[pair] - PAIRS * SPINE_PS, whole[pair] + PAIRS * SPINE_PS);
      }
    }
    assertThat(moved).isBetween(1, PAIRS - 1);
    PacketModel model = (PacketModel) run.network();
    assertThat(model.report().dropped()).isPositive();
    requireConserved(model, 4 * PAIRS * BYTES);
  }

  /**
   * All that is under way is lost at once, some 120 packets, 333 ns apart. Swift gives them up
   * after 500 µs and sends them again with half the window, for which the rest takes no longer than
   * twice as long as alone.
   */
  @Test
  void swiftRecoversFromABurstOfLosses() {
    PacketOptions options =
        PacketRuns.options(switches(null), Transports.named("swift").orElseThrow().defaults());
    int[] failing = cable(FABRIC, "l0", "s0");
    long[] ends = start(run(FABRIC, options, failing)).run().endsPs();
    for (int pair = 0; pair < PAIRS; pair++) {
      assertThat(ends[pair]).as("pair %d", pair).isLessThan(500 * US + 2 * ALONE_PS + FAILS_PS);
    }
  }

  /** Sprayed packets leave the dead spine when routing has converged. */
  @ParameterizedTest
  @EnumSource(PathPolicy.Kind.class)
  void everyPolicyRecovers(PathPolicy.Kind policy) {
    PacketOptions options =
        new PacketOptions(
            Wire.DEFAULT,
            switches(null),
            Transports.named("nscc").orElseThrow().defaults(),
            new PathPolicy(policy, 16, US),
            2,
            0,
            PacketOptions.Completion.RECEIVED);
    int[] failing = cable(FABRIC, "l1", "s0");
    NetworkRun run = start(run(FABRIC, options, failing)).run();
    assertThat(run.deliveries()).hasSize(PAIRS);
    PacketModel model = (PacketModel) run.network();
    assertThat(model.report().dropped()).isPositive();
    requireConserved(model, 4 * PAIRS * BYTES);
  }

  /** Goes round by b, c: two links more than before, which the books have to bear. */
  @ParameterizedTest
  @CsvSource({"hpcc", "swift", "go-back-n"})
  void aLongerPathIsTakenWhereNoOtherIsLeft(String name) {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "l0", "l1")
            .switches(2, "m")
            .gpus("a", "b")
            .cable("a", "l0", G100, US)
            .cable("b", "l1", G100, US)
            .cable("l0", "l1", G100, US)
            .cable("l0", "m", G100, US)
            .cable("l1", "m", G100, US)
            .build();
    TransportKind kind =
        name.equals("go-back-n") ? goBackN() : Transports.named(name).orElseThrow().defaults();
    NetworkRun run =
        run(fabric, PacketRuns.options(switches(null), kind), cable(fabric, "l0", "l1"));
    run.start(0, 0, 1, BYTES);
    assertThat(run.run().deliveries()).hasSize(1);
    PacketModel model = (PacketModel) run.network();
    assertThat(model.carriedBytes(FabricSketch.link(fabric, "m", "l1"))).isPositive();
    requireConserved(model, 3 * BYTES);
  }

  /**
   * The transport is told of the way round by the middle: four links of 100 Gb/s and 1 us instead
   * of three, there and back. Who did not use the cable is told nothing.
   */
  @Test
  void theTransportIsToldOfTheNewPath() {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "l0", "l1")
            .switches(2, "m")
            .gpus("a", "b", "c")
            .cable("a", "l0", G100, US)
            .cable("b", "l1", G100, US)
            .cable("c", "l0", G100, US)
            .cable("l0", "l1", G100, US)
            .cable("l0", "m", G100, US)
            .cable("l1", "m", G100, US)
            .build();
    Told told = new Told();
    PacketOptions options = PacketRuns.options(switches(null), () -> told);
    NetworkRun run = run(fabric, options, cable(fabric, "l0", "l1"));
    run.start(0, 0, 1, BYTES);
    run.start(0, 2, 0, BYTES);
    run.run();
    long linkPs = 332_800 + 5_120 + 2 * US;
    assertThat(told.opened)
        .containsExactly(
            new FlowPath(3, G100, 3 * linkPs, 4160, 64),
            new FlowPath(2, G100, 2 * linkPs, 4160, 64));
    assertThat(told.changed)
        .containsExactly(Map.entry(0, new FlowPath(4, G100, 4 * linkPs, 4160, 64)));
  }

  /** A window of 200 packets that notes what it hears of paths. */
  private static final class Told implements Transport {
    private final List<FlowPath> opened = new ArrayList<>();
    private final List<Map.Entry<Integer, FlowPath>> changed = new ArrayList<>();

    @Override
    public Recovery recovery() {
      return Recovery.GO_BACK_N;
    }

    @Override
    public long retransmissionTimeoutPs(int flow) {
      return 60 * US;
    }

    @Override
    public void open(int flow, FlowPath path) {
      opened.add(path);
    }

    @Override
    public void onPathChanged(int flow, FlowPath path) {
      changed.add(Map.entry(flow, path));
    }

    @Override
    public boolean maySend(int flow, long inFlightBytes, int bytes) {
      return inFlightBytes + bytes <= 200 * 4160;
    }
  }

  /** Nothing was sent before the failure or after routing has converged: no trace of either. */
  @Test
  void whoComesLaterFindsItsPath() {
    NetworkRun run =
        run(FABRIC, PacketRuns.options(switches(null), goBackN()), cable(FABRIC, "l0", "s0"));
    for (int pair = 0; pair < PAIRS; pair++) {
      run.start(CONVERGED_PS + US, pair, PAIRS + pair, BYTES);
    }
    for (long end : run.run().endsPs()) {
      assertThat(end - (CONVERGED_PS + US + ALONE_PS)).isBetween(0L, PAIRS * SPINE_PS);
    }
    assertThat(((PacketModel) run.network()).report().dropped()).isZero();
  }

  @Test
  void whoIsCutOffIsNamed() {
    Fabric fabric = fabric(1);
    NetworkRun run =
        start(
            run(fabric, PacketRuns.options(switches(null), goBackN()), cable(fabric, "l0", "s0")));
    assertThatExceptionOfType(NoPathException.class)
        .isThrownBy(run::run)
        .withMessageContaining("no up-down path from a0 to b0");
  }

  /** Done before the failure, and cut off: no harm until it is to send again. */
  @Test
  void whoHasNothingToSendNeedsNoPath() {
    Fabric fabric = fabric(1);
    PacketOptions options = PacketRuns.options(switches(null), goBackN());
    NetworkRun run = run(fabric, options, cable(fabric, "l0", "s0"));
    run.start(0, 0, PAIRS, 4096);
    run.run();
    assertThat(run.deliveries()).hasSize(1);
    NetworkRun again = run(fabric, options, cable(fabric, "l0", "s0"));
    again.start(0, 0, PAIRS, 4096);
    again.start(CONVERGED_PS + US, 0, PAIRS, 4096);
    assertThatExceptionOfType(NoPathException.class).isThrownBy(again::run);
  }

  /** The GPU's own link: what it sends is lost until the run notices that there is no other. */
  @Test
  void aHostThatIsCutOffIsNamed() {
    NetworkRun run =
        start(
            run(
                FABRIC,
                PacketRuns.options(switches(new Pfc(4160, 4160, Long.MAX_VALUE)), goBackN()),
                cable(FABRIC, "a3", "l0")));
    assertThatExceptionOfType(NoPathException.class)
        .isThrownBy(run::run)
        .withMessageContaining("a3");
  }

  /** A paused host with two ports goes on over the other. */
  @Test
  void aHostWithTwoPortsUsesTheOther() {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "p", "q")
            .gpus("a", "b", "c")
            .cable("a", "p", G100, US)
            .cable("a", "q", G100, US)
            .cable("b", "p", G100, US)
            .cable("b", "q", G100, US)
            .cable("c", "p", G100, US)
            .cable("c", "q", G100, US)
            .build();
    PacketOptions options =
        PacketRuns.options(switches(new Pfc(5 * 4160, 3 * 4160, Long.MAX_VALUE)), goBackN());
    NetworkRun run = run(fabric, options, cable(fabric, "a", "p"));
    for (int flow = 0; flow < 4; flow++) {
      run.start(new NetworkRun.Transfer(0, 0, 1, flow, BYTES));
      run.start(new NetworkRun.Transfer(0, 2, 1, flow, BYTES));
    }
    assertThat(run.run().deliveries()).hasSize(8);
    PacketModel model = (PacketModel) run.network();
    assertThat(model.report().dropped()).isPositive();
    requireConserved(model, 2 * 8 * BYTES);
  }

  private static NetworkRun start(NetworkRun run) {
    for (int pair = 0; pair < PAIRS; pair++) {
      run.start(0, pair, PAIRS + pair, BYTES);
    }
    return run;
  }

  /** Payload on all links, less what was in vain, is that of the transfers. */
  private static void requireConserved(PacketModel model, long linkBytes) {
    model.verify();
    long carried = 0;
    for (int link = 0; link < model.links(); link++) {
      carried += model.carriedBytes(link);
    }
    assertThat(carried - model.wastedBytes()).isEqualTo(linkBytes);
  }
}

package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;

/**
 * How far streams are from steps ({@link SteppedRing}) where others use the links of a ring, for
 * all of its time or for part of it. Rings of eight around one switch; each position has a
 * neighbour of its own, to which it sends beside the ring.
 */
final class StreamContentionTest {

  private static final int RANKS = 8;
  private static final long RATE = 80_000_000_000L;
  private static final long CHUNK = 1_000_000;

  /** In which a link sends all that a position has to send, if it is alone. */
  private static final long ALONE_PS = 2 * (RANKS - 1) * CHUNK * (8_000_000_000_000L / RATE);

  /** Somebody sends beside the ring, from a position, from some time on. */
  private record Other(int position, long startPs, long bytes) {

    /** Takes half of a link for a time, at most. */
    static Other during(int position, double from, double to) {
      return new Other(
          position, (long) (from * ALONE_PS), (long) ((to - from) * ALONE_PS * RATE / 2 / 8e12));
    }
  }

  /** 2 × 8 GPUs, of which the second half are neighbours. */
  private static Fabric fabric(long[] ratesBps) {
    FabricSketch sketch = new FabricSketch().switches(1, "s");
    for (int gpu = 0; gpu < 2 * RANKS; gpu++) {
      sketch.gpus("g" + gpu);
      sketch.link("g" + gpu, "s", gpu < RANKS ? ratesBps[gpu] : RATE, 0);
      sketch.link("s", "g" + gpu, RATE, 0);
    }
    return sketch.build();
  }

  /** When a ring ends, and how much later it may at most. */
  private record End(long timePs, double latenessPs) {}

  private enum Way {
    STREAMS,
    ROUNDS,
    DULL
  }

  private static End run(long[] ratesBps, List<Other> others, Way way) {
    Fabric fabric = fabric(ratesBps);
    Engine engine = new Engine(new BucketEventQueue());
    FlowModel network =
        new FlowModel(engine, fabric, new UpDownRouter(fabric, 1), new NetworkRun.NoProbe(), true);
    int listener = network.register((token, link) -> {});
    for (Other other : others) {
      int start =
          engine.register(
              any ->
                  network.start(
                      other.position, RANKS + other.position, 7, other.bytes, listener, 0));
      engine.schedule(other.startPs, start, 0);
    }
    long bytes = CHUNK * RANKS;
    if (way == Way.DULL) {
      SteppedRing ring =
          new SteppedRing(engine, network, new RingSchedule(Operation.ALL_REDUCE, RANKS, bytes));
      ring.start();
      engine.run(RunWatch.NONE);
      return new End(ring.endPs(), 0);
    }
    LinkOwners owners = new LinkOwners(fabric.linkCount());
    for (int link = 0; link < fabric.linkCount(); link++) {
      owners.claim(LinkOwners.EVERYBODY, link);
    }
    long[] endPs = {0};
    RingRunner runner =
        new RingRunner(engine, network, owners, (token, link) -> endPs[0] = engine.nowPs());
    int[] members = IntStream.range(0, RANKS).toArray();
    Communicator communicator =
        new Communicator(
            network,
            fabric,
            Planning.RINGS,
            StepCosts.NONE,
            members,
            0,
            RingLayout.AUTOMATIC,
            null,
            null);
    if (way == Way.ROUNDS) {
      communicator.stepByStep(true);
    }
    int id = runner.register(communicator);
    runner.start(id, Operation.ALL_REDUCE, bytes, 0);
    engine.run(RunWatch.NONE);
    return new End(endPs[0], runner.latenessPs(id));
  }

  private static long endPs(long[] ratesBps, List<Other> others, boolean steps) {
    return run(ratesBps, others, steps ? Way.ROUNDS : Way.STREAMS).timePs();
  }

  /** (Streams − steps) / steps. */
  private static double error(long[] ratesBps, Other... others) {
    long steps = endPs(ratesBps, List.of(others), true);
    return (double) endPs(ratesBps, List.of(others), false) / steps - 1;
  }

  private static long[] equal() {
    long[] rates = new long[RANKS];
    Arrays.fill(rates, RATE);
    return rates;
  }

  @Test
  void undisturbedBothTakeTheSameTime() {
    assertThat(endPs(equal(), List.of(), true)).isEqualTo(ALONE_PS);
    assertThat(error(equal())).isZero();
  }

  @Test
  void onUnequalLinksTheSlowestDecides() {
    long[] rates = equal();
    rates[3] = RATE / 3;
    rates[5] = RATE / 2;
    assertThat(error(rates)).isCloseTo(0, within(0.001));
  }

  @Test
  void oneLinkThatIsSharedAllTheTimeIsLikeASlowOne() {
    assertThat(error(equal(), Other.during(2, 0, 2))).isCloseTo(0, within(0.001));
  }

  /** The link that is shared for a time never waits for others, so it is the one that ends last. */
  @Test
  void oneLinkThatIsSharedForATimeDecidesAsWell() {
    assertThat(error(equal(), Other.during(2, 0.5, 1))).isCloseTo(0, within(0.05));
    assertThat(error(equal(), Other.during(2, 0.3, 0.4))).isCloseTo(0, within(0.05));
  }

  /**
   * Half of one link is taken for the first part, half of another for the second. Step by step all
   * wait for the one, then for the other, but for the chunks that they are ahead. As streams each
   * has lost a part of its time only, and the second one has sent all before its link is taken.
   */
  @Test
  void linksThatAreSharedInTurnAreEndedTooEarly() {
    double error = error(equal(), Other.during(1, 0, 1), Other.during(5, 1, 2));
    assertThat(error).isCloseTo(-0.16, within(0.01));
  }

  /**
   * One to four others at random places and times. These 500: too early by 2.5 % in the mean, by 31
   * % at worst; more than half are exact, and none is too late. That is why such a ring is
   * simulated step by step, which is exact, as the dull ring is the same to the picosecond. Where
   * that takes too many transfers, the bound that the result states holds for all of them, and is 0
   * for those that nobody has slowed down for a part of the time.
   */
  @Test
  void atRandomStreamsAreExactOrTooEarlyAndBoundedAndStepsAreExact() {
    Random random = new Random(1);
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<Other> others = others(random);
      End streams = run(equal(), others, Way.STREAMS);
      long steps = run(equal(), others, Way.ROUNDS).timePs();
      errors.add((double) streams.timePs() / steps - 1);
      assertThat(steps).as("case %d", i).isEqualTo(run(equal(), others, Way.DULL).timePs());
      assertThat((double) steps)
          .as("case %d", i)
          .isLessThanOrEqualTo(streams.timePs() + streams.latenessPs() + 1);
    }
    assertThat(errors).allSatisfy(error -> assertThat(error).isBetween(-0.32, 1e-6));
    assertThat(errors.stream().mapToDouble(Math::abs).average().orElseThrow()).isLessThan(0.026);
    assertThat(errors.stream().filter(error -> error > -1e-6).count()).isGreaterThan(250);
  }

  /** Others that come before the ring and leave after it do not make streams inexact. */
  @Test
  void whereContentionIsSteadyTheBoundIsNothing() {
    List<Other> others = List.of(Other.during(2, 0, 4), Other.during(6, 0, 4));
    End streams = run(equal(), others, Way.STREAMS);
    assertThat(streams.latenessPs()).isZero();
    assertThat(streams.timePs()).isEqualTo(run(equal(), others, Way.ROUNDS).timePs());
  }

  @Test
  void linksThatAreSharedInTurnHaveABoundThatIsNearlyReached() {
    List<Other> others = List.of(Other.during(1, 0, 1), Other.during(5, 1, 2));
    End streams = run(equal(), others, Way.STREAMS);
    long steps = run(equal(), others, Way.ROUNDS).timePs();
    assertThat(streams.timePs() + streams.latenessPs()).isBetween(1.0 * steps, 1.2 * steps);
  }

  private static List<Other> others(Random random) {
    Other[] others = new Other[1 + random.nextInt(4)];
    for (int k = 0; k < others.length; k++) {
      double from = 1.5 * random.nextDouble();
      others[k] = Other.during(random.nextInt(RANKS), from, from + random.nextDouble());
    }
    return List.of(others);
  }
}

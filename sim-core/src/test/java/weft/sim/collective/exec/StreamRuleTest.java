package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/**
 * How far the {@link StreamRule} is from the steps that it stands for ({@link DullRing}).
 *
 * <p>Links are dedicated, one from each position to the next, so nothing but the rule differs. The
 * error is (rule − steps) / steps.
 */
@Tag("slow")
final class StreamRuleTest {

  private static final List<Operation> OPERATIONS =
      List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER);

  private static final long G400 = 400_000_000_000L;
  private static final int RINGS = 2_000;

  private record Ring(RingSchedule schedule, long[] ratesBps, long[] latenciesPs) {

    static Ring of(Operation operation, long bytes, long[] ratesBps, long[] latenciesPs) {
      return new Ring(new RingSchedule(operation, ratesBps.length, bytes), ratesBps, latenciesPs);
    }

    long rulePs() {
      return new RingRun(fabric(), StepCosts.NONE).run(schedule.operation(), schedule.bytes());
    }

    long stepsPs() {
      return DullRing.endPs(schedule, ratesBps, latenciesPs);
    }

    double error() {
      return (double) rulePs() / stepsPs() - 1;
    }

    private Fabric fabric() {
      FabricSketch sketch = new FabricSketch();
      int ranks = schedule.ranks();
      for (int p = 0; p < ranks; p++) {
        sketch.gpus("g" + p);
      }
      for (int p = 0; p < ranks; p++) {
        sketch.link("g" + p, "g" + (p + 1) % ranks, ratesBps[p], latenciesPs[p]);
      }
      return sketch.build();
    }
  }

  @ParameterizedTest(name = "{0} ranks")
  @ValueSource(ints = {2, 3, 4, 7, 8, 16, 31, 32, 128})
  void onEqualRingsTheRuleIsExact(int ranks) {
    for (Operation operation : OPERATIONS) {
      for (long chunk : new long[] {0, 50, 4_100, 1L << 21}) {
        Ring ring =
            Ring.of(operation, chunk * ranks, filled(ranks, G400), filled(ranks, 1_234_567));
        assertThat(ring.rulePs()).isEqualTo(ring.stepsPs());
      }
    }
  }

  /** Chunks of two lengths: the steps wait for the longer one, a byte each. */
  @ParameterizedTest(name = "{0} ranks")
  @ValueSource(ints = {2, 3, 7, 32})
  void onEqualRingsOfOddSizesTheRuleLacksAByteAStepAtMost(int ranks) {
    for (Operation operation : OPERATIONS) {
      for (long bytes : new long[] {1, ranks + 1, 1_000_003}) {
        Ring ring = Ring.of(operation, bytes, filled(ranks, G400), filled(ranks, 1_234_567));
        long byteAStepPs = 20L * ring.schedule().steps();
        assertThat(ring.rulePs()).isBetween(ring.stepsPs() - byteAStepPs, ring.stepsPs());
      }
    }
  }

  @Test
  void whereOnlyTheLatenciesDifferTheRuleIsExact() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int ranks = 2 + random.nextInt(31);
      long[] latencies = random.longs(ranks, 0, 20_000_001).toArray();
      long bytes = 50L * ranks * (1 + random.nextInt(1 << 16));
      Ring ring = Ring.of(Operation.ALL_REDUCE, bytes, filled(ranks, G400), latencies);
      assertThat(ring.rulePs()).as("ring %d", i).isEqualTo(ring.stepsPs());
    }
  }

  /**
   * 2 … 32 ranks, rates spread over a decade, latencies 0 … 20 µs, 1 KiB … 1 GiB, all operations.
   * What is left is that chunks differ by a byte, and whole picoseconds.
   */
  @Test
  void onRandomRingsTheRuleIsExactToRounding() {
    Random random = new Random(1);
    double[] errors = errors(i -> randomRing(random, 10, 30));
    assertThat(errors[RINGS - 1]).isLessThan(1e-3);
    assertThat(errors[RINGS * 99 / 100]).isLessThan(1e-5);
    assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(2e-6);
  }

  @Test
  void onLargeMessagesTheRuleIsExactToRounding() {
    Random random = new Random(1);
    double[] errors = errors(i -> randomRing(random, 26, 30));
    assertThat(errors[RINGS - 1]).isLessThan(1e-5);
  }

  /**
   * Nodes of eight as {@link weft.sim.collective.RingLayout} strings them: seven edges of NVLink,
   * one of the network.
   */
  @Test
  void onRingsOfNodesTheRuleIsExactToRounding() {
    Random random = new Random(1);
    double[] errors = errors(i -> ringOfNodes(random));
    assertThat(errors[RINGS - 1]).isLessThan(1e-5);
  }

  /**
   * An all-gather with one slow edge and edges of high latency right before it: 21 edges of 5.9 µs
   * take 124 µs before the last of the chunks queue for the slow edge's 127 steps of 1 µs.
   */
  @Test
  void chunksThatTravelFarAndThenQueueAreSeen() {
    assertThat(farAndThenQueue(2 * G400).error()).isCloseTo(0, within(1e-6));
  }

  /**
   * The same, but another edge is slower by a hundredth: a rule that looks around the slowest edge
   * only loses a sixth here.
   */
  @Test
  void alsoBehindAnEdgeThatIsNotTheSlowest() {
    assertThat(farAndThenQueue(G400 * 99 / 100).error()).isCloseTo(0, within(1e-6));
  }

  private static Ring farAndThenQueue(long otherEdgeBps) {
    int ranks = 128;
    long chunk = 50_000;
    long[] rates = filled(ranks, 100 * G400);
    long[] latencies = new long[ranks];
    rates[ranks - 1] = G400;
    rates[ranks / 2] = otherEdgeBps;
    Arrays.fill(latencies, ranks - 22, ranks - 1, 5_900_000);
    return Ring.of(Operation.ALL_GATHER, chunk * ranks, rates, latencies);
  }

  /** Absolute errors, sorted. */
  private static double[] errors(IntFunction<Ring> rings) {
    double[] errors = new double[RINGS];
    for (int i = 0; i < RINGS; i++) {
      errors[i] = Math.abs(rings.apply(i).error());
    }
    Arrays.sort(errors);
    return errors;
  }

  private static Ring randomRing(Random random, int leastLog2, int mostLog2) {
    int ranks = 2 + random.nextInt(31);
    long[] rates = new long[ranks];
    long[] latencies = new long[ranks];
    for (int p = 0; p < ranks; p++) {
      rates[p] = (long) (G400 / 10 * Math.pow(10, random.nextDouble()));
      latencies[p] = random.nextInt(20_000_001);
    }
    long bytes = size(random, leastLog2, mostLog2);
    return Ring.of(operation(random), bytes, rates, latencies);
  }

  private static Ring ringOfNodes(Random random) {
    int ranks = 8 * (2 + random.nextInt(15));
    long[] rates = filled(ranks, 9 * G400);
    long[] latencies = filled(ranks, 3_400_000);
    for (int p = 0; p < ranks; p += 8) {
      rates[p] = G400;
      latencies[p] = 14_000_000;
    }
    return Ring.of(operation(random), size(random, 10, 30), rates, latencies);
  }

  private static long size(Random random, int leastLog2, int mostLog2) {
    return (long) Math.pow(2, leastLog2 + (mostLog2 - leastLog2) * random.nextDouble());
  }

  private static Operation operation(Random random) {
    return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
  }

  private static long[] filled(int length, long value) {
    long[] values = new long[length];
    Arrays.fill(values, value);
    return values;
  }
}

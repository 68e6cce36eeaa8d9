package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fixture.ReferenceMaxMin;

/** Each case states the system, the reasoning, the expectation; then come random systems. */
@Tag("slow")
final class MaxMinSolverTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final MaxMinSolver solver = new MaxMinSolver();
  private double[] rates = new double[0];
  private int[] bottlenecks = new int[0];

  @Test
  void oneBottleneck() {
    // x0 + x1 ≤ 10 on link 1; links 0 and 2 are wide. The two share link 1.
    solve(capacities(100, 10, 100), path(0, 1), path(1, 2));

    assertThat(rates).containsExactly(5, 5);
    assertThat(bottlenecks).containsExactly(1, 1);
  }

  @Test
  void equalShares() {
    // Σ x ≤ 12 over six flows: 2 each.
    solve(capacities(12), path(0), path(0), path(0), path(0), path(0), path(0));

    assertThat(rates).containsOnly(2);
    assertThat(bottlenecks).containsOnly(0);
  }

  @Test
  void twoCoupledBottlenecks() {
    // Link 0: x0 + x1 ≤ 2. Link 1: x1 + x2 ≤ 10.
    // Shares are 1 and 5: link 0 fills first, x0 = x1 = 1. Then x2 takes the rest of link 1: 9.
    solve(capacities(2, 10), path(0), path(0, 1), path(1));

    assertThat(rates).containsExactly(1, 1, 9);
    assertThat(bottlenecks).containsExactly(0, 0, 1);
  }

  @Test
  void aChainOfBottlenecksFreesWhatTheOneBeforeDoesNotUse() {
    // Link 0 (3): x0, x1, x2. Link 1 (10): x2, x3, x4. Link 2 (20): x4, x5.
    // Link 0 gives 1 each; link 1 has 9 left for x3, x4: 4.5; link 2 has 15.5 left for x5.
    solve(capacities(3, 10, 20), path(0), path(0), path(0, 1), path(1), path(1, 2), path(2));

    assertThat(rates).containsExactly(1, 1, 1, 4.5, 4.5, 15.5);
    assertThat(bottlenecks).containsExactly(0, 0, 0, 1, 1, 2);
  }

  @Test
  void parkingLot() {
    // One flow over all three links of 6, one more on each: the long one gets half, not a quarter.
    solve(capacities(6, 6, 6), path(0, 1, 2), path(0), path(1), path(2));

    assertThat(rates).containsOnly(3);
  }

  @Test
  void parkingLotWithANarrowEnd() {
    // The narrow link 2 holds the long flow to 1; the short ones take what it leaves.
    solve(capacities(6, 6, 2), path(0, 1, 2), path(0), path(1), path(2));

    assertThat(rates).containsExactly(1, 5, 5, 1);
    assertThat(bottlenecks).containsExactly(2, 0, 1, 2);
  }

  @Test
  void moreStepsThanFitIn16Bits() {
    // Link n > 0 offers n to a flow of its own; the last two of these share link 0 with one flow.
    // Link 0 has 300,000 − 69,999 − 70,000 left for that.
    int last = 70_000;
    double[] capacities = IntStream.rangeClosed(0, last).asDoubleStream().toArray();
    capacities[0] = 300_000;
    int[][] paths =
        IntStream.rangeClosed(1, last + 1).mapToObj(link -> path(link)).toArray(int[][]::new);
    paths[last - 2] = path(0, last - 1);
    paths[last - 1] = path(0, last);
    paths[last] = path(0);

    solve(capacities, paths);

    double[] expected = IntStream.rangeClosed(1, last + 1).asDoubleStream().toArray();
    expected[last] = 160_001;
    assertThat(rates).containsExactly(expected);
    assertThat(bottlenecks[last - 1]).isEqualTo(last);
    assertThat(bottlenecks[last]).isZero();
  }

  @Test
  void ofTwoLinksThatFillTogetherTheOneWithTheLowerNumberIsTheBottleneck() {
    // Links 0 and 1 both offer 5 to both flows.
    solve(capacities(10, 10), path(1, 0), path(0, 1));

    assertThat(rates).containsExactly(5, 5);
    assertThat(bottlenecks).containsExactly(0, 0);
  }

  @Test
  void aLinkWithoutCapacityStopsItsFlowsOnly() {
    // Link 0 carries nothing, so x0 = x1 = 0, and x2 has link 1 for itself.
    solve(capacities(0, 8), path(0), path(0, 1), path(1));

    assertThat(rates).containsExactly(0, 0, 8);
    assertThat(bottlenecks).containsExactly(0, 0, 1);
  }

  @Test
  void aFlowWithoutLinksIsNotLimited() {
    solve(capacities(8), path(), path(0), path());

    assertThat(rates).containsExactly(INFINITE, 8, INFINITE);
    assertThat(bottlenecks).containsExactly(-1, 0, -1);
  }

  @Test
  void aLinkWithoutFlowsDoesNotMatter() {
    solve(capacities(0, 8, 1), path(1));
    assertThat(rates).containsExactly(8);
  }

  @Test
  void anEmptySystemHasNoRates() {
    solve(capacities());
    assertThat(rates).isEmpty();

    solve(capacities(1, 2, 3));
    assertThat(rates).isEmpty();
  }

  @Test
  void rowsBeyondTheSystemAreLeftAlone() {
    double[] out = {-1, -1, -1};
    int[] links = {-7, -7, -7};
    solver.solve(Systems.uniform(capacities(4), path(0)), out, links);
    assertThat(out).containsExactly(4, -1, -1);
    assertThat(links).containsExactly(0, -7, -7);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithTheDullSolver(long seed) {
    Random random = new Random(seed);
    for (int system = 0; system < 300; system++) {
      int[][] paths = randomPaths(random);
      double[] capacities = randomCapacities(random, 1 + largest(paths));
      solve(capacities, paths);

      double[] expected = ReferenceMaxMin.rates(paths, capacities);
      for (int flow = 0; flow < paths.length; flow++) {
        String text = "flow " + flow + " of system " + system + ", seed " + seed;
        assertThat(differs(rates[flow], expected[flow])).as(text).isFalse();
      }
      assertMaxMinFair("system " + system + ", seed " + seed, capacities, paths);
    }
  }

  /** Too large for the dull solver, but a certificate is cheap to check. */
  @Test
  void certifiesLargeSystems() {
    Random random = new Random(5);
    int links = 2_000;
    int[][] paths =
        IntStream.range(0, 20_000)
            .mapToObj(flow -> random.ints(0, links).distinct().limit(4).toArray())
            .toArray(int[][]::new);
    double[] capacities = random.doubles(links, 1e9, 4e11).toArray();
    solve(capacities, paths);
    assertMaxMinFair("seed 5", capacities, paths);
  }

  /**
   * The theorem: an allocation within the capacities is max-min fair if and only if every flow has
   * a saturated link on which no flow is faster. The solver names that link.
   */
  private void assertMaxMinFair(String text, double[] capacities, int[]... paths) {
    double[] loads = new double[capacities.length];
    double[] fastest = new double[capacities.length];
    for (int flow = 0; flow < paths.length; flow++) {
      for (int link : paths[flow]) {
        loads[link] += rates[flow];
        fastest[link] = Math.max(fastest[link], rates[flow]);
      }
    }
    for (int link = 0; link < capacities.length; link++) {
      assertThat(loads[link]).as(text).isLessThanOrEqualTo(capacities[link] * (1 + 1e-9));
    }
    for (int flow = 0; flow < paths.length; flow++) {
      if (paths[flow].length == 0) {
        assertThat(rates[flow]).as(text).isEqualTo(INFINITE);
        continue;
      }
      int link = bottlenecks[flow];
      assertThat(paths[flow]).as(text).contains(link);
      assertThat(loads[link]).as(text).isGreaterThanOrEqualTo(capacities[link] * (1 - 1e-9));
      assertThat(rates[flow]).as(text).isGreaterThanOrEqualTo(fastest[link] * (1 - 1e-9));
    }
  }

  /** From few flows on many links to many on few, some without links. */
  private static int[][] randomPaths(Random random) {
    int links = 1 + random.nextInt(24);
    int flows = 1 + random.nextInt(40);
    int[][] paths = new int[flows][];
    for (int flow = 0; flow < flows; flow++) {
      int hops = Math.min(links, random.nextInt(6));
      paths[flow] = random.ints(0, links).distinct().limit(hops).toArray();
    }
    return paths;
  }

  /** All equal, so that many links fill together; of a few sizes; or spread over six decades. */
  private static double[] randomCapacities(Random random, int links) {
    int kind = random.nextInt(3);
    double[] capacities = new double[links];
    for (int link = 0; link < links; link++) {
      capacities[link] =
          switch (kind) {
            case 0 -> 4e11;
            case 1 -> random.nextInt(4) * 1e11;
            default -> Math.pow(10, 6 + 6 * random.nextDouble());
          };
    }
    return capacities;
  }

  private static int largest(int[][] paths) {
    return Arrays.stream(paths).flatMapToInt(Arrays::stream).max().orElse(0);
  }

  private static boolean differs(double actual, double expected) {
    return actual != expected
        && !(Math.abs(actual - expected) <= 1e-9 * Math.max(actual, expected));
  }

  private void solve(double[] capacities, int[]... paths) {
    MaxMinSystem system = Systems.uniform(capacities, paths);
    rates = new double[paths.length];
    bottlenecks = new int[paths.length];
    solver.solve(system, rates, bottlenecks);
  }

  private static int[] path(int... links) {
    return links;
  }

  private static double[] capacities(double... capacities) {
    return capacities;
  }
}

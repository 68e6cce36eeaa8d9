package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights, caps, shares and priorities: solved by hand, then against a dull solver. */
final class WeightedMaxMinTest {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final int CAPPED = MaxMinSolver.CAPPED;

  private final MaxMinSolver solver = new MaxMinSolver();
  private double[] rates = new double[0];
  private int[] bottlenecks = new int[0];

  @Test
  void weightsDivideALink() {
    // x = φ, 2φ, 3φ and 6φ = 12: φ = 2.
    MaxMinSystem system = Systems.links(12);
    flow(system, 1, NONE, 0, 0);
    flow(system, 2, NONE, 0, 0);
    flow(system, 3, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(2, 4, 6);
    assertThat(bottlenecks).containsExactly(0, 0, 0);
  }

  @Test
  void aCapBelowTheFairShareLeavesTheRestToTheOthers() {
    // Fair would be 4 each; the capped flow takes 2, the others (12 − 2) / 2.
    MaxMinSystem system = Systems.links(12);
    flow(system, 1, NONE, 0, 0);
    flow(system, 1, 2, 0, 0);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(5, 2, 5);
    assertThat(bottlenecks).containsExactly(0, CAPPED, 0);
  }

  @Test
  void aCapAboveTheFairShareDoesNotMatter() {
    MaxMinSystem system = Systems.links(12);
    flow(system, 1, 5, 0, 0);
    flow(system, 1, 50, 0, 0);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(4, 4, 4);
    assertThat(bottlenecks).containsExactly(0, 0, 0);
  }

  @Test
  void aHeavyFlowReachesItsCapFirst() {
    // Levels of the caps: 6/3 = 2 and 3/1 = 3; the link would fill at 20/5 = 4 without them.
    // At 2, flow 0 stays at 6; then (20 − 6)/2 = 7, so flow 1 stays at 3; flow 2 has 11.
    MaxMinSystem system = Systems.links(20);
    flow(system, 3, 6, 0, 0);
    flow(system, 1, 3, 0, 0);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(6, 3, 11);
    assertThat(bottlenecks).containsExactly(CAPPED, CAPPED, 0);
  }

  @Test
  void theFirstClassTakesAllItCan() {
    // Class 0 shares link 0 (10): 5 each, capped at 3 for one, so 3 and 7; link 1 (10) has 7 left,
    // nothing is left of link 0. Class 1: flow 2 is on link 0 and gets nothing, flow 3 gets 7.
    MaxMinSystem system = Systems.links(10, 10);
    flow(system, 1, NONE, 1, 0, 1);
    flow(system, 1, 3, 0, 0, 1);
    flow(system, 1, NONE, 0, 0);
    flow(system, 1, NONE, 1, 1);
    solve(system);
    assertThat(rates).containsExactly(0, 3, 7, 7);
    assertThat(bottlenecks).containsExactly(0, CAPPED, 0, 1);
  }

  @Test
  void threeClassesOfAnyNumbers() {
    // 4, then 5 of the 6 left, then the 1 left.
    MaxMinSystem system = Systems.links(10);
    flow(system, 1, NONE, Integer.MAX_VALUE, 0);
    flow(system, 1, 5, 0, 0);
    flow(system, 1, 4, Integer.MIN_VALUE, 0);
    solve(system);
    assertThat(rates).containsExactly(1, 5, 4);
  }

  @Test
  void linksThatFillTogetherLeaveNoCrumbs() {
    // 0.1 × 3 and 0.3 differ in the last bit; the second class gets nothing on either link.
    MaxMinSystem system = Systems.links(0.3, 0.3);
    for (int i = 0; i < 3; i++) {
      flow(system, 1, NONE, 0, 0, 1);
    }
    flow(system, 1, NONE, 1, 0);
    flow(system, 1, NONE, 1, 1);
    solve(system);
    assertThat(rates[3]).isZero();
    assertThat(rates[4]).isZero();
  }

  @Test
  void aSprayedFlowSharesEachLinkByItsPart() {
    // Flow 0 is sprayed over links 0 and 1 (10 each), half on each; flow 1 is on link 0 alone.
    // Link 0 fills at φ (1/2 + 1) = 10: 6 2/3 each. Link 1 carries a third of its 10.
    MaxMinSystem system = Systems.links(10, 10);
    system.addFlow();
    system.addHop(0, 0.5);
    system.addHop(1, 0.5);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates[0]).isCloseTo(20.0 / 3, within(1e-14));
    assertThat(rates[1]).isCloseTo(20.0 / 3, within(1e-14));
    assertThat(bottlenecks).containsExactly(0, 0);
  }

  @Test
  void aSprayedFlowAloneGetsAllItsLinks() {
    MaxMinSystem system = Systems.links(10, 10);
    system.addFlow();
    system.addHop(0, 0.5);
    system.addHop(1, 0.5);
    solve(system);
    assertThat(rates).containsExactly(20);
  }

  @Test
  void aFoldedFlowCountsForAllItStandsFor() {
    // 127 flows in one and one more: 256 / 128 each.
    MaxMinSystem system = Systems.links(256);
    system.addFlow();
    system.addHop(0, 127);
    system.addFlow();
    system.addHop(0);
    solve(system);
    assertThat(rates).containsExactly(2, 2);
  }

  @Test
  void aWeightedParkingLot() {
    // The long flow weighs 2: on each link of 6 it takes 4 and leaves 2, until link 2 (3) is the
    // narrow one: there 2φ + φ = 3, so it has 2 and leaves 1; the others take what it leaves.
    MaxMinSystem system = Systems.links(6, 6, 3);
    flow(system, 2, NONE, 0, 0, 1, 2);
    flow(system, 1, NONE, 0, 0);
    flow(system, 1, NONE, 0, 1);
    flow(system, 1, NONE, 0, 2);
    solve(system);
    assertThat(rates).containsExactly(2, 4, 4, 1);
    assertThat(bottlenecks).containsExactly(2, 0, 1, 2);
  }

  @Test
  void withoutLinksOnlyTheCapCounts() {
    MaxMinSystem system = Systems.links(5);
    flow(system, 1, 3, 0);
    flow(system, 1, NONE, 0);
    solve(system);
    assertThat(rates).containsExactly(3, NONE);
    assertThat(bottlenecks).containsExactly(CAPPED, MaxMinSolver.NO_BOTTLENECK);
  }

  @Test
  void aLinkWinsATieWithACap() {
    // Link 0 fills at 4 where the cap is 4 too.
    MaxMinSystem system = Systems.links(8);
    flow(system, 1, 4, 0, 0);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(4, 4);
    assertThat(bottlenecks).containsExactly(0, 0);
  }

  @Test
  void aSystemForgetsTheOneBefore() {
    MaxMinSystem system = Systems.links(12);
    flow(system, 5, 1, 3, 0);
    system.addHop(0, 0.25);
    system.clear(1);
    system.capacity(0, 12);
    flow(system, 1, NONE, 0, 0);
    flow(system, 2, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(4, 8);
  }

  @Test
  void tinyWeightsSurviveLargeOnes() {
    // On link 0 the large flow is held to 1 by link 1 and leaves 1 for the tiny one, whose weight
    // is lost beside 1e18 in a plain sum.
    MaxMinSystem system = Systems.links(2, 1);
    flow(system, 1e18, NONE, 0, 0, 1);
    flow(system, 1, NONE, 0, 0);
    solve(system);
    assertThat(rates).containsExactly(1, 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithTheDullSolver(long seed) {
    Random random = new Random(seed);
    for (int number = 0; number < 1_500; number++) {
      String text = "system " + number + ", seed " + seed;
      MaxMinSystem system = Systems.random(random);
      system.check();
      solve(system);
      assertClose(text, rates, DullMaxMin.rates(system), 1e-9);
      assertFair(text, system);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void orderDoesNotMatter(long seed) {
    Random random = new Random(seed);
    for (int number = 0; number < 1_500; number++) {
      MaxMinSystem system = Systems.random(random);
      solve(system);
      double[] before = rates;
      int[] flowOf = Systems.shuffled(system.flows(), random);
      int[] links = Systems.shuffled(system.links(), random);
      solve(Systems.reordered(system, flowOf, links));
      double[] after = new double[rates.length];
      for (int i = 0; i < flowOf.length; i++) {
        after[flowOf[i]] = rates[i];
      }
      assertClose("system " + number + ", seed " + seed, after, before, 1e-12);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  void bothWaysGiveTheSame(long seed) {
    Random random = new Random(seed);
    for (int number = 0; number < 50; number++) {
      int links = 20 + random.nextInt(500);
      double[] capacities = random.doubles(links, 1e9, 4e11).toArray();
      int[][] paths = new int[random.nextInt(3_000)][];
      for (int flow = 0; flow < paths.length; flow++) {
        paths[flow] = random.ints(0, links).distinct().limit(1 + random.nextInt(6)).toArray();
      }
      MaxMinSystem system = Systems.uniform(capacities, paths);
      assertThat(system.uniform()).isTrue();
      solve(system);
      double[] fast = rates;
      int[] fastBottlenecks = bottlenecks;
      MaxMinSystem general = Systems.withUselessCaps(system);
      assertThat(general.uniform()).isFalse();
      solve(general);
      String text = "system " + number + ", seed " + seed;
      assertClose(text, rates, fast, 1e-12);
      assertThat(bottlenecks).as(text).isEqualTo(fastBottlenecks);
    }
  }

  private static void assertClose(String text, double[] actual, double[] expected, double bound) {
    for (int flow = 0; flow < expected.length; flow++) {
      double a = actual[flow];
      double b = expected[flow];
      assertThat(a == b || Math.abs(a - b) <= bound * Math.max(a, b))
          .as("%s, flow %d: %s instead of %s", text, flow, a, b)
          .isTrue();
    }
  }

  /**
   * No link is over its capacity; a flow that is not at its cap has a full link, on which no flow
   * of its class has more for its weight, and none of a later class anything.
   */
  private void assertFair(String text, MaxMinSystem system) {
    double[] loads = new double[system.links()];
    for (int flow = 0; flow < system.flows(); flow++) {
      for (int hop = system.firstHops()[flow]; hop < system.firstHops()[flow + 1]; hop++) {
        loads[system.hops()[hop]] += system.share(hop) * rates[flow];
      }
    }
    for (int link = 0; link < loads.length; link++) {
      assertThat(loads[link]).as(text).isLessThanOrEqualTo(system.capacity(link) * (1 + 1e-9));
    }
    for (int flow = 0; flow < system.flows(); flow++) {
      assertThat(rates[flow]).as(text).isLessThanOrEqualTo(system.cap(flow));
      int link = bottlenecks[flow];
      if (link == CAPPED) {
        assertThat(rates[flow]).as(text).isEqualTo(system.cap(flow));
      } else if (link >= 0) {
        assertThat(loads[link]).as(text).isGreaterThanOrEqualTo(system.capacity(link) * (1 - 1e-9));
        assertFirst(text, system, flow, link);
      } else {
        assertThat(system.firstHops()[flow]).as(text).isEqualTo(system.firstHops()[flow + 1]);
        assertThat(rates[flow]).as(text).isEqualTo(NONE);
      }
    }
  }

  private void assertFirst(String text, MaxMinSystem system, int flow, int link) {
    boolean found = false;
    for (int other = 0; other < system.flows(); other++) {
      for (int hop = system.firstHops()[other]; hop < system.firstHops()[other + 1]; hop++) {
        if (system.hops()[hop] == link) {
          found |= other == flow;
          double most =
              system.priority(other) > system.priority(flow)
                  ? 1e-9 * system.capacity(link)
                  : system.priority(other) < system.priority(flow)
                      ? NONE
                      : rates[flow] / system.weight(flow) * (1 + 1e-9);
          assertThat(rates[other] / system.weight(other)).as(text).isLessThanOrEqualTo(most);
        }
      }
    }
    assertThat(found).as(text).isTrue();
  }

  private static void flow(
      MaxMinSystem system, double weight, double cap, int priority, int... links) {
    system.addFlow(weight, cap, priority);
    for (int link : links) {
      system.addHop(link);
    }
  }

  private void solve(MaxMinSystem system) {
    rates = new double[system.flows()];
    bottlenecks = new int[system.flows()];
    solver.solve(system, rates, bottlenecks);
  }
}

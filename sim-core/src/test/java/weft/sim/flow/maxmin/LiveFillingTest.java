package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random flows come and go; each solution is compared with one from scratch, and that it is one is
 * checked against the dull reference in {@link MaxMinSolverTest}.
 */
@Tag("slow")
final class LiveFillingTest implements LiveFilling.Listener {

  private static final int FLOWS = 200;

  private double[] capacities = new double[0];
  private final double[] rates = new double[FLOWS];
  private final int[] bottlenecks = new int[FLOWS];
  private final int[][] rows = new int[FLOWS][];
  private final List<Integer> alive = new ArrayList<>();

  @ParameterizedTest(name = "{0} links, {1} sizes, seed {2}")
  @CsvSource({"12, 5, 1", "12, 1, 2", "40, 5, 3", "40, 1, 4", "40, 1000000, 5", "200, 2, 6"})
  void solvesAsIfFromScratchWhateverHasGone(int links, int sizes, long seed) {
    Random random = new Random(seed);
    capacities = random.ints(links, 1, sizes + 1).asDoubleStream().toArray();
    LiveFlows live = new LiveFlows(capacities);
    LiveFilling filling = new LiveFilling(live);
    int kept = 0;
    for (int round = 0; round < 1_000; round++) {
      boolean grows = alive.isEmpty() || random.nextInt(60) == 0;
      int some = grows ? 100 : random.nextInt(20) == 0 ? 3 : 1;
      for (int n = 1 + random.nextInt(some); n > 0; n--) {
        if (grows) {
          add(random, live, filling);
        } else if (!alive.isEmpty()) {
          int flow = alive.remove(random.nextInt(alive.size()));
          filling.onRemoved(flow);
          live.remove(flow);
        }
      }
      kept += filling.solve(FLOWS, this) ? 1 : 0;
      assertSolved("round %d, seed %d".formatted(round, seed));
      assertGroups(filling);
    }
    assertThat(kept).as("solutions that were kept, seed %d", seed).isGreaterThan(500);
  }

  /**
   * Few links with few different capacities, so that many fill at one level, which rounding may
   * tell apart or not.
   */
  @Test
  void keepsSmallSystemsRightThatFillTogether() {
    int kept = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      alive.clear();
      capacities = random.ints(4 + random.nextInt(6), 1, 6).asDoubleStream().toArray();
      LiveFlows live = new LiveFlows(capacities);
      LiveFilling filling = new LiveFilling(live);
      for (int n = 3 + random.nextInt(3 * capacities.length); n > 0; n--) {
        add(random, live, filling);
      }
      filling.solve(FLOWS, this);
      while (!alive.isEmpty()) {
        int flow = alive.remove(random.nextInt(alive.size()));
        filling.onRemoved(flow);
        live.remove(flow);
        kept += filling.solve(FLOWS, this) ? 1 : 0;
        assertSolved("%d flows left, seed %d".formatted(alive.size(), seed));
      }
    }
    assertThat(kept).as("solutions that were kept").isGreaterThan(100_000);
  }

  /**
   * Flows 0, 1, 2 over a link of 9 together, 2 also over one of 4 with 3: the first link gives 3 to
   * each of its flows, the second what is left, 1, to flow 3, so it fills first: 2 each, and 3.5
   * for the others. When flow 3 goes, the second link is not full any more, and flow 2 is limited
   * by the first: 3 each. When 0 and 1 go, it gets 4.
   */
  @Test
  void aFlowIsHandedOverWhenAnotherLinkLimitsIt() {
    capacities = new double[] {9, 4};
    LiveFlows live = new LiveFlows(capacities);
    LiveFilling filling = new LiveFilling(live);
    int[][] paths = {{0}, {0}, {0, 1}, {1}, {1}, {1}};
    for (int flow = 0; flow < paths.length; flow++) {
      live.add(flow, 2);
      for (int link : paths[flow]) {
        live.addHop(flow, link, 1);
      }
    }
    assertThat(filling.solve(6, this)).isFalse();
    for (int flow : new int[] {4, 5, 3, 0, 1}) {
      filling.onRemoved(flow);
      live.remove(flow);
      filling.solve(6, this);
      if (flow == 5) {
        assertThat(rates).startsWith(3.5, 3.5, 2, 2);
        assertThat(bottlenecks).startsWith(0, 0, 1, 1);
      } else if (flow == 3) {
        assertThat(rates).startsWith(3, 3, 3);
        assertThat(bottlenecks).startsWith(0, 0, 0);
      }
    }
    assertThat(rates[2]).isEqualTo(4);
    assertThat(bottlenecks[2]).isEqualTo(1);
  }

  private void add(Random random, LiveFlows live, LiveFilling filling) {
    int flow = random.nextInt(FLOWS);
    if (alive.contains(flow)) {
      return;
    }
    rows[flow] =
        random.ints(0, capacities.length).distinct().limit(1 + random.nextInt(4)).toArray();
    live.add(flow, rows[flow].length);
    for (int link : rows[flow]) {
      live.addHop(flow, link, 1);
    }
    alive.add(flow);
    filling.invalidate();
  }

  @Override
  public void onRate(int bottleneck, double rate, int[] flows, int first, int end) {
    for (int place = first; place < end; place++) {
      rates[flows[place]] = rate;
      bottlenecks[flows[place]] = bottleneck;
    }
  }

  @Override
  public void onMoved(int flow, int bottleneck, double rate) {
    bottlenecks[flow] = bottleneck;
    rates[flow] = Double.NaN;
  }

  /** The members of a group are those that it was told of before. */
  @Override
  public void onLevel(int bottleneck, double rate, int[] flows, int end) {
    for (int place = 0; place < end; place++) {
      assertThat(bottlenecks[flows[place]]).isEqualTo(bottleneck);
      rates[flows[place]] = rate;
    }
  }

  private void assertSolved(String when) {
    int[][] paths = alive.stream().map(flow -> rows[flow]).toArray(int[][]::new);
    MaxMinSystem system = Systems.uniform(capacities, paths);
    double[] expected = new double[paths.length];
    new MaxMinSolver().solve(system, expected, new int[paths.length]);
    for (int i = 0; i < expected.length; i++) {
      int flow = alive.get(i);
      assertThat(rates[flow])
          .as("flow %d, %s", flow, when)
          .isCloseTo(expected[i], within(1e-12 * expected[i]));
      assertThat(bottlenecks[flow])
          .as("holder of flow %d, %s", flow, when)
          .isEqualTo(DullHolders.first(system, expected, i));
    }
  }

  /** What is told of each link is what each flow was told. */
  private void assertGroups(LiveFilling filling) {
    int members = 0;
    for (int i = 0; i < filling.bottlenecks(); i++) {
      for (int place = filling.firstFlow(i); place < filling.endFlow(i); place++) {
        assertThat(bottlenecks[filling.flows(i)[place]]).isEqualTo(filling.bottleneck(i));
        members++;
      }
    }
    assertThat(members).isEqualTo(alive.size());
  }
}

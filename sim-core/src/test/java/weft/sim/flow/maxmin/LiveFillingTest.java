package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random flows come and go; each solution is compared with one from scratch. */
final class LiveFillingTest {

  private static final int LINKS = 12;
  private static final int FLOWS = 40;

  private final double[] capacities = new double[LINKS];
  private final double[] rates = new double[FLOWS];
  private final int[] bottlenecks = new int[FLOWS];
  private final int[][] rows = new int[FLOWS][];
  private final List<Integer> alive = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void solvesAsIfFromScratchWhateverHasGone(long seed) {
    Random random = new Random(seed);
    Arrays.setAll(capacities, link -> 1 + random.nextInt(5));
    LiveFlows live = new LiveFlows(capacities);
    LiveFilling filling = new LiveFilling(live);
    int kept = 0;
    for (int round = 0; round < 300; round++) {
      boolean grows = alive.isEmpty() || random.nextInt(8) == 0;
      for (int n = 1 + random.nextInt(grows ? 10 : 3); n > 0; n--) {
        if (grows) {
          add(random, live, filling);
        } else if (!alive.isEmpty()) {
          int flow = alive.remove(random.nextInt(alive.size()));
          filling.onRemoved(flow);
          live.remove(flow);
        }
      }
      kept += filling.solve(FLOWS, this::note);
      assertSolved(seed, round);
    }
    assertThat(kept).as("steps that were kept, seed %d", seed).isPositive();
  }

  /** Over one link each, of 1 and of 10: when the faster flow goes, the slower one's step stays. */
  @Test
  void keepsTheStepsBeforeTheFlowThatHasGone() {
    LiveFlows live = new LiveFlows(new double[] {1, 10});
    LiveFilling filling = new LiveFilling(live);
    for (int flow = 0; flow < 2; flow++) {
      live.add(flow, 1);
      live.addHop(flow, flow, 1);
    }
    assertThat(filling.solve(2, this::note)).isZero();
    assertThat(rates).startsWith(1, 10);
    filling.onRemoved(1);
    live.remove(1);
    assertThat(filling.solve(2, this::note)).isEqualTo(1);
    assertThat(filling.steps()).isEqualTo(1);
  }

  private void add(Random random, LiveFlows live, LiveFilling filling) {
    int flow = random.nextInt(FLOWS);
    if (alive.contains(flow)) {
      return;
    }
    rows[flow] = random.ints(0, LINKS).distinct().limit(1 + random.nextInt(4)).toArray();
    live.add(flow, rows[flow].length);
    for (int link : rows[flow]) {
      live.addHop(flow, link, 1);
    }
    alive.add(flow);
    filling.invalidate();
  }

  private void note(int step, int bottleneck, double rate, int[] flows, int first, int end) {
    for (int place = first; place < end; place++) {
      rates[flows[place]] = rate;
      bottlenecks[flows[place]] = bottleneck;
    }
  }

  private void assertSolved(long seed, int round) {
    int[][] paths = alive.stream().map(flow -> rows[flow]).toArray(int[][]::new);
    MaxMinSystem system = Systems.uniform(capacities, paths);
    double[] expected = new double[paths.length];
    new MaxMinSolver().solve(system, expected, new int[paths.length]);
    for (int i = 0; i < expected.length; i++) {
      int flow = alive.get(i);
      assertThat(rates[flow])
          .as("flow %d, round %d, seed %d", flow, round, seed)
          .isCloseTo(expected[i], within(1e-12 * expected[i]));
      assertThat(rows[flow]).contains(bottlenecks[flow]);
    }
  }
}

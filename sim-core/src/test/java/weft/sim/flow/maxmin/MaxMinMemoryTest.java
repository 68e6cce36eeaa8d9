package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once all arrays are large enough, neither filling a system nor solving it allocates. */
final class MaxMinMemoryTest {

  private static final int LINKS = 500;
  private static final int FLOWS = 2_000;

  private final MaxMinSystem system = new MaxMinSystem();
  private final MaxMinSolver solver = new MaxMinSolver();
  private final double[] rates = new double[FLOWS];
  private final int[] bottlenecks = new int[FLOWS];

  @ParameterizedTest(name = "uniform: {0}")
  @ValueSource(booleans = {true, false})
  void aSolveAllocatesNothing(boolean uniform) {
    int[] hops = new Random(1).ints(4 * FLOWS, 0, LINKS / 4).toArray();
    for (int i = 0; i < 20; i++) {
      fillAndSolve(hops, uniform);
    }
    // The least of some rounds: the virtual machine allocates now and then on its own behalf.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = allocatedBytes();
      long measurement = allocatedBytes() - before;
      before = allocatedBytes();
      for (int i = 0; i < 10; i++) {
        fillAndSolve(hops, uniform);
      }
      least = Math.min(least, allocatedBytes() - before - measurement);
    }
    assertThat(least).isZero();
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private void fillAndSolve(int[] hops, boolean uniform) {
    system.clear(LINKS);
    for (int link = 0; link < LINKS; link++) {
      system.capacity(link, 1e9 * (1 + link % 7));
    }
    for (int flow = 0; flow < FLOWS; flow++) {
      if (uniform) {
        system.addFlow();
      } else {
        system.addFlow(1 + flow % 3, flow % 5 == 0 ? 1e6 * flow + 1 : 1e9, flow % 2);
      }
      for (int hop = 0; hop < 4; hop++) {
        system.addHop(hops[4 * flow + hop] + hop * LINKS / 4, uniform ? 1 : 1.0 / (1 + hop));
      }
    }
    solver.solve(system, rates, bottlenecks);
  }
}

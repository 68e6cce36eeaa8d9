package weft.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weft.benchmark.fixture.LargeFabric;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.FabricPlan;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;

/**
 * Nothing between a builder and the engine's fabric is quadratic in devices: when the fabric
 * doubles four times, from 1,024 to 16,384 GPUs, the cost grows by less than 16^1.6 times, where a
 * quadratic step would come to 16^2. What counts is the thread's CPU time, the least of several
 * attempts: other work on the machine, the just-in-time compiler and the garbage collector have
 * their own threads.
 */
@Tag("slow")
final class LinearTest {

  private static final int DOUBLINGS = 4;
  private static final int ATTEMPTS = 3;

  /** An assumption: n log n is 1.1 at these sizes, caches that no longer hold it all the rest. */
  private static final double MOST_EXPONENT = 1.6;

  @Test
  void twoTiers() {
    assertAboutLinear(doublings -> LargeFabric.of(4 << doublings));
  }

  @Test
  void threeTiers() {
    assertAboutLinear(doublings -> LargeFabric.pods(1 << doublings));
  }

  private static void assertAboutLinear(IntFunction<FabricPlan> plans) {
    long[] leastNs = new long[DOUBLINGS + 1];
    Arrays.fill(leastNs, Long.MAX_VALUE);
    List<Integer> devices = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      devices.clear();
      for (int doublings = 0; doublings <= DOUBLINGS; doublings++) {
        FabricPlan plan = plans.apply(doublings);
        // The small ones are over before they are compiled: they are repeated.
        for (int repeat = 0; repeat < Math.min(4, 1 << (DOUBLINGS - doublings)); repeat++) {
          leastNs[doublings] = Math.min(leastNs[doublings], cpuNs(plan));
        }
        devices.add(plan.build().devices().size());
      }
    }
    double devicesRatio = (double) devices.get(DOUBLINGS) / devices.get(0);
    assertThat(devicesRatio).isBetween(15.0, 17.0);
    double exponent = Math.log((double) leastNs[DOUBLINGS] / leastNs[0]) / Math.log(devicesRatio);
    assertThat(exponent)
        .as("%s devices took %s ns", devices, Arrays.toString(leastNs))
        .isLessThan(MOST_EXPONENT);
  }

  private static long cpuNs(FabricPlan plan) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    Topology topology = plan.build();
    TopologySummary.of(topology);
    TopologyAnalysis.of(topology);
    FabricCompiler.compile(topology);
    return thread.getCurrentThreadCpuTime() - start;
  }
}

package weft.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weft.benchmark.fixture.LargeFabric;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;

/**
 * Nothing between a builder and the engine's fabric is quadratic in devices: eight times the fabric
 * takes less than 24 times the time, where a quadratic step would take 64 times.
 */
@Tag("slow")
final class LinearTest {

  @Test
  void timeGrowsAboutLinearly() {
    best(8);
    long small = best(8);
    long large = best(64);
    assertThat(large / (double) small).as("%d ns, then %d ns", small, large).isLessThan(24);
  }

  private static long best(int units) {
    long best = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long start = System.nanoTime();
      Topology topology = LargeFabric.of(units).build();
      TopologyAnalysis.of(topology);
      FabricCompiler.compile(topology);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}

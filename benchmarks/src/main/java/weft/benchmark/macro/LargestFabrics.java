package weft.benchmark.macro;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import weft.benchmark.fixture.LargeFabric;
import weft.sim.fabric.Fabric;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.FabricPlan;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;

/**
 * Builds, analyses and compiles the largest fabrics, each once and cold as a user does. Wall time
 * is what counts; the time that the thread itself had stands beside it, for machines that are busy.
 */
public final class LargestFabrics {

  private static final double MILLION = 1e6;

  private LargestFabrics() {}

  /** Takes {@code superpod} or {@code three-tier}. */
  public static void main(String[] args) {
    FabricPlan plan =
        args.length == 1 && args[0].equals("superpod")
            ? LargeFabric.superPod()
            : LargeFabric.threeTier();
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long wall = System.nanoTime();
    long cpu = thread.getCurrentThreadCpuTime();
    Topology topology = plan.build();
    long built = thread.getCurrentThreadCpuTime();
    TopologySummary.of(topology);
    TopologyAnalysis.of(topology);
    long analysed = thread.getCurrentThreadCpuTime();
    Fabric fabric = FabricCompiler.compile(topology);
    long compiled = thread.getCurrentThreadCpuTime();
    System.out.printf(
        "%,d GPUs, %,d devices, %,d cables, %,d links%n",
        fabric.endpointCount(),
        topology.devices().size(),
        topology.cables().size(),
        fabric.linkCount());
    System.out.printf(
        "build %,.0f ms, analyse %,.0f ms, compile %,.0f ms of CPU; %,.0f ms of wall time%n",
        (built - cpu) / MILLION,
        (analysed - built) / MILLION,
        (compiled - analysed) / MILLION,
        (System.nanoTime() - wall) / MILLION);
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      peak += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
    }
    System.out.printf("at most %,.0f MB of heap, garbage included%n", peak / MILLION);
  }
}

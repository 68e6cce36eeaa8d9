package weft.benchmark.macro;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import weft.benchmark.fixture.LargeFabric;
import weft.sim.fabric.Fabric;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.FabricPlan;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;

/**
 * Builds, analyses and compiles the largest fabrics, each once and cold as a user does. Wall time
 * is what counts; {@link #main} prints the time that the thread itself had beside it, for machines
 * that are busy, and the memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class LargestFabrics {

  private static final double MILLION = 1e6;

  /** 16,384 or 131,072 GPUs. */
  @Param({"superpod", "three-tier"})
  public String fabric = "superpod";

  /** From the plan to the engine's fabric. */
  @Benchmark
  public Fabric buildAnalyseCompile(Blackhole blackhole) {
    Topology topology = plan(fabric).build();
    blackhole.consume(TopologySummary.of(topology));
    blackhole.consume(TopologyAnalysis.of(topology));
    return FabricCompiler.compile(topology);
  }

  private static FabricPlan plan(String fabric) {
    return fabric.equals("superpod") ? LargeFabric.superPod() : LargeFabric.threeTier();
  }

  /** Takes {@code superpod} or {@code three-tier}. */
  public static void main(String[] args) {
    FabricPlan plan = plan(args.length == 1 ? args[0] : "three-tier");
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

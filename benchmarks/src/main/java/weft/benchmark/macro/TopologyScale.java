package weft.benchmark.macro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.benchmark.fixture.LargeFabric;
import weft.sim.fabric.Fabric;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;

/** Build, analyse and compile a {@link LargeFabric}; 512 units are 131,072 GPUs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class TopologyScale {

  /** Units of 256 GPUs. */
  @Param({"1", "8", "64"})
  public int units;

  private Topology topology = LargeFabric.of(1).build();

  /** Builds what the other two read. */
  @Setup
  public void prepare() {
    topology = LargeFabric.of(units).build();
  }

  /** The graph. */
  @Benchmark
  public Topology build() {
    return LargeFabric.of(units).build();
  }

  /** All of the analysis. */
  @Benchmark
  public TopologyAnalysis analyse() {
    return TopologyAnalysis.of(topology);
  }

  /** The engine's fabric. */
  @Benchmark
  public Fabric compile() {
    return FabricCompiler.compile(topology);
  }
}

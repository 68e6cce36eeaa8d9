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
import weft.benchmark.fixture.LargeStep;
import weft.sim.fabric.Fabric;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;

/**
 * One training step of a model like Llama 3 405B: tensor 8, pipeline 16, the rest data-parallel.
 * Where uplinks are narrow, paths are hashed and meet; where they are wide, no link above the
 * leaves can bind, and the run folds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx8g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class TrainingStep {

  /** A multiple of 1,024 that divides 32,768. */
  @Param({"1024", "4096", "16384"})
  public int gpus;

  /** Uplinks above the leaves. */
  @Param({"narrow", "wide"})
  public String uplinks = "narrow";

  /** Whether to fold where that is possible. */
  @Param({"true", "false"})
  public boolean folding;

  private Fabric fabric = LargeStep.fabric(1_024, false);

  /** Builds the fabric. */
  @Setup
  public void prepare() {
    fabric = LargeStep.fabric(gpus, uplinks.equals("wide"));
  }

  /** From the compiled fabric to the result. */
  @Benchmark
  public SimulationResult step() {
    return Simulation.run(LargeStep.spec(fabric).withFolding(folding));
  }
}

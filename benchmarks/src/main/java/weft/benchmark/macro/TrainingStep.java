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
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/**
 * The training step of {@code scenarios/training/llama-405b-16384.yaml}, in several sizes. Where
 * uplinks are narrow, paths are hashed and meet; where they are wide, no link above the leaves can
 * bind, and the run folds.
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

  private SimulationSpec spec = LargeStep.spec(1_024, false);

  /** Builds fabric and program. */
  @Setup
  public void prepare() {
    spec = LargeStep.spec(gpus, uplinks.equals("wide")).withFolding(folding);
  }

  /** From the compiled fabric and the program to the result. */
  @Benchmark
  public SimulationResult step() {
    return Simulation.run(spec);
  }
}

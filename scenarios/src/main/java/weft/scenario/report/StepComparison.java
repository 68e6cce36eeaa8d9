package weft.scenario.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.TrainingJob;
import weft.sim.workload.llm.StepFigures;

/**
 * The time of a training step against what it should be.
 *
 * @param name of the run
 * @param group that it belongs to; empty if it is in none
 * @param series of runs of the same over more and more GPUs that it belongs to; empty if in none
 * @param job what was trained
 * @param fitted whether constants were fitted on it
 * @param expectedPs what it should be, picoseconds
 * @param simulatedPs what it is
 * @param tolerance how large the error may be; null if it may be any
 */
public record StepComparison(
    String name,
    String group,
    String series,
    TrainingJob job,
    boolean fitted,
    long expectedPs,
    long simulatedPs,
    @Nullable Double tolerance)
    implements Compared {

  /** (simulated − expected) / expected. */
  public double error() {
    return FctComparison.error((double) expectedPs, (double) simulatedPs);
  }

  @Override
  public List<String> misses() {
    boolean far = tolerance != null && Math.abs(error()) > tolerance;
    return far ? List.of("step") : List.of();
  }

  /** Number of GPUs. */
  int gpus() {
    return job.plan().ranks();
  }

  /** Model FLOPs utilization that was measured. */
  double expectedMfu() {
    return StepFigures.of(job.plan(), job.gpu(), expectedPs).mfu();
  }

  /** The same as simulated. */
  double simulatedMfu() {
    return StepFigures.of(job.plan(), job.gpu(), simulatedPs).mfu();
  }
}

package weft.scenario.explain;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.InferenceJob;
import weft.sim.run.PathEnd;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.TracedResult;
import weft.sim.workload.llm.InferenceFigures;

/**
 * Runs a scenario and finds its critical path. Of a disaggregated service the sides run beside each
 * other, and one waits in the end: the path is that of what sets the rate.
 */
public final class Traces {

  private Traces() {}

  /**
   * Runs it.
   *
   * @param job number of the job that the path is of; empty if it is of the whole run
   */
  public static TracedResult of(Assembly assembly, OptionalInt job, ProgressListener progress) {
    PathEnd end =
        job.isEmpty()
            ? end(assembly.inference(), 0)
            : end(
                assembly.jobs().get(job.getAsInt()).alone().inference(),
                assembly.jobs().get(job.getAsInt()).startPs());
    return Simulation.trace(assembly.simulation(), job, end, progress);
  }

  private static PathEnd end(@Nullable InferenceJob served, long startPs) {
    return served == null
        ? PathEnd.OF_RUN
        : result -> {
          InferenceFigures.RateSetter setter = served.figures(result.marks(), startPs).rateSetter();
          return setter == null ? null : setter.mark();
        };
  }
}

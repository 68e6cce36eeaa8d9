package weft.scenario.explain;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.InferenceJob;
import weft.sim.run.PathEnd;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.TracedResult;
import weft.sim.workload.llm.InferenceFigures;

/**
 * What is explained: a run, or one of its jobs, which runs beside the others.
 *
 * @param assembly all that is run
 * @param job number of the job; empty if it is the whole run
 */
public record Subject(Assembly assembly, OptionalInt job) {

  /** The whole of a run. */
  public static Subject ofRun(Assembly assembly) {
    return new Subject(assembly, OptionalInt.empty());
  }

  /** The same of a changed run. */
  Subject in(Assembly changed) {
    return new Subject(changed, job);
  }

  /** Name of the job; null if it is the whole run. */
  public @Nullable String name() {
    return job.isEmpty() ? null : assembly.jobs().get(job.getAsInt()).name();
  }

  /** It without other jobs. */
  public Assembly alone() {
    return job.isEmpty() ? assembly : assembly.jobs().get(job.getAsInt()).alone();
  }

  /** When it starts, picoseconds. */
  long startPs() {
    return job.isEmpty() ? 0 : assembly.jobs().get(job.getAsInt()).startPs();
  }

  /** What came out, as it sees it. */
  SimulationResult result(TracedResult traced) {
    return job.isEmpty() ? traced.result() : traced.result().ofJob(job.getAsInt());
  }

  /**
   * Runs it and finds its critical path. Of a disaggregated service the sides run beside each
   * other, and one waits in the end: the path is that of what sets the rate.
   */
  public TracedResult trace(ProgressListener progress) {
    InferenceJob served = alone().inference();
    PathEnd end =
        served == null
            ? PathEnd.OF_RUN
            : result -> {
              InferenceFigures.RateSetter setter =
                  served.figures(result.marks(), startPs()).rateSetter();
              return setter == null ? null : setter.mark();
            };
    return Simulation.trace(assembly.simulation(), job, end, progress);
  }
}

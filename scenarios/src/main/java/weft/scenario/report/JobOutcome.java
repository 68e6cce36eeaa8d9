package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.StepFigures;

/**
 * What became of one of several jobs.
 *
 * @param name of the job
 * @param fabric that it runs on
 * @param placed the numbers of its GPUs, in the order of its ranks
 * @param together the run with the others
 * @param alone the run without them; null if it is not known
 */
record JobOutcome(
    String name,
    Fabric fabric,
    List<Integer> placed,
    RunReport together,
    @Nullable RunReport alone) {

  /**
   * A time of a job.
   *
   * @param name what takes so long: {@code step}, {@code ttft}, {@code tpot} or {@code time}; of
   *     flows {@code mean-fct} and {@code max-fct}, too
   * @param label what people call it
   * @param togetherSeconds with the others
   * @param aloneSeconds without; not a number if it is not known
   */
  record Time(String name, String label, double togetherSeconds, double aloneSeconds) {

    /** How much longer it takes because of the others, seconds. */
    double lostSeconds() {
      return togetherSeconds - aloneSeconds;
    }

    /** The same as part of the time without them. */
    double lostShare() {
      return lostSeconds() / aloneSeconds;
    }
  }

  /** Whether it is done; else all is as of when the run was interrupted. */
  boolean complete() {
    return together.result().complete();
  }

  /** What it is about: a step, a model that is served, collectives, or flows; empty until done. */
  List<Time> times() {
    if (!complete()) {
      return List.of();
    }
    List<Double> with = seconds(together);
    List<Double> without = alone == null ? List.of() : seconds(alone);
    List<String> labels =
        together.serving() != null
            ? List.of("TTFT", "TPOT")
            : together.flows() != null
                ? List.of("time", "mean FCT", "max FCT")
                : List.of(together.training() != null ? "step" : "time");
    List<Time> times = new ArrayList<>();
    for (int i = 0; i < with.size(); i++) {
      times.add(
          new Time(
              labels.get(i).toLowerCase(Locale.ROOT).replace(' ', '-'),
              labels.get(i),
              with.get(i),
              without.isEmpty() ? Double.NaN : without.get(i)));
    }
    return times;
  }

  private static List<Double> seconds(RunReport report) {
    InferenceFigures serving = report.serving();
    StepFigures step = report.step();
    if (serving != null) {
      return serving.plan().outputTokens() > 1
          ? List.of(serving.firstTokenSeconds(), serving.tokenSeconds())
          : List.of(serving.firstTokenSeconds());
    }
    double roundSeconds =
        step != null
            ? step.seconds()
            : (report.result().endPs() - report.startPs()) / Format.PS / report.repeat();
    if (report.flows() == null) {
      return List.of(roundSeconds);
    }
    FlowReport.Spread completions = FlowReport.completions(report.result().flowTimes());
    return List.of(roundSeconds, completions.mean() / Format.PS, completions.max() / Format.PS);
  }

  /** How much longer all takes with the others, picoseconds; null if that is not known. */
  @Nullable Long lostPs() {
    return alone == null ? null : endPs() - alone.result().endPs();
  }

  /** When it begins, picoseconds. */
  long startPs() {
    return together.startPs();
  }

  /** When its last rank has done all, picoseconds. */
  long endPs() {
    return together.result().endPs();
  }

  /** The ranges of the numbers of its GPUs. */
  List<GpuPlaces.Range> ranges() {
    return GpuPlaces.ranges(placed.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Where its GPUs are. */
  List<String> places() {
    return GpuPlaces.names(fabric, placed.stream().mapToInt(Integer::intValue).toArray());
  }

  /** GPUs that it uses, or that its flows may use. */
  int gpus() {
    if (together.flows() != null) {
      return placed.size();
    }
    return together.training() != null
        ? together.training().plan().parallelism().ranks()
        : together.inference() != null
            ? together.inference().plan().ranks()
            : together.collective() == null ? 0 : together.collective().shape().ranks();
  }
}

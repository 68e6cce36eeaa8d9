package weft.scenario.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.explain.Phase;
import weft.scenario.explain.Resource;
import weft.scenario.explain.WhatIf;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;

/**
 * All that is known of why a run takes as long as it does.
 *
 * @param report on the run, or on the job that is asked for
 * @param job the job that all is about; null if it is about the whole run
 * @param path its critical path; null if it had no ranks, or was interrupted
 * @param slowRank a rank on it that is slower than others; null if there is none
 * @param resources what could be better
 * @param whatIf what that would bring; empty if nobody asked
 * @param mostRuns so many runs were allowed for that
 * @param ineffective settings of the scenario that have no effect, and why
 * @param gpuName where a rank runs
 */
public record Explanation(
    RunReport report,
    @Nullable String job,
    @Nullable CriticalPath path,
    @Nullable SlowRank slowRank,
    List<Resource> resources,
    List<WhatIf.Row> whatIf,
    int mostRuns,
    List<Idle> ineffective,
    IntFunction<String> gpuName) {

  /** The job that the path is of, as it ends last, if all is about several; null if it is not. */
  @Nullable String lastJob() {
    return IntStream.range(0, report.result().jobs().size())
        .boxed()
        .max(Comparator.comparingLong(one -> report.result().jobs().get(one).endPs()))
        .map(one -> report.result().jobs().get(one).name())
        .orElse(null);
  }

  /** What the time on the path went to, longest first. */
  List<CriticalPath.Total> totals() {
    return path == null ? List.of() : path.totals();
  }

  /** The path in order of time. */
  List<Phase> phases() {
    return path == null ? List.of() : Phase.of(path);
  }

  /**
   * What the run does not depend on.
   *
   * @param name a key of the scenario, or the name of a resource
   * @param label what people call it
   * @param because why
   */
  public record Idle(String name, String label, String because) {}

  /** All settings without effect, then all that could be better and would bring nothing. */
  List<Idle> idle() {
    List<Idle> idle = new ArrayList<>(ineffective);
    for (Resource resource : resources) {
      if (!resource.idle().isEmpty()) {
        idle.add(new Idle(resource.name(), resource.label(), resource.idle()));
      }
    }
    for (WhatIf.Row row : whatIf) {
      if (row.isWithoutInfluence() && row.resource().idle().isEmpty()) {
        idle.add(
            new Idle(
                row.resource().name(),
                row.resource().label(),
                "twice as good, the run takes exactly as long"));
      }
    }
    return idle;
  }
}

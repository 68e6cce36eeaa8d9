package weft.scenario.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.InferenceJob;
import weft.sim.metrics.CriticalPath;
import weft.sim.run.SimulationResult;
import weft.sim.run.TracedResult;
import weft.sim.workload.Activity;
import weft.sim.workload.llm.InferenceFigures;

/**
 * What came of a run that was done to the end.
 *
 * @param timePs how long it took, of a job from its start on, picoseconds
 * @param binding what most of its critical path went to: {@code compute}, {@code latency}, {@code
 *     rate-cap} or the name of a tier; empty if it has none
 * @param bindingShare which part of the path that was
 * @param serving what serving a model comes to; null if the run was of something else
 */
public record Outcome(
    long timePs, String binding, double bindingShare, @Nullable InferenceFigures serving) {

  /**
   * A smaller share is rounding: of rates, and of times to picoseconds. Runs that are folded and
   * those that are not agree within this.
   */
  private static final double ROUNDING = 1e-9;

  /** What came of one that was done to the end. */
  public static Outcome of(Subject subject, TracedResult traced) {
    long startPs = subject.startPs();
    SimulationResult result = subject.result(traced);
    InferenceJob served = subject.alone().inference();
    Map<String, Double> shares = new HashMap<>();
    CriticalPath path = traced.criticalPath();
    if (path != null) {
      for (CriticalPath.Total total : path.totals()) {
        if (total.activity() != Activity.NOT_STARTED.ordinal()) {
          String name = total.tier().isEmpty() ? total.charge().text() : total.tier();
          shares.merge(name, (double) total.timePs() / (path.endPs() - startPs), Double::sum);
        }
      }
    }
    Map.Entry<String, Double> most =
        shares.entrySet().stream()
            .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
            .orElse(Map.entry("", 0.0));
    return new Outcome(
        result.endPs() - startPs,
        most.getKey(),
        most.getValue(),
        served == null ? null : served.figures(result.marks(), startPs));
  }

  /**
   * What it gains over the run as it is, as a share: tokens/s of a model that is served, else time.
   * Of all kinds of workloads, that is what they are run for.
   */
  double gain(Outcome base) {
    double gain =
        serving == null
            ? (double) (base.timePs - timePs) / base.timePs
            : ServedFigure.RATE.change(base, this);
    return Math.abs(gain) >= ROUNDING ? gain : 0;
  }

  /** The largest gain first; where that is the same, the least TPOT, TTFT, and time of the run. */
  static Comparator<Outcome> bestFirst(Outcome base) {
    return Comparator.comparingDouble((Outcome outcome) -> -outcome.gain(base))
        .thenComparingDouble(outcome -> ServedFigure.TOKEN.changeOrNone(base, outcome))
        .thenComparingDouble(outcome -> ServedFigure.FIRST_TOKEN.changeOrNone(base, outcome))
        .thenComparingLong(Outcome::timePs);
  }

  /** Whether its gain, or a figure that users see, is off the run as it is by a share or more. */
  boolean differs(Outcome base, double share) {
    return Math.abs(gain(base)) >= share
        || Arrays.stream(ServedFigure.values())
            .anyMatch(figure -> Math.abs(figure.changeOrNone(base, this)) >= share);
  }

  /** Whether the run takes as long as another, but for rounding, and users see the same. */
  boolean isLike(Outcome other) {
    return Math.abs(timePs - other.timePs) <= ROUNDING * other.timePs
        && Arrays.stream(ServedFigure.values())
            .allMatch(figure -> Math.abs(figure.changeOrNone(other, this)) <= ROUNDING);
  }
}

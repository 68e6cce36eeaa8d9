package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.FlowJob;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.ScenarioSpec;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.StepFigures;
import weft.topology.analyse.TopologySummary;

/**
 * All that a report on a run is made from.
 *
 * @param scenario what was asked
 * @param fabric the shape of the fabric
 * @param training the training step; null if the workload was another
 * @param flows the flows; null if the workload was another
 * @param packets settings of the packet model; null if the model is another
 * @param failures links that fail, first to last
 * @param result what came out
 * @param warnings what is suspicious about the scenario, such as settings without influence
 */
public record RunReport(
    ScenarioSpec scenario,
    TopologySummary fabric,
    @Nullable TrainingJob training,
    @Nullable FlowJob flows,
    @Nullable PacketPlan packets,
    List<FailureMoment> failures,
    SimulationResult result,
    List<String> warnings) {

  /** Name of the network model in files and reports. */
  public String model() {
    return switch (scenario.network().model()) {
      case ANALYTIC -> "analytic";
      case FLOW -> "flow";
      case PACKET -> "packet";
    };
  }

  /** What the reader should know before believing the figures: the warnings, and more. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(warnings);
    if (result.utilization().stream().anyMatch(tier -> tier.max() > 1.000001)) {
      notes.add(
          packets == null
              ? "Links are used beyond 100 %: the analytic model lets transfers pass each other"
                  + " unhindered."
              : "Links are used beyond 100 % of their payload rate, which is that of measured"
                  + " collectives: packets have the line rate, less their headers.");
    }
    for (FailureMoment failure : failures) {
      if (result.complete() && failure.atPs() > result.endPs()) {
        notes.add(
            "Nothing has failed at %s (network.failures): the run had ended by then."
                .formatted(Format.time((double) failure.atPs())));
      }
    }
    return notes;
  }

  /** The step in figures; null if there was none, or the run was interrupted. */
  public @Nullable StepFigures step() {
    StepBreakdown breakdown = result.breakdown();
    return training == null || breakdown == null
        ? null
        : StepFigures.of(training.plan(), training.gpu(), breakdown.stepPs());
  }
}

package weft.scenario.report;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.assemble.FlowJob;
import weft.scenario.assemble.InferenceJob;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.ScenarioSpec;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.StepFigures;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.analyse.TopologySummary;

/**
 * All that a report on a run is made from.
 *
 * @param scenario what was asked
 * @param fabric the shape of the fabric
 * @param training the training step; null if the workload was another
 * @param inference the model that is served; null if the workload was another
 * @param bill what the fabric takes; null unless a model is served
 * @param flows the flows; null if the workload was another
 * @param collective the scan of a collective; null if the workload was another
 * @param packets settings of the packet model; null if the model is another
 * @param failures links that fail, first to last
 * @param result what came out
 * @param warnings what is suspicious about the scenario, such as settings without influence
 */
public record RunReport(
    ScenarioSpec scenario,
    TopologySummary fabric,
    @Nullable TrainingJob training,
    @Nullable InferenceJob inference,
    @Nullable BillOfMaterials bill,
    @Nullable FlowJob flows,
    @Nullable CollectiveJob collective,
    @Nullable PacketPlan packets,
    List<FailureMoment> failures,
    SimulationResult result,
    List<String> warnings) {

  /** The root of its collectives; 0 if they have none. */
  int root() {
    return collective == null ? 0 : collective.root();
  }

  /** A report on a run of an assembled scenario. */
  public static RunReport of(
      ScenarioSpec scenario, Assembly assembly, SimulationResult result, List<String> warnings) {
    InferenceJob inference = assembly.inference();
    return new RunReport(
        scenario,
        TopologySummary.of(assembly.topology()),
        assembly.training(),
        inference,
        inference == null ? null : BillOfMaterials.of(assembly.topology(), inference.type()),
        assembly.flows(),
        assembly.collective(),
        assembly.packets(),
        FailureMoment.of(assembly.simulation()),
        result,
        warnings);
  }

  /** Name of the network model in files and reports. */
  public String model() {
    return switch (scenario.network().model()) {
      case ANALYTIC -> "analytic";
      case FLOW -> "flow";
      case PACKET -> "packet";
    };
  }

  /** What was run, in a line. */
  String title() {
    return "%s · %s model · seed %d".formatted(scenario.name(), model(), scenario.seed());
  }

  /** What people call that which bounded something: the label of a tier; else it is as it is. */
  String label(String bound) {
    return result.utilization().stream()
        .filter(tier -> tier.tier().equals(bound))
        .map(TierUtilization::label)
        .findFirst()
        .orElse(bound);
  }

  /** What the reader should know before believing the figures: the warnings, and more. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(warnings);
    if (collective != null && collective.sizes().stream().anyMatch(not(collective::isSimulated))) {
      notes.add(
          "The library would do some of these sizes another way than the ring with Simple that is"
              + " simulated; --explain tells which, and the predicted times.");
    }
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

  /** What serving comes to; null if nothing was served, or the run was interrupted. */
  public @Nullable InferenceFigures serving() {
    return inference == null || !result.complete()
        ? null
        : InferenceFigures.of(inference.plan(), inference.gpu(), result.marks());
  }
}

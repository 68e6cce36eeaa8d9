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
import weft.sim.run.Meeting;
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
 * @param jobs the jobs, if there are several
 * @param alone what became of each without the others; empty if that is not known
 * @param meetings where they meet; empty unless it is known what each does alone
 * @param startPs when the workload starts, picoseconds
 * @param repeat how often the workload is done in a row
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
    List<Assembly.Job> jobs,
    List<SimulationResult> alone,
    List<Meeting> meetings,
    long startPs,
    int repeat,
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
    return of(scenario, assembly, result, List.of(), warnings);
  }

  /**
   * A report on a run of an assembled scenario.
   *
   * @param alone what became of each of its jobs without the others; empty if that is not known
   */
  public static RunReport of(
      ScenarioSpec scenario,
      Assembly assembly,
      SimulationResult result,
      List<SimulationResult> alone,
      List<String> warnings) {
    InferenceJob inference = assembly.inference();
    return new RunReport(
        scenario,
        TopologySummary.of(assembly.topology()),
        assembly.training(),
        inference,
        inference == null ? null : BillOfMaterials.of(assembly.topology(), inference.type()),
        assembly.flows(),
        assembly.collective(),
        assembly.jobs(),
        alone,
        alone.isEmpty() ? List.of() : Meeting.of(assembly.simulation().fabric(), alone),
        0,
        1,
        assembly.packets(),
        FailureMoment.of(assembly.simulation()),
        result,
        warnings);
  }

  /** What became of the jobs, as far as they came; empty if there are none. */
  List<JobOutcome> outcomes() {
    List<JobOutcome> outcomes = new ArrayList<>();
    for (int job = 0; job < result.jobs().size(); job++) {
      outcomes.add(
          new JobOutcome(
              jobs.get(job).name(),
              jobs.get(job).alone().simulation().fabric(),
              jobs.get(job).gpus(),
              ofJob(job),
              alone.isEmpty() ? null : ofJob(jobs.get(job), alone.get(job))));
    }
    return outcomes;
  }

  /** The report on one of the jobs of a run, without the others. */
  public RunReport ofJob(int job) {
    return ofJob(jobs.get(job), result.ofJob(job));
  }

  private RunReport ofJob(Assembly.Job job, SimulationResult ofJob) {
    return new RunReport(
        scenario,
        fabric,
        job.alone().training(),
        job.alone().inference(),
        null,
        job.alone().flows(),
        job.alone().collective(),
        List.of(),
        List.of(),
        List.of(),
        job.startPs(),
        job.repeat(),
        packets,
        failures,
        ofJob,
        List.of());
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
    notes.addAll(OversubscriptionNote.of(scenario.fabric(), fabric));
    if (collective != null && collective.sizes().stream().anyMatch(not(collective::isSimulated))) {
      notes.add(
          "Rings with the costs of network.step-overhead are simulated, as no library is named."
              + " network: { library: %s } would do some of these sizes another way; --explain"
                  .formatted(collective.library().name())
              + " tells which, and the predicted times.");
    }
    String whyOnePair = collective == null ? null : collective.whyOnePair();
    if (whyOnePair != null) {
      notes.add(whyOnePair);
    }
    if (result.utilization().stream().anyMatch(tier -> tier.max() > 1.000001)) {
      notes.add(
          packets == null
              ? "Links are used beyond 100 %: the analytic model lets transfers pass each other"
                  + " unhindered."
              : "Links are used beyond 100 %: flows inside a scale-up domain and packets that"
                  + " cross it to another GPU's NIC do not see each other (scale-up: packet).");
    }
    if (result.complete()) {
      notes.addAll(JobsReport.notes(outcomes()));
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
        : StepFigures.of(
            training.plan(),
            training.gpu(),
            Math.round((double) (breakdown.stepPs() - startPs) / repeat));
  }

  /** What serving comes to; null if nothing was served, or the run was interrupted. */
  public @Nullable InferenceFigures serving() {
    return inference == null || !result.complete()
        ? null
        : inference.figures(result.marks(), startPs);
  }
}

package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.FlowJob;
import weft.scenario.explain.IdleReason;
import weft.scenario.explain.Phase;
import weft.scenario.explain.Resource;
import weft.scenario.explain.Subject;
import weft.scenario.explain.WhatIf;
import weft.sim.metrics.CriticalPath;
import weft.sim.run.FlowStories;
import weft.sim.run.SimulationSpec;
import weft.sim.run.TracedResult;

/**
 * All that is known of why a run takes as long as it does.
 *
 * @param report on the run, or on the job that is asked for
 * @param subject what it is about; the whole run if that was interrupted
 * @param traced what came of it
 * @param resources what could be better
 * @param whatIf what that would bring; empty if nobody asked
 * @param mostRuns so many runs were allowed for that
 * @param ineffective settings of the scenario that have no effect, and why
 */
public record Explanation(
    RunReport report,
    Subject subject,
    TracedResult traced,
    List<Resource> resources,
    List<WhatIf.Row> whatIf,
    int mostRuns,
    List<Idle> ineffective) {

  /** The critical path; null if the run was interrupted. */
  @Nullable CriticalPath path() {
    return traced.criticalPath();
  }

  /** Single flows, if the path is one of flows; null if it is not. */
  @Nullable FlowStories flows() {
    return traced.flows();
  }

  /** What flows are called. */
  List<String> ids() {
    FlowJob flows = ofFlows().flows();
    return flows == null ? List.of() : flows.ids();
  }

  /** From which GPU to which a flow goes. */
  String ends(int flow) {
    SimulationSpec simulation = ofFlows().simulation();
    return gpuName(simulation, simulation.flows().source(flow))
        + " → "
        + gpuName(simulation, simulation.flows().destination(flow));
  }

  /** The GPU of a rank of the report. */
  String gpuName(int rank) {
    SimulationSpec simulation = subject.alone().simulation();
    return gpuName(simulation, simulation.placement()[rank]);
  }

  private static String gpuName(SimulationSpec simulation, int endpoint) {
    return simulation.fabric().nodeName(simulation.fabric().endpointNode(endpoint));
  }

  /** What has the flows of the path: of several jobs the one that ends last. */
  private Assembly ofFlows() {
    OptionalInt last = report.result().lastJob();
    boolean isOfLast = flows() != null && last.isPresent();
    return (isOfLast ? new Subject(subject.assembly(), last) : subject).alone();
  }

  /** The job that the path is of, as it ends last, if all is about several; null if it is not. */
  @Nullable String lastJob() {
    OptionalInt last = report.result().lastJob();
    return last.isEmpty() ? null : report.result().jobs().get(last.getAsInt()).name();
  }

  /** What the time on the path went to, longest first. */
  List<CriticalPath.Total> totals() {
    CriticalPath path = path();
    return path == null ? List.of() : path.totals();
  }

  /** The path in order of time. */
  List<Phase> phases() {
    CriticalPath path = path();
    return path == null ? List.of() : Phase.of(path);
  }

  /** How many flows follow each other on the path; without the time before they started. */
  int flowsOnPath() {
    CriticalPath path = path();
    return path == null
        ? 0
        : (int) IntStream.range(0, path.pieces()).filter(piece -> !path.isCompute(piece)).count();
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
      IdleReason reason = resource.idle();
      if (reason != null) {
        idle.add(new Idle(resource.name(), resource.label(), because(reason, resource)));
      }
    }
    for (WhatIf.Row row : whatIf) {
      if (row.isWithoutInfluence() && !row.resource().isIdle()) {
        idle.add(
            new Idle(
                row.resource().name(),
                row.resource().label(),
                "twice as good, the run takes exactly as long" + besides(row.resource())));
      }
    }
    return idle;
  }

  /** What stands in the way where the run does wait for a resource. */
  private String besides(Resource resource) {
    return resource.alsoLimiting().isEmpty() || !binds(resource)
        ? ""
        : ", as %s, of the same rate, limits then".formatted(report.label(resource.alsoLimiting()));
  }

  /** Whether the path waits for the bandwidth of a tier. */
  boolean binds(Resource resource) {
    return totals().stream()
        .anyMatch(total -> resource.name().equals(Resource.bandwidth(total.tier())));
  }

  private String because(IdleReason reason, Resource resource) {
    return switch (reason) {
      case UNUSED -> "nothing crosses these links";
      case NEVER_LIMITS -> "as things are, these links limit no transfer";
      case ANOTHER_LIMITS ->
          "alone it brings nothing: %s, of the same rate, is what limits"
              .formatted(report.label(resource.alsoLimiting()));
      case NOTHING_SENT -> "nothing is sent";
      case FREE -> "it costs nothing";
      case NO_COLLECTIVES -> "flows are no collectives";
    };
  }
}

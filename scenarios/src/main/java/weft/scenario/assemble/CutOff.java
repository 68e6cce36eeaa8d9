package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.fabric.Fabric;
import weft.sim.run.CutOffFlows;
import weft.sim.run.LinkFailure;
import weft.sim.workload.FlowList;

/** Says which flows and ranks failed cables leave no path. */
final class CutOff {

  private CutOff() {}

  /**
   * One for each such flow: at its row, or at line 0 if it is of a pattern.
   *
   * @param gpus of each GPU that there is for them, its number in the fabric; null if it is all
   */
  static List<FlowTable.Fault> faults(
      Fabric fabric,
      WorkloadSpec.Flows spec,
      int @Nullable [] gpus,
      long seed,
      List<FailureSpec> failures) {
    FlowJob job = FlowAssembler.job(spec, fabric, gpus, seed);
    List<FlowTable.Row> rows = spec.file() == null ? List.of() : spec.file().rows();
    List<FlowTable.Fault> faults = new ArrayList<>();
    for (CutOffFlows.CutOff cutOff :
        CutOffFlows.of(fabric, job.flows(), new FabricCables(fabric).failures(failures))) {
      int flow = cutOff.flow();
      if (flow >= rows.size()) {
        String message = noPath(fabric, job.flows(), flow);
        faults.add(new FlowTable.Fault(0, 0, "flow " + job.ids().get(flow) + ": " + message));
      } else if (cutOff.link() < 0) {
        String message = "destination: " + noPath(fabric, job.flows(), flow);
        FlowTable.Row row = rows.get(flow);
        faults.add(new FlowTable.Fault(row.line(), row.destination().column(), message));
      } else {
        faults.add(pinned(fabric, rows.get(flow), cutOff));
      }
    }
    return faults;
  }

  /** What is wrong with ranks at these endpoints, all of which are to reach each other. */
  static Optional<String> ranks(Fabric fabric, int[] endpoints, List<LinkFailure> failures) {
    int apart = CutOffFlows.apart(fabric, endpoints, failures);
    return apart < 0 ? Optional.empty() : Optional.of(noPath(fabric, endpoints[0], apart));
  }

  private static FlowTable.Fault pinned(
      Fabric fabric, FlowTable.Row row, CutOffFlows.CutOff cutOff) {
    boolean ack = cutOff.isOfAcks();
    return new FlowTable.Fault(
        row.line(),
        (ack ? row.ackPath() : row.path()).get(0).column(),
        "%s: leads over %s, which fails. Maybe another path, or fewer of network.failures."
            .formatted(ack ? "ack-path" : "path", fabric.linkName(cutOff.link())));
  }

  private static String noPath(Fabric fabric, FlowList flows, int flow) {
    return noPath(fabric, flows.source(flow), flows.destination(flow));
  }

  private static String noPath(Fabric fabric, int source, int destination) {
    return "the cables that fail leave no path from %s to %s. Maybe fewer of network.failures."
        .formatted(
            fabric.nodeName(fabric.endpointNode(source)),
            fabric.nodeName(fabric.endpointNode(destination)));
  }
}

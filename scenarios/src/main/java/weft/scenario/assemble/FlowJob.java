package weft.scenario.assemble;

import java.util.List;
import weft.sim.workload.FlowList;

/**
 * The flows of a run.
 *
 * @param flows what is sent
 * @param ids what each is called
 */
public record FlowJob(FlowList flows, List<String> ids) {

  public FlowJob {
    ids = List.copyOf(ids);
  }
}

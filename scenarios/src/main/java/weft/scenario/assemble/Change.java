package weft.scenario.assemble;

import weft.sim.collective.exec.Planner;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.workload.llm.Accelerator;

/** Something about a scenario that is other than it says: hardware that is better, say. */
public interface Change {

  /** All is as the scenario says. */
  Change NONE = new Change() {};

  /** The fabric to run on. */
  default Fabric fabric(Fabric fabric) {
    return fabric;
  }

  /** The GPU to compute on. */
  default Accelerator gpu(Accelerator gpu) {
    return gpu;
  }

  /** What rings cost beside the wire, where no library is asked for. */
  default StepCosts costs(StepCosts costs) {
    return costs;
  }

  /** How the library does collectives, where one is asked for. */
  default Planner planner(Planner planner) {
    return planner;
  }
}

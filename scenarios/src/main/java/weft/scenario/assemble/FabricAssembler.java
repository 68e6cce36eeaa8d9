package weft.scenario.assemble;

import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.topology.build.FabricPlan;
import weft.topology.graph.Topology;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;

/** The registry of fabric families: from what a scenario says of a fabric to its topology. */
final class FabricAssembler {

  private final HardwareCatalog hardware;
  private final FabricPlans plans;

  FabricAssembler(HardwareCatalog hardware) {
    this.hardware = hardware;
    plans = new FabricPlans(hardware);
  }

  /**
   * What other parts of a scenario must agree with, without building it.
   *
   * @throws weft.topology.error.TopologyException if it cannot be built
   */
  FabricFacts facts(FabricSpec fabric) {
    FabricPlan plan = plans.plan(fabric).check();
    return new FabricFacts(plan.gpus(), plans.gpuTypes(fabric), plan.layers());
  }

  /** Builds a fabric. */
  Topology topology(FabricSpec fabric) {
    return plans.plan(fabric).build();
  }

  /** What a fabric computes with; validation lets no training run on several kinds. */
  Gpu gpu(FabricSpec fabric) {
    return hardware.gpu(plans.gpuTypes(fabric).iterator().next());
  }
}

package weft.scenario.assemble;

import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.topology.build.FabricPlan;
import weft.topology.build.SingleSwitch;
import weft.topology.graph.Topology;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;

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
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return new FabricFacts(single.gpus(), 1);
    }
    FabricPlan plan = plans.plan(fabric).check();
    return new FabricFacts(plan.gpus(), plan.layers());
  }

  /** Builds a fabric. */
  Topology topology(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      LinkType link = LinkType.lossless("gpu-switch", single.rateBps(), single.latencyPs());
      return new SingleSwitch(single.gpus(), link).build();
    }
    return plans.plan(fabric).build();
  }

  /** What a fabric computes with. */
  Gpu gpu(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return hardware.gpu(single.gpu());
    }
    return plans.node(fabric).gpu();
  }
}

package weft.scenario.assemble;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.topology.build.FabricPlan;
import weft.topology.graph.Topology;
import weft.topology.hardware.CollectiveLibrary;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;

/** The registry of fabric families: from what a scenario says of a fabric to its topology. */
final class FabricAssembler {

  private static final String UNKNOWN = "nccl-hopper";

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

  /**
   * Whose collectives a fabric runs: the library that is named; or that of its GPUs; where nobody
   * knows one, NCCL on Hopper.
   */
  CollectiveLibrary library(FabricSpec fabric, @Nullable String name) {
    if (name != null) {
      return hardware.library(name);
    }
    CollectiveLibrary library = gpu(fabric).library();
    return library == null ? hardware.library(UNKNOWN) : library;
  }
}

package weft.scenario.assemble;

import java.util.Set;
import weft.scenario.spec.FabricSpec;
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
   * Number of GPUs of a fabric, without building it.
   *
   * @throws weft.topology.error.TopologyException if it cannot be built
   */
  int gpus(FabricSpec fabric) {
    return plans.plan(fabric).check().gpus();
  }

  /** Builds a fabric. */
  Topology topology(FabricSpec fabric) {
    return plans.plan(fabric).build();
  }

  /** Names of what a fabric computes with. */
  Set<String> gpuTypes(FabricSpec fabric) {
    return plans.gpuTypes(fabric);
  }

  /** What a fabric computes with; validation lets no training run on several kinds. */
  Gpu gpu(FabricSpec fabric) {
    return hardware.gpu(gpuTypes(fabric).iterator().next());
  }
}

package weft.scenario.assemble;

import weft.scenario.spec.FabricSpec;
import weft.topology.build.SingleSwitch;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.imports.TopologyFile;

/** The registry of fabric families: from what a scenario says of a fabric to its topology. */
final class FabricAssembler {

  private final HardwareCatalog hardware;
  private final FabricPlans plans;

  FabricAssembler(HardwareCatalog hardware) {
    this.hardware = hardware;
    plans = new FabricPlans(hardware);
  }

  /**
   * Number of GPUs of a fabric, without building it unless it comes from a file.
   *
   * @throws weft.topology.error.TopologyException if it cannot be built
   */
  int gpus(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return single.gpus();
    }
    if (fabric instanceof FabricSpec.Custom) {
      return (int) topology(fabric).devices(DeviceKind.GPU).count();
    }
    return plans.plan(fabric).check().gpus();
  }

  /** Builds a fabric. */
  Topology topology(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      LinkType link = LinkType.lossless("gpu-switch", single.rateBps(), single.latencyPs());
      return new SingleSwitch(single.gpus(), link).build();
    }
    if (fabric instanceof FabricSpec.Custom custom) {
      return TopologyFile.read(custom.file(), hardware);
    }
    return plans.plan(fabric).build();
  }

  /** What a fabric computes with. */
  Gpu gpu(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return hardware.gpu(single.gpu());
    }
    if (fabric instanceof FabricSpec.Custom custom) {
      return hardware.gpu(custom.gpu());
    }
    return plans.node(fabric).gpu();
  }
}

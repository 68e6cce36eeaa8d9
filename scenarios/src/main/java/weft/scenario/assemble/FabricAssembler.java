package weft.scenario.assemble;

import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.Wiring;
import weft.topology.build.FabricPlan;
import weft.topology.build.LeafSpine;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.graph.Topology;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;

/** The registry of fabric families: from what a scenario says of a fabric to its topology. */
final class FabricAssembler {

  private final HardwareCatalog hardware;

  FabricAssembler(HardwareCatalog hardware) {
    this.hardware = hardware;
  }

  /**
   * Number of GPUs of a fabric, without building it.
   *
   * @throws weft.topology.error.TopologyException if it cannot be built
   */
  int gpus(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return single.gpus();
    }
    return network(fabric).check().gpus();
  }

  /** Builds a fabric. */
  Topology topology(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      LinkType link = LinkType.lossless("gpu-switch", single.rateBps(), single.latencyPs());
      return new SingleSwitch(single.gpus(), link).build();
    }
    return network(fabric).build();
  }

  /** What a fabric computes with. */
  Gpu gpu(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      return hardware.gpu(single.gpu());
    }
    String node =
        fabric instanceof FabricSpec.Superpod pod
            ? pod.node()
            : ((FabricSpec.LeafSpine) fabric).node();
    return hardware.node(node).gpu();
  }

  private FabricPlan network(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.Superpod pod) {
      SuperPod superPod = new SuperPod(hardware.node(pod.node()), pod.scalableUnits());
      return (pod.nodes() == null ? superPod : superPod.nodes(pod.nodes())).network();
    }
    FabricSpec.LeafSpine spec = (FabricSpec.LeafSpine) fabric;
    LeafSpine network =
        new LeafSpine(hardware.node(spec.node()), spec.nodes(), spec.nodesPerUnit(), spec.spines())
            .wiring(wiring(spec.wiring()))
            .cablesPerPair(spec.linksPerPair());
    return spec.uplinkRateBps() == null ? network : network.uplinkRateBps(spec.uplinkRateBps());
  }

  private static weft.topology.build.Wiring wiring(Wiring wiring) {
    return switch (wiring) {
      case RAIL -> weft.topology.build.Wiring.RAIL;
      case RACK -> weft.topology.build.Wiring.RACK;
    };
  }
}

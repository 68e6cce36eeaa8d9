package weft.scenario.assemble;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.MultiSite;
import weft.topology.build.FabricPlan;
import weft.topology.build.FatTree;
import weft.topology.build.LeafSpine;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SpineGroups;
import weft.topology.build.SuperPod;
import weft.topology.build.ThreeTier;
import weft.topology.build.Wiring;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/** From what a scenario says of a fabric of nodes to its plan. */
final class FabricPlans {

  private final HardwareCatalog hardware;
  private final OpticsChoice choice;

  FabricPlans(HardwareCatalog hardware) {
    this.hardware = hardware;
    choice = new OpticsChoice(hardware);
  }

  /** Names of the GPUs of a fabric: one, or those of its sites in their order. */
  Set<String> gpuTypes(FabricSpec fabric) {
    if (fabric instanceof MultiSite sites) {
      Set<String> types = new LinkedHashSet<>();
      sites.sites().forEach(site -> types.addAll(gpuTypes(site.fabric())));
      return types;
    }
    if (fabric instanceof DirectFabricSpec direct) {
      return Set.of(new DirectPlans(hardware).gpu(direct));
    }
    return Set.of(
        fabric instanceof FabricSpec.SingleSwitch single
            ? single.gpu()
            : node(fabric).gpu().name());
  }

  private NodeType node(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.Superpod pod) {
      return hardware.node(pod.node());
    }
    if (fabric instanceof FabricSpec.LeafSpine leafSpine) {
      return hardware.node(leafSpine.node());
    }
    if (fabric instanceof FabricSpec.FatTree tree) {
      return hardware.node(tree.node());
    }
    return hardware.node(((FabricSpec.ThreeTier) fabric).node());
  }

  /** The plan of a fabric. */
  FabricPlan plan(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      LinkType link = LinkType.lossless("gpu-switch", single.rateBps(), single.latencyPs());
      return new SingleSwitch(single.gpus(), link);
    }
    if (fabric instanceof DirectFabricSpec direct) {
      return new DirectPlans(hardware).plan(direct);
    }
    if (fabric instanceof MultiSite sites) {
      return new SitePlans(hardware, this::plan).plan(sites);
    }
    NodeType node = node(fabric);
    if (fabric instanceof FabricSpec.Superpod pod) {
      return superPod(pod, node);
    }
    if (fabric instanceof FabricSpec.LeafSpine leafSpine) {
      return leafSpine(leafSpine, node);
    }
    if (fabric instanceof FabricSpec.FatTree tree) {
      return fatTree(tree, node);
    }
    return threeTier((FabricSpec.ThreeTier) fabric, node);
  }

  private FabricPlan superPod(FabricSpec.Superpod spec, NodeType node) {
    SuperPod pod =
        new SuperPod(node, spec.scalableUnits())
            .optics(choice.optics(spec.optics(), spec.cables(), node, node.switchType(), null));
    return (spec.nodes() == null ? pod : pod.nodes(spec.nodes())).network();
  }

  private FabricPlan leafSpine(FabricSpec.LeafSpine spec, NodeType node) {
    SwitchType switchType = switchType(spec.switchType(), node);
    LeafSpine network =
        new LeafSpine(node, spec.nodes(), spec.nodesPerUnit(), spec.spines())
            .wiring(wiring(spec.wiring()))
            .cablesPerPair(spec.linksPerPair())
            .switchType(switchType)
            .optics(
                choice.optics(
                    spec.optics(), spec.cables(), node, switchType, spec.uplinkRateBps()));
    return spec.uplinkRateBps() == null ? network : network.uplinkRateBps(spec.uplinkRateBps());
  }

  private FabricPlan fatTree(FabricSpec.FatTree spec, NodeType node) {
    SwitchType switchType = switchType(spec.switchType(), node);
    FatTree tree = new FatTree(node, spec.radix(), wiring(spec.wiring()), switchType);
    ThreeTier network = spec.nodes() == null ? tree.network() : tree.network(spec.nodes());
    return network.optics(choice.optics(spec.optics(), spec.cables(), node, switchType, null));
  }

  private FabricPlan threeTier(FabricSpec.ThreeTier spec, NodeType node) {
    SwitchType switchType = switchType(spec.switchType(), node);
    ThreeTier network =
        new ThreeTier(
                node,
                spec.nodes(),
                spec.nodesPerUnit(),
                spec.unitsPerPod(),
                spec.spinesPerGroup(),
                spec.corePlanes() == null ? spec.spinesPerGroup() : spec.corePlanes(),
                spec.coresPerPlane())
            .wiring(wiring(spec.wiring()))
            .spineGroups(spineGroups(spec.spineGroups()))
            .cablesPerLeafPair(spec.linksPerLeafPair())
            .cablesPerCorePair(spec.linksPerCorePair())
            .switchType(switchType)
            .optics(
                choice.optics(
                    spec.optics(), spec.cables(), node, switchType, spec.uplinkRateBps()));
    return spec.uplinkRateBps() == null ? network : network.uplinkRateBps(spec.uplinkRateBps());
  }

  private SwitchType switchType(@Nullable String name, NodeType node) {
    return name == null ? node.switchType() : hardware.switchType(name);
  }

  private static Wiring wiring(weft.scenario.spec.Wiring wiring) {
    return switch (wiring) {
      case RAIL -> Wiring.RAIL;
      case RACK -> Wiring.RACK;
    };
  }

  private static SpineGroups spineGroups(weft.scenario.spec.SpineGroups groups) {
    return switch (groups) {
      case POD -> SpineGroups.POD;
      case RAIL -> SpineGroups.RAIL;
    };
  }
}

package weft.scenario.assemble;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.MultiSite;
import weft.scenario.spec.OversubscriptionSpec;
import weft.scenario.spec.PlanesOf;
import weft.scenario.spec.SwitchesSpec;
import weft.topology.build.Clos;
import weft.topology.build.ClosSizing;
import weft.topology.build.FabricPlan;
import weft.topology.build.FatTree;
import weft.topology.build.Nvl72;
import weft.topology.build.Planes;
import weft.topology.build.RailOnly;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SpineGroups;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.imports.TopologyFile;

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
    if (fabric instanceof FabricSpec.Custom custom) {
      return Set.of(custom.gpu());
    }
    return Set.of(
        fabric instanceof FabricSpec.SingleSwitch single
            ? single.gpu()
            : node(fabric).gpu().name());
  }

  private NodeType node(FabricSpec fabric) {
    return hardware.node(Objects.requireNonNull(fabric.node()));
  }

  /** The plan of a fabric. */
  FabricPlan plan(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch single) {
      LinkType link = LinkType.lossless("gpu-switch", single.rateBps(), single.latencyPs());
      return new SingleSwitch(single.gpus(), link);
    }
    if (fabric instanceof FabricSpec.Custom custom) {
      return new FilePlan(TopologyFile.read(custom.file(), hardware));
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
    if (fabric instanceof FabricSpec.ThreeTier threeTier) {
      return threeTier(threeTier, node);
    }
    if (fabric instanceof FabricSpec.RailOnly rails) {
      return railOnly(rails, node);
    }
    return sized(fabric, node);
  }

  private FabricPlan superPod(FabricSpec.Superpod spec, NodeType node) {
    SuperPod pod = new SuperPod(node, spec.scalableUnits());
    pod.optics(
        choice.optics(
            spec.optics(), spec.cables(), node, node.switchType(), pod.portsPerNic(), null));
    return (spec.nodes() == null ? pod : pod.nodes(spec.nodes())).network();
  }

  private FabricPlan leafSpine(FabricSpec.LeafSpine spec, NodeType node) {
    Clos network =
        with(
                spec.switches(),
                node,
                spec.uplinkRateBps(),
                Clos.leafSpine(node, spec.nodes(), spec.nodesPerUnit(), spec.spines()))
            .wiring(wiring(spec.wiring()))
            .cablesPerLeafPair(spec.linksPerPair());
    return spec.uplinkRateBps() == null ? network : network.uplinkRateBps(spec.uplinkRateBps());
  }

  private FabricPlan fatTree(FabricSpec.FatTree spec, NodeType node) {
    FatTree tree =
        new FatTree(node, spec.radix(), wiring(spec.wiring()), switchType(spec.switches(), node));
    Clos network = spec.nodes() == null ? tree.network() : tree.network(spec.nodes());
    return with(spec.switches(), node, null, network);
  }

  private FabricPlan threeTier(FabricSpec.ThreeTier spec, NodeType node) {
    Clos network =
        Clos.threeTier(
            node,
            spec.nodes(),
            spec.nodesPerUnit(),
            spec.unitsPerPod(),
            spec.spinesPerGroup(),
            spec.coresPerPlane());
    if (spec.corePlanes() != null) {
      network.corePlanes(spec.corePlanes());
    }
    with(spec.switches(), node, spec.uplinkRateBps(), network)
        .wiring(wiring(spec.wiring()))
        .spineGroups(spineGroups(spec.spineGroups()))
        .cablesPerLeafPair(spec.linksPerLeafPair())
        .cablesPerCorePair(spec.linksPerCorePair());
    return spec.uplinkRateBps() == null ? network : network.uplinkRateBps(spec.uplinkRateBps());
  }

  private FabricPlan railOnly(FabricSpec.RailOnly spec, NodeType node) {
    SwitchType switchType = switchType(spec.switches(), node);
    RailOnly rails =
        new RailOnly(node, spec.nodes())
            .switchType(switchType)
            .optics(
                choice.optics(
                    spec.switches().optics(), spec.switches().cables(), node, switchType, 1, null));
    return switch (spec.spines()) {
      case NONE -> rails.network();
      case RAIL -> rails.networkWithSpines();
    };
  }

  private FabricPlan sized(FabricSpec fabric, NodeType node) {
    if (fabric instanceof FabricSpec.RailOptimized spec) {
      ClosSizing sizing = new ClosSizing(node, spec.nodes());
      return sized(sizing, spec.oversubscription(), spec.switches(), node);
    }
    if (fabric instanceof FabricSpec.MultiPlane spec) {
      ClosSizing sizing =
          new ClosSizing(node, spec.nodes())
              .wiring(wiring(spec.wiring()))
              .planes(new Planes(spec.planes(), form(spec.planesOf())))
              .name("%d planes of %s".formatted(spec.planes(), node.label()));
      return sized(sizing, spec.oversubscription(), spec.switches(), node);
    }
    FabricSpec.Nvl72 spec = (FabricSpec.Nvl72) fabric;
    return sized(Nvl72.of(node, spec.racks()), spec.oversubscription(), spec.switches(), node);
  }

  private FabricPlan sized(
      ClosSizing sizing, OversubscriptionSpec ratios, SwitchesSpec switches, NodeType node) {
    SwitchType switchType = switchType(switches, node);
    return sizing
        .oversubscription(ratios.oversubscription())
        .coreOversubscription(ratios.coreOversubscription())
        .switchType(switchType)
        .optics(
            choice.optics(
                switches.optics(), switches.cables(), node, switchType, sizing.portsPerNic(), null))
        .network();
  }

  private Clos with(
      SwitchesSpec switches, NodeType node, @Nullable Long uplinkRateBps, Clos network) {
    SwitchType switchType = switchType(switches, node);
    return network
        .switchType(switchType)
        .optics(
            choice.optics(
                switches.optics(), switches.cables(), node, switchType, 1, uplinkRateBps));
  }

  private SwitchType switchType(SwitchesSpec switches, NodeType node) {
    String name = switches.switchType();
    return name == null ? node.switchType() : hardware.switchType(name);
  }

  private static Planes.Form form(PlanesOf planes) {
    return switch (planes) {
      case PORTS -> Planes.Form.PORTS;
      case LEAVES -> Planes.Form.LEAVES;
      case NICS -> Planes.Form.NICS;
    };
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

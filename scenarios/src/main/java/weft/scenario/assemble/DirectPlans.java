package weft.scenario.assemble;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.NicOrder;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.OpticsSpec;
import weft.scenario.spec.SwitchCablesSpec;
import weft.scenario.spec.SwitchOpticsSpec;
import weft.topology.build.CubeTorus;
import weft.topology.build.Dragonfly;
import weft.topology.build.DragonflyOptics;
import weft.topology.build.DragonflyPlus;
import weft.topology.build.FabricPlan;
import weft.topology.build.GlobalArrangement;
import weft.topology.build.SwitchTorus;
import weft.topology.build.TierOptics;
import weft.topology.build.Torus;
import weft.topology.build.TorusShape;
import weft.topology.build.Wiring;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** From what a scenario says of a dragonfly or torus to its plan. */
record DirectPlans(HardwareCatalog hardware) {

  private static final SwitchOpticsSpec USUAL_MODULES =
      new SwitchOpticsSpec(null, null, null, null);
  private static final SwitchCablesSpec USUAL_CABLES = new SwitchCablesSpec(null, null, null);

  /** Name of the GPU that it is made of. */
  String gpu(DirectFabricSpec fabric) {
    if (fabric instanceof DirectFabricSpec.Torus torus) {
      return torus.gpu();
    }
    if (fabric instanceof DirectFabricSpec.OcsTorus torus) {
      return torus.gpu();
    }
    if (fabric instanceof DirectFabricSpec.SwitchTorus torus) {
      return hardware.node(torus.node()).gpu().name();
    }
    if (fabric instanceof DirectFabricSpec.Dragonfly dragonfly) {
      return hardware.node(dragonfly.node()).gpu().name();
    }
    return hardware.node(((DirectFabricSpec.DragonflyPlus) fabric).node()).gpu().name();
  }

  /** The plan of a fabric. */
  FabricPlan plan(DirectFabricSpec fabric) {
    if (fabric instanceof DirectFabricSpec.Torus torus) {
      TierOptics optics = new TierOptics(module(torus.module()), module(torus.module()));
      return new Torus(
          shape(torus.dimensions(), torus.wrapAround()),
          link(torus.link(), torus.rateBps()),
          optics);
    }
    if (fabric instanceof DirectFabricSpec.OcsTorus torus) {
      return ocsTorus(torus);
    }
    if (fabric instanceof DirectFabricSpec.SwitchTorus torus) {
      return switchTorus(torus);
    }
    if (fabric instanceof DirectFabricSpec.Dragonfly dragonfly) {
      return dragonfly(dragonfly);
    }
    return dragonflyPlus((DirectFabricSpec.DragonflyPlus) fabric);
  }

  private FabricPlan ocsTorus(DirectFabricSpec.OcsTorus spec) {
    return new CubeTorus(spec.dimensions(), spec.cubes(), link(spec.link(), spec.rateBps()))
        .without(spec.withoutCubes() == null ? List.of() : spec.withoutCubes())
        .twisted(spec.twisted() == OnOff.ON)
        .portsPerSwitch(spec.ocsPorts())
        .optics(new TierOptics(module(spec.module()), module(spec.module())));
  }

  private FabricPlan switchTorus(DirectFabricSpec.SwitchTorus spec) {
    NodeType node = hardware.node(spec.node());
    SwitchType switchType = switchType(spec.switchType(), node);
    SwitchTorus torus =
        new SwitchTorus(shape(spec.dimensions(), spec.wrapAround()), node, spec.nodesPerSwitch())
            .cablesPerPair(spec.linksPerPair())
            .switchType(switchType)
            .optics(optics(spec.optics(), spec.cables(), node, switchType, spec.rateBps(), null));
    return spec.rateBps() == null ? torus : torus.rateBps(spec.rateBps());
  }

  private FabricPlan dragonfly(DirectFabricSpec.Dragonfly spec) {
    NodeType node = hardware.node(spec.node());
    SwitchType switchType = switchType(spec.switchType(), node);
    Dragonfly plan =
        new Dragonfly(
                node, spec.switchesPerGroup(), spec.nicsPerSwitch(), spec.globalLinksPerSwitch())
            .rows(spec.rows(), spec.linksPerRowPair(), spec.linksPerColumnPair())
            .arrangement(arrangement(spec.globalArrangement()))
            .wiring(wiring(spec.nicOrder()))
            .switchType(switchType)
            .optics(
                optics(
                    spec.optics(),
                    spec.cables(),
                    node,
                    switchType,
                    spec.localRateBps(),
                    spec.globalRateBps()));
    if (spec.groups() != null) {
      plan.groups(spec.groups());
    }
    if (spec.linksPerGroupPair() != null) {
      plan.linksPerGroupPair(spec.linksPerGroupPair());
    }
    if (spec.nodes() != null) {
      plan.nodes(spec.nodes());
    }
    if (spec.localRateBps() != null) {
      plan.localRateBps(spec.localRateBps());
    }
    return spec.globalRateBps() == null ? plan : plan.globalRateBps(spec.globalRateBps());
  }

  private FabricPlan dragonflyPlus(DirectFabricSpec.DragonflyPlus spec) {
    NodeType node = hardware.node(spec.node());
    SwitchType switchType = switchType(spec.switchType(), node);
    DragonflyPlus plan =
        new DragonflyPlus(
                node,
                spec.leavesPerGroup(),
                spec.spinesPerGroup(),
                spec.nicsPerLeaf(),
                spec.globalLinksPerSpine())
            .cablesPerPair(spec.linksPerPair())
            .arrangement(arrangement(spec.globalArrangement()))
            .wiring(wiring(spec.nicOrder()))
            .switchType(switchType)
            .optics(
                optics(
                    spec.optics(),
                    spec.cables(),
                    node,
                    switchType,
                    spec.localRateBps(),
                    spec.globalRateBps()));
    if (spec.groups() != null) {
      plan.groups(spec.groups());
    }
    if (spec.linksPerGroupPair() != null) {
      plan.linksPerGroupPair(spec.linksPerGroupPair());
    }
    if (spec.nodes() != null) {
      plan.nodes(spec.nodes());
    }
    if (spec.localRateBps() != null) {
      plan.localRateBps(spec.localRateBps());
    }
    return spec.globalRateBps() == null ? plan : plan.globalRateBps(spec.globalRateBps());
  }

  private static TorusShape shape(List<Integer> dimensions, @Nullable List<OnOff> wrapAround) {
    return wrapAround == null
        ? TorusShape.torus(dimensions)
        : new TorusShape(dimensions, wrapAround.stream().map(wrap -> wrap == OnOff.ON).toList());
  }

  private LinkType link(String name, @Nullable Long rateBps) {
    LinkType link = hardware.link(name);
    return rateBps == null ? link : link.atRate(rateBps);
  }

  private SwitchType switchType(@Nullable String name, NodeType node) {
    return name == null ? node.switchType() : hardware.switchType(name);
  }

  /** What nobody chose is what the node's NICs and the switches usually hold. */
  private DragonflyOptics optics(
      @Nullable SwitchOpticsSpec optics,
      @Nullable SwitchCablesSpec cables,
      NodeType node,
      SwitchType switchType,
      @Nullable Long localRateBps,
      @Nullable Long globalRateBps) {
    SwitchOpticsSpec modules = Optional.ofNullable(optics).orElse(USUAL_MODULES);
    SwitchCablesSpec lengths = Optional.ofNullable(cables).orElse(USUAL_CABLES);
    Transceiver inSwitch = switchType.transceiver();
    long nicRateBps = node.nicLink().rateBps();
    TierChoice.End local = new TierChoice.End("local", modules.local(), inSwitch);
    TierChoice.End global = new TierChoice.End("global", modules.global(), inSwitch);
    return new DragonflyOptics(
        new TierChoice(hardware, "node-switch", lengths.nodeSwitch(), nicRateBps)
            .between(
                new OpticsChoice(hardware).nic(modules.nic(), node),
                new TierChoice.End("switch-down", modules.switchDown(), inSwitch)),
        new TierChoice(
                hardware,
                "local",
                lengths.local(),
                localRateBps == null ? nicRateBps : localRateBps)
            .between(local, local),
        new TierChoice(
                hardware,
                "global",
                lengths.global(),
                globalRateBps == null ? nicRateBps : globalRateBps)
            .between(global, global));
  }

  private @Nullable Transceiver module(@Nullable String name) {
    return name == null || name.equals(OpticsSpec.COPPER) ? null : hardware.transceiver(name);
  }

  private static Wiring wiring(NicOrder order) {
    return switch (order) {
      case NODE -> Wiring.RACK;
      case RAIL -> Wiring.RAIL;
    };
  }

  private static GlobalArrangement arrangement(weft.scenario.spec.GlobalArrangement arrangement) {
    return switch (arrangement) {
      case PALMTREE -> GlobalArrangement.PALMTREE;
      case ABSOLUTE -> GlobalArrangement.ABSOLUTE;
    };
  }
}

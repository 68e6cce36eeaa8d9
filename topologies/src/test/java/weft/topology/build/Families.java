package weft.topology.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

/** A small fabric or two of every family, for tests of what holds for all of them. */
public final class Families {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 500_000);
  private static final NodeType H100 = CATALOG.node("dgx-h100");
  private static final NodeType HOST = CATALOG.node("host-100g");
  private static final NodeType A100 = CATALOG.node("dgx-a100");
  private static final NodeType B300 = CATALOG.node("dgx-b300");
  private static final NodeType NVL72 = CATALOG.node("gb200-nvl72");

  private Families() {}

  /** All of them. */
  public static List<Topology> all() {
    List<Topology> all = new ArrayList<>();
    all.add(new SingleSwitch(3, LINK).build());
    clos().values().forEach(plans -> plans.forEach(plan -> all.add(plan.build())));
    all.addAll(direct());
    all.add(sites().build());
    return all;
  }

  /** The folded Clos networks, each with the node that it is made of. */
  static List<Arguments> closNetworks() {
    List<Arguments> arguments = new ArrayList<>();
    clos()
        .forEach(
            (node, plans) ->
                plans.forEach(
                    plan -> {
                      Topology topology = plan.build();
                      arguments.add(Arguments.of(Named.of(topology.name(), topology), node));
                    }));
    return arguments;
  }

  /** As arguments of a parameterized test, with their names. */
  public static List<Arguments> arguments(List<Topology> topologies) {
    return topologies.stream()
        .map(topology -> Arguments.of(Named.of(topology.name(), topology)))
        .toList();
  }

  /** By the node that they are made of. */
  private static Map<NodeType, List<FabricPlan>> clos() {
    Map<NodeType, List<FabricPlan>> clos = new LinkedHashMap<>();
    clos.put(
        H100,
        List.of(
            Clos.leafSpine(H100, 5, 2, 3).cablesPerLeafPair(2).name("leaf-spine by rail"),
            Clos.leafSpine(H100, 4, 2, 2).wiring(Wiring.RACK).name("leaf-spine by rack"),
            Clos.threeTier(H100, 5, 1, 2, 2, 2).wiring(Wiring.RACK).name("three-tier by rack"),
            Clos.threeTier(H100, 5, 1, 2, 2, 4)
                .spineGroups(SpineGroups.RAIL)
                .corePlanes(1)
                .name("three-tier by rail"),
            new FatTree(H100, 16, Wiring.RACK, H100.switchType()).network(20),
            new SuperPod(H100, 1).network(),
            new ClosSizing(H100, 9).nodesPerUnit(4).network(),
            new RailOnly(H100, 3).network()));
    clos.put(B300, List.of(new SuperPod(B300, 1).nodes(9).network()));
    clos.put(
        A100,
        List.of(
            new ClosSizing(A100, 6).nodesPerUnit(1).name("rail-optimized with cores").network(),
            planes(2, Planes.Form.PORTS, 3).name("dual-plane").network(),
            planes(2, Planes.Form.PORTS, 6).name("dual-plane with cores").network(),
            planes(2, Planes.Form.LEAVES, 2).name("dual-ToR").network(),
            planes(4, Planes.Form.NICS, 3).name("four planes of two rails").network(),
            planes(8, Planes.Form.NICS, 3).name("eight planes of one rail").network()));
    clos.put(HOST, List.of(new FatTree(HOST, 4, Wiring.RACK, HOST.switchType()).network()));
    clos.put(NVL72, List.of(Nvl72.of(NVL72, 2).network()));
    return clos;
  }

  private static ClosSizing planes(int count, Planes.Form form, int nodes) {
    return new ClosSizing(A100, nodes).planes(new Planes(count, form)).nodesPerUnit(1);
  }

  private static List<Topology> direct() {
    return List.of(
        new Dragonfly(H100, 4, 2, 2).build(),
        new Dragonfly(H100, 6, 4, 1).groups(3).rows(2, 1, 3).build(),
        new DragonflyPlus(H100, 2, 2, 4, 2).build(),
        new Torus(TorusShape.torus(List.of(2, 3, 4)), LINK, new TierOptics(null, null)).build(),
        new SwitchTorus(TorusShape.torus(List.of(3, 3)), H100, 1).build(),
        new CubeTorus(List.of(4, 4, 8), 3, LINK).without(List.of(1)).build());
  }

  private static JoinedSites sites() {
    return new JoinedSites(
        List.of(
            new JoinedSites.Site("east", Clos.leafSpine(H100, 4, 2, 2)),
            new JoinedSites.Site("west", new Dragonfly(H100, 2, 4, 1))),
        List.of(new JoinedSites.SiteLink("east", "west", 40, 400_000_000_000L, 2, null)));
  }
}

package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.JoinedSites.Site;
import weft.topology.build.JoinedSites.SiteLink;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class JoinedSitesTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 500_000);
  private static final long RATE = 400_000_000_000L;
  private static final long KM = 1_000_000;

  private static final Site EAST = new Site("east", Clos.leafSpine(H100, 4, 2, 3));
  private static final Site WEST = new Site("west", new SingleSwitch(5, LINK));
  private static final Site NORTH = new Site("north", new Dragonfly(H100, 4, 2, 2).groups(3));

  /** The spines of east, the switch of west and all switches of north lead to the borders. */
  @Test
  void closedForms() {
    Topology topology =
        new JoinedSites(
                List.of(EAST, WEST, NORTH),
                List.of(link("east", "west", 2), link("north", "west", 1)))
            .bordersPerSite(2)
            .cablesPerUplinkPair(3)
            .build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(32 + 5 + 24);
    assertThat(summary.nodes()).isEqualTo(4 + 5 + 3);
    assertThat(summary.switches())
        .isEqualTo(Map.of("leaf", 16, "spine", 3, "switch", 1 + 12, "border", 6));
    assertThat(summary.cables())
        .containsEntry("site-border", (3 + 1 + 12) * 2 * 3)
        .containsEntry("dci", 2 * 2 + 2)
        .containsEntry("leaf-spine", 16 * 3)
        .containsEntry("gpu-switch", 5);
    assertThat(Facts.connected(topology)).isTrue();
    assertThat(topology.devices().stream().map(Device::name))
        .contains("east/leaf-0-0", "west/switch", "north/switch-2-3", "north/border-1")
        .doesNotHaveDuplicates();
    // GPUs are in the order of the sites, node by node.
    assertThat(topology.devices(DeviceKind.GPU).map(Device::node)).isSorted();
    // GPU, NIC, leaf, spine, border; border, switch, GPU.
    int[] hops = Facts.hops(topology, topology.devices().get(0));
    Device far =
        topology.devices().stream()
            .filter(device -> device.name().equals("west/gpu-4"))
            .findFirst()
            .orElseThrow();
    assertThat(hops[far.id()]).isEqualTo(7);
  }

  /** 40 km at 5 ns a metre are 200 us, on top of what the devices take. */
  @Test
  void lengthIsLatency() {
    Topology topology =
        new JoinedSites(List.of(EAST, WEST), List.of(link("east", "west", 1))).build();
    assertThat(topology.cables())
        .filteredOn(cable -> cable.tier().equals(CableTier.DCI))
        .singleElement()
        .satisfies(
            cable ->
                assertThat(cable.type().latencyPs()).isEqualTo(uplinkPs(topology) + 200_000_000L));
    assertThatThrownBy(
            () ->
                new JoinedSites(
                    List.of(EAST, WEST),
                    List.of(new SiteLink("east", "west", 40_001 * KM, RATE, 1, null))))
        .isInstanceOf(TopologyException.class)
        .hasMessage("length: 40,001,000,000 mm is out of range; it lies between 0 and 40,000 km");
  }

  private static long uplinkPs(Topology topology) {
    return topology.cables().stream()
        .filter(cable -> cable.tier().equals(CableTier.LEAF_SPINE))
        .findFirst()
        .orElseThrow()
        .link()
        .latencyPs();
  }

  @Test
  void whatIsSetAfterTheCheckCountsToo() {
    JoinedSites sites = new JoinedSites(List.of(EAST, WEST), List.of(link("east", "west", 1)));
    assertThat(sites.check().build().devices(DeviceKind.BORDER)).hasSize(2);
    assertThat(sites.bordersPerSite(2).build().devices(DeviceKind.BORDER)).hasSize(4);
  }

  /** What crosses is what the links between the sites carry. */
  @Test
  void theCutBetweenSitesIsItsLinks() {
    Topology topology =
        new JoinedSites(List.of(EAST, NORTH), List.of(link("east", "north", 5)))
            .bordersPerSite(2)
            .build();
    // 3 spines with a cable to each of 2 borders carry 6, fewer than the 10 between the borders.
    assertThat(Facts.maxFlow(topology, DeviceKind.NIC, nic -> nic.node() < 4)).isEqualTo(6);
    Topology narrow =
        new JoinedSites(List.of(EAST, NORTH), List.of(link("east", "north", 2)))
            .bordersPerSite(2)
            .build();
    assertThat(Facts.maxFlow(narrow, DeviceKind.NIC, nic -> nic.node() < 4)).isEqualTo(4);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new JoinedSites(List.of(EAST), List.of()))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith("sites: 1 is given");
    assertThatThrownBy(() -> new JoinedSites(List.of(EAST, EAST), List.of()))
        .hasMessage("sites: two are called east. Maybe east-2.");
    assertThatThrownBy(
            () -> new JoinedSites(List.of(EAST, new Site("a/b", WEST.fabric())), List.of()))
        .hasMessage("sites: \"a/b\" is no name of letters, digits, dots and dashes. Maybe east.");
    assertThatThrownBy(() -> new JoinedSites(List.of(EAST, WEST), List.of(link("east", "wset", 1))))
        .hasMessage("links: no site is called \"wset\". Maybe west.");
    assertThatThrownBy(() -> new JoinedSites(List.of(EAST, WEST), List.of(link("east", "east", 1))))
        .hasMessage("links: one leads from east to itself");
    assertThatThrownBy(
            () -> new JoinedSites(List.of(EAST, WEST, NORTH), List.of(link("east", "west", 1))))
        .hasMessage(
            "links: none leads from east to north, be it over other sites. Maybe sites: [east,"
                + " north].");
    Site full = new Site("full", Clos.leafSpine(H100, 16, 2, 1));
    assertThatThrownBy(
            () -> new JoinedSites(List.of(full, WEST), List.of(link("full", "west", 1))).check())
        .hasMessage(
            "full/spine-0 needs 65 ports (64 within the site and 1 to border routers), but a qm9700"
                + " has 64");
    Site almost = new Site("almost", Clos.leafSpine(H100, 14, 2, 1));
    assertThatThrownBy(
            () ->
                new JoinedSites(List.of(almost, WEST), List.of(link("almost", "west", 1)))
                    .bordersPerSite(9)
                    .check())
        .hasMessage(
            "almost/spine-0 needs 65 ports (56 within the site and 9 to border routers), but a"
                + " qm9700 has 64. Maybe borders-per-site: 8.");
    assertThatThrownBy(
            () -> new JoinedSites(List.of(EAST, WEST), List.of(link("east", "west", 62))).check())
        .hasMessage(
            "east/border-0 needs 65 ports (3 to the site and 62 to other sites), but a qm9700 has"
                + " 64");
    Site torus =
        new Site(
            "tpu", new Torus(TorusShape.torus(List.of(2, 2)), LINK, new TierOptics(null, null)));
    assertThatThrownBy(
            () -> new JoinedSites(List.of(torus, WEST), List.of(link("tpu", "west", 1))).check())
        .hasMessageStartingWith("site tpu: a 2x2 torus of GPUs has no switches");
    Site bad = new Site("bad", Clos.leafSpine(H100, 4, 1, 0));
    assertThatThrownBy(
            () -> new JoinedSites(List.of(bad, WEST), List.of(link("bad", "west", 1))).check())
        .hasMessageStartingWith("site bad: 0 spines leave");
  }

  private static SiteLink link(String from, String to, int cables) {
    return new SiteLink(from, to, 40 * KM, RATE, cables, null);
  }
}

package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * A dragonfly+ (Shpiner et al., "Dragonfly+: Low Cost Topology for Scaling Datacenters", HiPINEB
 * 2017): groups in which every leaf is joined to every spine. Leaves have the NICs, spines the
 * links to other groups, so that with <i>s</i> spines of <i>h</i> global links at most <i>s·h</i> +
 * 1 groups can be joined all to all. With fewer groups, every two are joined by several links.
 * Global port <i>k</i> of a group is on its spine ⌊<i>k</i> / <i>h</i>⌋; if some stay unused, those
 * in use are spread evenly over the spines.
 */
public final class DragonflyPlus implements FabricPlan {

  private static final int MOST_PORTS = 1 << 12;

  private final NodeType nodeType;
  private final int leavesPerGroup;
  private final int spinesPerGroup;
  private final int nicsPerLeaf;
  private final int globalLinksPerSpine;
  private @Nullable Integer groups;
  private @Nullable Integer nodes;
  private @Nullable Integer linksPerGroupPair;
  private int cablesPerPair = 1;
  private Wiring wiring = Wiring.RACK;
  private GlobalArrangement arrangement = GlobalArrangement.PALMTREE;
  private LinkType localLink;
  private LinkType globalLink;
  private SwitchType switchType;
  private @Nullable DragonflyOptics optics;

  /**
   * Starts from what has no default.
   *
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param leavesPerGroup leaves of a group
   * @param spinesPerGroup spines of a group
   * @param nicsPerLeaf NICs on each leaf
   * @param globalLinksPerSpine links of each spine to other groups; 0 only for one group
   * @throws TopologyException if a number is out of range
   */
  public DragonflyPlus(
      NodeType nodeType,
      int leavesPerGroup,
      int spinesPerGroup,
      int nicsPerLeaf,
      int globalLinksPerSpine) {
    this.nodeType = nodeType;
    this.leavesPerGroup = Require.between("leaves per group", leavesPerGroup, 1, MOST_PORTS);
    this.spinesPerGroup = Require.between("spines per group", spinesPerGroup, 1, MOST_PORTS);
    this.nicsPerLeaf = Require.between("NICs per leaf", nicsPerLeaf, 1, MOST_PORTS);
    this.globalLinksPerSpine =
        Require.between("global links per spine", globalLinksPerSpine, 0, MOST_PORTS);
    localLink = nodeType.nicLink();
    globalLink = nodeType.nicLink();
    switchType = nodeType.switchType();
  }

  /** Number of groups; by default as many as the global links join, <i>s·h</i> + 1. */
  public DragonflyPlus groups(int newGroups) {
    groups = Require.between("groups", newGroups, 1, MOST_NODES);
    return this;
  }

  /** Number of nodes, if the last groups are not full; by default all groups are. */
  public DragonflyPlus nodes(int newNodes) {
    nodes = Require.between("nodes", newNodes, 1, MOST_NODES);
    return this;
  }

  /** Links between every two groups; by default as many as the ports allow. */
  public DragonflyPlus linksPerGroupPair(int links) {
    linksPerGroupPair = Require.between("links per group pair", links, 1, MOST_PORTS * MOST_PORTS);
    return this;
  }

  /** Cables between each leaf and each spine of a group; by default one. */
  public DragonflyPlus cablesPerPair(int cables) {
    cablesPerPair = Require.between("links per pair", cables, 1, MOST_PORTS);
    return this;
  }

  /** How NICs are dealt out to the leaves of a group; by default node after node. */
  public DragonflyPlus wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /** Which global port leads where; by default the palmtree. */
  public DragonflyPlus arrangement(GlobalArrangement newArrangement) {
    arrangement = newArrangement;
    return this;
  }

  /** Line rate between leaf and spine, bits per second; by default that of the NICs. */
  public DragonflyPlus localRateBps(long rateBps) {
    localLink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** Line rate between groups, bits per second; by default that of the NICs. */
  public DragonflyPlus globalRateBps(long rateBps) {
    globalLink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** The switch; by default that of the node's reference. */
  public DragonflyPlus switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public DragonflyPlus optics(DragonflyOptics newOptics) {
    optics = newOptics;
    return this;
  }

  @Override
  public int gpus() {
    return nodeCount() * nodeType.gpus();
  }

  @Override
  public DragonflyPlus check() {
    globalLinks(globalLinksPerSpine).check("global-links-per-spine", spinesPerGroup);
    GroupNodes groupNodes = groupNodes().check("nics-per-leaf");
    if ((long) groupCount() * spinesPerGroup > MOST_NODES) {
      throw new TopologyException(
          "groups: %,d groups of %,d spines; the most is %,d. Maybe groups: %d."
              .formatted(groupCount(), spinesPerGroup, MOST_NODES, MOST_NODES / spinesPerGroup));
    }
    if (nodes != null) {
      Require.between("nodes", nodes, 1, (int) groupNodes.mostNodes());
    }
    requirePorts();
    DragonflyOptics modules = modules();
    modules.node().cables(CableTier.NODE_LEAF, nodeType.nicLink());
    modules.local().cables(CableTier.LEAF_SPINE, localLink);
    modules.global().cables(CableTier.GLOBAL, globalLink);
    return this;
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology =
        new TopologyBuilder(
            "dragonfly+ of %s, groups: %d".formatted(nodeType.label(), groupCount()));
    List<List<Device>> nics = groupNodes().addTo(topology, nodeCount());
    List<List<Device>> leaves = addSwitches(topology, DeviceKind.LEAF, leavesPerGroup);
    List<List<Device>> spines = addSwitches(topology, DeviceKind.SPINE, spinesPerGroup);
    groupNodes()
        .connect(
            topology,
            modules().node().cables(CableTier.NODE_LEAF, nodeType.nicLink()),
            nics,
            leaves);
    CableClass local = modules().local().cables(CableTier.LEAF_SPINE, localLink);
    for (int group = 0; group < groupCount(); group++) {
      for (Device leaf : leaves.get(group)) {
        for (Device spine : spines.get(group)) {
          for (int cable = 0; cable < cablesPerPair; cable++) {
            topology.connect(local, leaf, spine);
          }
        }
      }
    }
    CableClass global = modules().global().cables(CableTier.GLOBAL, globalLink);
    GlobalLinks links = globalLinks(globalLinksPerSpine);
    links.forEach(
        (group, port, peer, peerPort) ->
            topology.connect(
                global,
                spines.get(group).get(links.switchOf(port, spinesPerGroup)),
                spines.get(peer).get(links.switchOf(peerPort, spinesPerGroup))));
    return topology.build();
  }

  private int groupCount() {
    return groupCount(globalLinksPerSpine);
  }

  private int groupCount(int ofGlobalLinks) {
    return groups == null ? spinesPerGroup * ofGlobalLinks + 1 : groups;
  }

  private int nodeCount() {
    return nodes == null ? (int) groupNodes().mostNodes() : nodes;
  }

  private DragonflyOptics modules() {
    return optics == null ? DragonflyOptics.usual(nodeType, switchType) : optics;
  }

  private GroupNodes groupNodes() {
    return new GroupNodes(nodeType, groupCount(), leavesPerGroup, nicsPerLeaf, wiring);
  }

  private GlobalLinks globalLinks(int ofGlobalLinks) {
    int ofGroups = groupCount(ofGlobalLinks);
    int ports = spinesPerGroup * ofGlobalLinks;
    int perPair =
        linksPerGroupPair == null ? GlobalLinks.mostPerPair(ofGroups, ports) : linksPerGroupPair;
    return new GlobalLinks(ofGroups, ports, ofGroups == 1 ? 0 : perPair, arrangement);
  }

  private List<List<Device>> addSwitches(TopologyBuilder topology, DeviceKind kind, int perGroup) {
    List<List<Device>> all = new ArrayList<>();
    for (int group = 0; group < groupCount(); group++) {
      List<Device> ofGroup = new ArrayList<>();
      for (int device = 0; device < perGroup; device++) {
        ofGroup.add(
            topology.addSwitch(kind, name(kind, group, device, perGroup), Device.NONE, switchType));
      }
      all.add(ofGroup);
    }
    return all;
  }

  private String name(DeviceKind kind, int group, int device, int perGroup) {
    return "%s-%s-%s"
        .formatted(
            kind.role(), Numbering.padded(group, groupCount()), Numbering.padded(device, perGroup));
  }

  private void requirePorts() {
    PortBudget ports = new PortBudget(switchType);
    long nics = switchType.portsFor(nicsPerLeaf, nodeType.nicLink().rateBps());
    long up = switchType.portsFor((long) spinesPerGroup * cablesPerPair, localLink.rateBps());
    ports.require(
        name(DeviceKind.LEAF, 0, 0, leavesPerGroup),
        nics + up,
        "%d to NICs and %d to spines".formatted(nics, up),
        () -> fewer("spines-per-group", (int) (switchType.ports() - nics) / cablesPerPair));
    long down = switchType.portsFor((long) leavesPerGroup * cablesPerPair, localLink.rateBps());
    long global = globalPorts(globalLinksPerSpine);
    ports.require(
        name(DeviceKind.SPINE, 0, 0, spinesPerGroup),
        down + global,
        "%d to leaves and %d global".formatted(down, global),
        () -> fewerGlobalLinks(down));
  }

  private long globalPorts(int ofGlobalLinks) {
    return groups != null && groups == 1
        ? 0
        : switchType.portsFor(ofGlobalLinks, globalLink.rateBps());
  }

  /** A number of spines for which a leaf has ports, if the groups can still be joined. */
  private Optional<String> fewer(String key, int spines) {
    boolean joined =
        groups == null
            || groups == 1
            || GlobalLinks.mostPerPair(groups, (long) spines * globalLinksPerSpine) > 0;
    return spines > 0 && joined ? Optional.of(key + ": " + spines) : Optional.empty();
  }

  private Optional<String> fewerGlobalLinks(long down) {
    for (int links = globalLinksPerSpine - 1; links > 0; links--) {
      int ofGroups = groupCount(links);
      long ports = (long) spinesPerGroup * links;
      int wanted = linksPerGroupPair == null ? 1 : linksPerGroupPair;
      if (down + globalPorts(links) <= switchType.ports()
          && GlobalLinks.mostPerPair(ofGroups, ports) >= wanted) {
        return Optional.of("global-links-per-spine: " + links);
      }
    }
    int leaves = (int) (switchType.ports() - globalPorts(globalLinksPerSpine)) / cablesPerPair;
    boolean whole = (long) leaves * nicsPerLeaf % nodeType.nics() == 0;
    return leaves > 0 && whole ? Optional.of("leaves-per-group: " + leaves) : Optional.empty();
  }
}

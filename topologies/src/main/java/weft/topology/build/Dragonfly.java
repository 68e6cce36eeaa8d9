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
 * A dragonfly (Kim, Dally, Scott, Abts, "Technology-Driven, Highly-Scalable Dragonfly Topology",
 * ISCA 2008): groups of <i>a</i> switches, each with <i>p</i> NICs and <i>h</i> global links, so
 * that at most <i>a·h</i> + 1 groups can be joined all to all. The paper's balance is <i>a</i> =
 * 2<i>p</i> = 2<i>h</i>.
 *
 * <p>Within a group all switches are joined, or with several rows those of one row and those of one
 * column: the 2-D flattened butterfly of the Cray Cascade, whose groups are 6 rows of 16 with three
 * cables for each pair of a column (Faanes et al., SC 2012). Global port <i>k</i> of a group is on
 * its switch ⌊<i>k</i> / <i>h</i>⌋, if all are in use.
 *
 * <p>With fewer groups, every two are joined by several links; ports that do not suffice for one
 * more round stay unused, and those in use are spread evenly over the switches of a group.
 */
public final class Dragonfly implements FabricPlan {

  private static final int MOST_PORTS = 1 << 12;

  private final NodeType nodeType;
  private final int switchesPerGroup;
  private final int nicsPerSwitch;
  private final int globalLinksPerSwitch;
  private @Nullable Integer groups;
  private @Nullable Integer nodes;
  private @Nullable Integer linksPerGroupPair;
  private int rows = 1;
  private int rowLinks = 1;
  private int columnLinks = 1;
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
   * @param switchesPerGroup <i>a</i>
   * @param nicsPerSwitch <i>p</i>
   * @param globalLinksPerSwitch <i>h</i>; 0 only for one group
   * @throws TopologyException if a number is out of range
   */
  public Dragonfly(
      NodeType nodeType, int switchesPerGroup, int nicsPerSwitch, int globalLinksPerSwitch) {
    this.nodeType = nodeType;
    this.switchesPerGroup = Require.between("switches per group", switchesPerGroup, 1, MOST_PORTS);
    this.nicsPerSwitch = Require.between("NICs per switch", nicsPerSwitch, 1, MOST_PORTS);
    this.globalLinksPerSwitch =
        Require.between("global links per switch", globalLinksPerSwitch, 0, MOST_PORTS);
    localLink = nodeType.nicLink();
    globalLink = nodeType.nicLink();
    switchType = nodeType.switchType();
  }

  /** Number of groups; by default as many as the global links join, <i>a·h</i> + 1. */
  public Dragonfly groups(int newGroups) {
    groups = Require.between("groups", newGroups, 1, MOST_NODES);
    return this;
  }

  /** Number of nodes, if the last groups are not full; by default all groups are. */
  public Dragonfly nodes(int newNodes) {
    nodes = Require.between("nodes", newNodes, 1, MOST_NODES);
    return this;
  }

  /** Links between every two groups; by default as many as the ports allow. */
  public Dragonfly linksPerGroupPair(int links) {
    linksPerGroupPair = Require.between("links per group pair", links, 1, MOST_PORTS * MOST_PORTS);
    return this;
  }

  /**
   * Divides the switches of a group into rows.
   *
   * @param newRows how many; 1 for a full mesh
   * @param perRowPair parallel cables between two switches of a row
   * @param perColumnPair parallel cables between two switches of a column
   */
  public Dragonfly rows(int newRows, int perRowPair, int perColumnPair) {
    rows = Require.between("rows", newRows, 1, MOST_PORTS);
    rowLinks = Require.between("links per row pair", perRowPair, 1, MOST_PORTS);
    columnLinks = Require.between("links per column pair", perColumnPair, 1, MOST_PORTS);
    return this;
  }

  /** How NICs are dealt out to the switches of a group; by default node after node. */
  public Dragonfly wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /** Which global port leads where; by default the palmtree. */
  public Dragonfly arrangement(GlobalArrangement newArrangement) {
    arrangement = newArrangement;
    return this;
  }

  /** Line rate within a group, bits per second; by default that of the NICs. */
  public Dragonfly localRateBps(long rateBps) {
    localLink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** Line rate between groups, bits per second; by default that of the NICs. */
  public Dragonfly globalRateBps(long rateBps) {
    globalLink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** The switch; by default that of the node's reference. */
  public Dragonfly switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public Dragonfly optics(DragonflyOptics newOptics) {
    optics = newOptics;
    return this;
  }

  @Override
  public int gpus() {
    return nodeCount() * nodeType.gpus();
  }

  @Override
  public Dragonfly check() {
    requireShape(switchesPerGroup, globalLinksPerSwitch);
    if (nodes != null) {
      Require.between(
          "nodes", nodes, 1, (int) groupNodes(switchesPerGroup, groupCount()).mostNodes());
    }
    requirePorts();
    DragonflyOptics modules = modules();
    modules.node().cables(CableTier.NODE_SWITCH, nodeType.nicLink());
    modules.local().cables(CableTier.LOCAL, localLink);
    modules.global().cables(CableTier.GLOBAL, globalLink);
    return this;
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology =
        new TopologyBuilder(
            "dragonfly of %s, groups: %d".formatted(nodeType.label(), groupCount()));
    GroupNodes groupNodes = groupNodes(switchesPerGroup, groupCount());
    List<List<Device>> nics = groupNodes.addTo(topology, nodeCount());
    List<List<Device>> switches = addSwitches(topology);
    groupNodes.connect(
        topology,
        modules().node().cables(CableTier.NODE_SWITCH, nodeType.nicLink()),
        nics,
        switches);
    CableClass local = modules().local().cables(CableTier.LOCAL, localLink);
    switches.forEach(group -> joinLocally(topology, local, group));
    CableClass global = modules().global().cables(CableTier.GLOBAL, globalLink);
    GlobalLinks links = globalLinks(switchesPerGroup, globalLinksPerSwitch);
    links.forEach(
        (group, port, peer, peerPort) ->
            topology.connect(
                global,
                switches.get(group).get(links.switchOf(port, switchesPerGroup)),
                switches.get(peer).get(links.switchOf(peerPort, switchesPerGroup))));
    return topology.build();
  }

  private int groupCount() {
    return groupCount(switchesPerGroup, globalLinksPerSwitch);
  }

  private int groupCount(int ofSwitches, int ofGlobalLinks) {
    return groups == null ? ofSwitches * ofGlobalLinks + 1 : groups;
  }

  private int nodeCount() {
    return nodes == null ? (int) groupNodes(switchesPerGroup, groupCount()).mostNodes() : nodes;
  }

  private DragonflyOptics modules() {
    return optics == null ? DragonflyOptics.usual(nodeType, switchType) : optics;
  }

  private GroupNodes groupNodes(int ofSwitches, int ofGroups) {
    return new GroupNodes(nodeType, ofGroups, ofSwitches, nicsPerSwitch, wiring);
  }

  private GlobalLinks globalLinks(int ofSwitches, int ofGlobalLinks) {
    int ofGroups = groupCount(ofSwitches, ofGlobalLinks);
    int ports = ofSwitches * ofGlobalLinks;
    int perPair =
        linksPerGroupPair == null ? GlobalLinks.mostPerPair(ofGroups, ports) : linksPerGroupPair;
    return new GlobalLinks(ofGroups, ports, ofGroups == 1 ? 0 : perPair, arrangement);
  }

  private List<List<Device>> addSwitches(TopologyBuilder topology) {
    List<List<Device>> all = new ArrayList<>();
    for (int group = 0; group < groupCount(); group++) {
      List<Device> ofGroup = new ArrayList<>();
      for (int device = 0; device < switchesPerGroup; device++) {
        ofGroup.add(
            topology.addSwitch(
                DeviceKind.SWITCH, switchName(group, device), Device.NONE, switchType));
      }
      all.add(ofGroup);
    }
    return all;
  }

  private String switchName(int group, int device) {
    return "switch-%s-%s"
        .formatted(
            Numbering.padded(group, groupCount()), Numbering.padded(device, switchesPerGroup));
  }

  private void joinLocally(TopologyBuilder topology, CableClass local, List<Device> group) {
    int columns = switchesPerGroup / rows;
    for (int one = 0; one < group.size(); one++) {
      for (int other = one + 1; other < group.size(); other++) {
        int parallel = 0;
        if (one / columns == other / columns) {
          parallel = rowLinks;
        } else if (one % columns == other % columns) {
          parallel = columnLinks;
        }
        for (int cable = 0; cable < parallel; cable++) {
          topology.connect(local, group.get(one), group.get(other));
        }
      }
    }
  }

  private void requireShape(int ofSwitches, int ofGlobalLinks) {
    if (ofSwitches % rows != 0) {
      throw new TopologyException(
          "rows: %,d switches of a group cannot be divided into %,d rows. Maybe rows: %d."
              .formatted(ofSwitches, rows, Divisors.nearest(ofSwitches, rows)));
    }
    globalLinks(ofSwitches, ofGlobalLinks).check("global-links-per-switch", ofSwitches);
    groupNodes(ofSwitches, groupCount(ofSwitches, ofGlobalLinks)).check("nics-per-switch");
  }

  private void requirePorts() {
    long nics = switchType.portsFor(nicsPerSwitch, nodeType.nicLink().rateBps());
    long local = switchType.portsFor(localCables(switchesPerGroup), localLink.rateBps());
    long global = switchType.portsFor(globalCables(globalLinksPerSwitch), globalLink.rateBps());
    new PortBudget(switchType)
        .require(
            switchName(0, 0),
            nics + local + global,
            "%d to NICs, %d local and %d global".formatted(nics, local, global),
            this::smaller);
  }

  private long localCables(int ofSwitches) {
    int columns = ofSwitches / rows;
    return (long) (columns - 1) * rowLinks + (long) (rows - 1) * columnLinks;
  }

  private int globalCables(int ofGlobalLinks) {
    return groups != null && groups == 1 ? 0 : ofGlobalLinks;
  }

  /** What would fit: fewer global links, or else smaller groups. */
  private Optional<String> smaller() {
    for (int links = globalLinksPerSwitch - 1; links > 0; links--) {
      if (fits(switchesPerGroup, links)) {
        return Optional.of("global-links-per-switch: " + links);
      }
    }
    for (int switches = switchesPerGroup - 1; switches > 0; switches--) {
      if (fits(switches, globalLinksPerSwitch)) {
        return Optional.of("switches-per-group: " + switches);
      }
    }
    return Optional.empty();
  }

  private boolean fits(int ofSwitches, int ofGlobalLinks) {
    long needed =
        switchType.portsFor(nicsPerSwitch, nodeType.nicLink().rateBps())
            + switchType.portsFor(localCables(ofSwitches), localLink.rateBps())
            + switchType.portsFor(globalCables(ofGlobalLinks), globalLink.rateBps());
    if (needed > switchType.ports()) {
      return false;
    }
    try {
      requireShape(ofSwitches, ofGlobalLinks);
    } catch (TopologyException e) {
      return false;
    }
    int ofGroups = groupCount(ofSwitches, ofGlobalLinks);
    return nodes == null || nodes <= groupNodes(ofSwitches, ofGroups).mostNodes();
  }
}

package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Topology;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.ScaleUp;
import weft.topology.hardware.SwitchType;

/**
 * A folded Clos network of one to three layers of switches: units of nodes on leaves, leaves on
 * spines, spines on cores, each layer as regular as the counts allow.
 *
 * <pre>
 *   core-0 core-1   core-2 core-3     core plane p = the next coresPerPlane cores;
 *     │ ╲   ╱ │       │ ╲   ╱ │       spine s of every group on every core of plane s mod planes
 *   spine-0-0       spine-0-1         group g = spines of one pod, or of one rail of a pod;
 *     │ ╲ ╱ │ ╲   ╱ │ ╲ ╱ │           every leaf of the group on every spine of it
 *   leaf-0-0 … leaf-0-7               wiring RAIL: NIC r of each node of unit u on leaf-u-r
 *     │                               wiring RACK: all NICs of unit u on leaf-u
 *   node-00 … node-31                 unitsPerPod units share spines; without cores all do
 * </pre>
 *
 * <p>All of this, nodes excepted, may exist several times over: {@link Planes}.
 *
 * <p>Nodes can be fewer than the last unit holds, and units fewer than the last pod holds; a unit
 * that is begun has all its leaves, a pod that is begun all its spines, and all cores are there.
 */
public final class Clos implements FabricPlan {

  private final NodeType nodeType;
  private final int nodes;
  private final List<ClosAdvice.Key> keys;
  int nodesPerUnit;
  int unitsPerPod;
  int spinesPerGroup;

  /** 0 for one plane for each spine of a group. */
  int corePlanes;

  int coresPerPlane;
  int cablesPerLeafPair = 1;
  int cablesPerCorePair = 1;
  private Wiring wiring = Wiring.RAIL;
  private SpineGroups spineGroups = SpineGroups.POD;
  private Planes planes = Planes.ONE;
  private boolean relayed;
  private @Nullable Long uplinkRateBps;
  private SwitchType switchType;
  private @Nullable Optics optics;
  private String name;

  private Clos(NodeType nodeType, int nodes, List<ClosAdvice.Key> keys, String name) {
    this.nodeType = nodeType;
    this.nodes = Require.between("nodes", nodes, 1, MOST_NODES);
    this.keys = keys;
    this.name = name;
    switchType = nodeType.switchType();
  }

  private Clos(Clos other) {
    this(other.nodeType, other.nodes, List.of(), other.name);
    nodesPerUnit = other.nodesPerUnit;
    unitsPerPod = other.unitsPerPod;
    spinesPerGroup = other.spinesPerGroup;
    corePlanes = other.corePlanes;
    coresPerPlane = other.coresPerPlane;
    cablesPerLeafPair = other.cablesPerLeafPair;
    cablesPerCorePair = other.cablesPerCorePair;
    wiring = other.wiring;
    spineGroups = other.spineGroups;
    planes = other.planes;
    relayed = other.relayed;
    uplinkRateBps = other.uplinkRateBps;
    switchType = other.switchType;
    optics = other.optics;
  }

  /**
   * Two layers: every leaf on every spine.
   *
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param nodes how many of them
   * @param nodesPerUnit how many of them share the leaves of one unit
   * @param spines how many spine switches; 0 only if there is no more than one leaf
   * @throws TopologyException if a number is out of range
   */
  public static Clos leafSpine(NodeType nodeType, int nodes, int nodesPerUnit, int spines) {
    Clos clos = new Clos(nodeType, nodes, ClosAdvice.LEAF_SPINE, "leaf-spine");
    clos.nodesPerUnit = Require.between("nodes per unit", nodesPerUnit, 1, MOST_NODES);
    clos.spinesPerGroup = Require.between("spines", spines, 0, MOST_NODES);
    clos.unitsPerPod = MOST_NODES;
    return clos;
  }

  /**
   * Three layers with a plane of cores for each spine of a group.
   *
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param nodes how many of them
   * @param nodesPerUnit how many of them share the leaves of one unit
   * @param unitsPerPod how many units share spines
   * @param spinesPerGroup how many spines each group has
   * @param coresPerPlane how many cores each plane has
   * @throws TopologyException if a number is out of range
   */
  public static Clos threeTier(
      NodeType nodeType,
      int nodes,
      int nodesPerUnit,
      int unitsPerPod,
      int spinesPerGroup,
      int coresPerPlane) {
    Clos clos = new Clos(nodeType, nodes, ClosAdvice.THREE_TIER, "three-tier");
    clos.nodesPerUnit = Require.between("nodes per unit", nodesPerUnit, 1, MOST_NODES);
    clos.unitsPerPod = Require.between("units per pod", unitsPerPod, 1, MOST_NODES);
    clos.spinesPerGroup = Require.between("spines per group", spinesPerGroup, 1, MOST_NODES);
    clos.coresPerPlane = Require.between("cores per plane", coresPerPlane, 1, MOST_NODES);
    return clos;
  }

  /** One layer, of which the leaves are joined by nothing but the nodes. */
  static Clos leavesOnly(NodeType nodeType, int nodes, int nodesPerUnit) {
    Clos clos = leafSpine(nodeType, nodes, nodesPerUnit, 0);
    clos.relayed = true;
    return clos;
  }

  /**
   * Into how many planes the cores are divided; by default one for each spine of a group.
   *
   * @param newPlanes divides the number of spines of a group
   * @throws TopologyException if it does not
   */
  public Clos corePlanes(int newPlanes) {
    corePlanes = Require.between("core planes", newPlanes, 1, spinesPerGroup);
    if (spinesPerGroup % corePlanes != 0) {
      throw new TopologyException(
          "%d core planes do not divide the %d spines of a group. Maybe core-planes: %d."
              .formatted(corePlanes, spinesPerGroup, Divisors.atMost(spinesPerGroup, corePlanes)));
    }
    return this;
  }

  /** How NICs are spread over the leaves of their unit; by default by rail. */
  public Clos wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /** Which leaves of a pod share spines; by default all. */
  public Clos spineGroups(SpineGroups newGroups) {
    spineGroups = newGroups;
    return this;
  }

  /**
   * Into how many planes all switches are divided; by default one.
   *
   * @throws TopologyException if the node's NICs cannot be divided so
   */
  public Clos planes(Planes newPlanes) {
    newPlanes.requireDivides(nodeType);
    planes = newPlanes;
    return this;
  }

  /** Cables between each leaf and each spine of its group; by default one. */
  public Clos cablesPerLeafPair(int cables) {
    cablesPerLeafPair = Require.between("links per leaf and spine", cables, 1, MOST_NODES);
    return this;
  }

  /** Cables between each spine and each core of its plane; by default one. */
  public Clos cablesPerCorePair(int cables) {
    cablesPerCorePair = Require.between("links per spine and core", cables, 1, MOST_NODES);
    return this;
  }

  /** Line rate above the leaves, bits per second; by default that of a port of the NICs. */
  public Clos uplinkRateBps(long rateBps) {
    uplinkRateBps = rateBps;
    return this;
  }

  /** The switch that all layers are made of; by default that of the node's reference. */
  public Clos switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public Clos optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** What the topology is called in reports. */
  public Clos name(String newName) {
    name = newName;
    return this;
  }

  @Override
  public int gpus() {
    return nodes * nodeType.gpus();
  }

  @Override
  public int layers() {
    return spinesPerGroup == 0 ? 1 : coresPerPlane == 0 ? 2 : 3;
  }

  @Override
  public Clos check() {
    try {
      new ClosPorts(this).require();
    } catch (TopologyException e) {
      throw new TopologyException(e.getMessage() + ClosAdvice.sentence(this), e);
    }
    requireConnected();
    requireJoinedInside();
    nodeLeaf();
    if (spinesPerGroup > 0) {
      leafSpine();
    }
    if (coresPerPlane > 0) {
      spineCore();
    }
    return this;
  }

  @Override
  public Topology build() {
    check();
    return new ClosAssembly(this).build();
  }

  Clos copy() {
    return new Clos(this);
  }

  List<ClosAdvice.Key> keys() {
    return keys;
  }

  String name() {
    return name;
  }

  SpineGroups spineGroups() {
    return spineGroups;
  }

  SwitchType switchType() {
    return switchType;
  }

  LeafLayer layer() {
    return new LeafLayer(nodeType, nodes, nodesPerUnit, wiring, planes, switchType);
  }

  LinkType uplink() {
    LinkType port = layer().portLink();
    return uplinkRateBps == null ? port : port.atRate(uplinkRateBps);
  }

  CableClass nodeLeaf() {
    return modules().nodeLeaf().cables(CableTier.NODE_LEAF, layer().portLink());
  }

  CableClass leafSpine() {
    return modules().leafSpine().cables(CableTier.LEAF_SPINE, uplink());
  }

  CableClass spineCore() {
    return modules().spineCore().cables(CableTier.SPINE_CORE, uplink());
  }

  /** Groups of spines of one network. */
  int groups() {
    int pods = (layer().units() + unitsPerPod - 1) / unitsPerPod;
    return pods * layer().groupsPerPod(spineGroups);
  }

  /** Planes of the cores of one network. */
  int planesOfCores() {
    return corePlanes == 0 ? spinesPerGroup : corePlanes;
  }

  String spineName(int network, int group, int spine) {
    String ofGroup =
        coresPerPlane == 0 && groups() == 1 ? "" : Numbering.padded(group, groups()) + "-";
    return layer().networkPrefix(network)
        + "spine-"
        + ofGroup
        + Numbering.padded(spine, spinesPerGroup);
  }

  String coreName(int network, int core) {
    return layer().networkPrefix(network)
        + "core-"
        + Numbering.padded(core, planesOfCores() * coresPerPlane);
  }

  private Optics modules() {
    return optics != null ? optics : Optics.usual(nodeType, switchType);
  }

  private void requireConnected() {
    if (spinesPerGroup == 0 && layer().leaves() > 1 && !(relayed && layer().units() == 1)) {
      throw new TopologyException(
          "0 spines leave %d leaf switches unconnected. Maybe spines: 1%s."
              .formatted(layer().leaves(), oneLeafCouldDo() ? ", or wiring: rack" : ""));
    }
  }

  /** Planes that no switch joins are joined by nodes, if at all. */
  private void requireJoinedInside() {
    boolean apart = planes.ofRails() > 1 || (spinesPerGroup == 0 && layer().columns() > 1);
    if (apart && nodeType.scaleUp().kind() == ScaleUp.Kind.NONE && nodeType.hostBus().cpus() == 0) {
      throw new TopologyException(
          "the rails of %s are joined neither by switches nor inside it. Maybe rail-optimized."
              .formatted(nodeType.name()));
    }
  }

  private boolean oneLeafCouldDo() {
    return layer().units() == 1 && new ClosPorts(copy().wiring(Wiring.RACK)).fits();
  }
}

package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import java.util.ArrayList;
import java.util.List;
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
 * A network of three layers, a folded Clos network: leaves, spines in groups, and cores in planes.
 *
 * <pre>
 *   core-0 core-1   core-2 core-3     plane p = the next coresPerPlane cores;
 *     │ ╲   ╱ │       │ ╲   ╱ │       spine s of every group on every core of plane s mod planes
 *   spine-0-0       spine-0-1         group g = spines of one pod, or of one rail of a pod;
 *     │ ╲ ╱ │ ╲   ╱ │ ╲ ╱ │           every leaf of the group on every spine of it
 *   leaf-0-0 … leaf-0-7               units as in {@link LeafSpine}, unitsPerPod of them a pod
 * </pre>
 *
 * <p>Nodes can be fewer than the last unit holds, and units fewer than the last pod holds; a pod
 * that is begun has all its spines, and all cores are there.
 */
public final class ThreeTier implements FabricPlan {

  private final NodeType nodeType;
  private final int nodes;
  private final int nodesPerUnit;
  private final int unitsPerPod;
  private final int spinesPerGroup;
  private final int planes;
  private final int coresPerPlane;
  private Wiring wiring = Wiring.RAIL;
  private SpineGroups spineGroups = SpineGroups.POD;
  private int cablesPerLeafPair = 1;
  private int cablesPerCorePair = 1;
  private LinkType uplink;
  private SwitchType switchType;
  private @Nullable Optics optics;
  private String name = "three-tier";

  /**
   * Starts from what has no default.
   *
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param nodes how many of them
   * @param nodesPerUnit how many of them share the leaves of one unit
   * @param unitsPerPod how many units share spines
   * @param spinesPerGroup how many spines each group has
   * @param planes into how many planes the cores are divided; divides {@code spinesPerGroup}
   * @param coresPerPlane how many cores each plane has
   * @throws TopologyException if a number is out of range
   */
  public ThreeTier(
      NodeType nodeType,
      int nodes,
      int nodesPerUnit,
      int unitsPerPod,
      int spinesPerGroup,
      int planes,
      int coresPerPlane) {
    this.nodeType = nodeType;
    this.nodes = Require.between("nodes", nodes, 1, MOST_NODES);
    this.nodesPerUnit = Require.between("nodes per unit", nodesPerUnit, 1, MOST_NODES);
    this.unitsPerPod = Require.between("units per pod", unitsPerPod, 1, MOST_NODES);
    this.spinesPerGroup = Require.between("spines per group", spinesPerGroup, 1, MOST_NODES);
    this.planes = Require.between("core planes", planes, 1, spinesPerGroup);
    this.coresPerPlane = Require.between("cores per plane", coresPerPlane, 1, MOST_NODES);
    if (spinesPerGroup % planes != 0) {
      throw new TopologyException(
          "%d core planes do not divide the %d spines of a group"
              .formatted(planes, spinesPerGroup));
    }
    uplink = nodeType.nicLink();
    switchType = nodeType.switchType();
  }

  /** How NICs are spread over the leaves of their unit; by default by rail. */
  public ThreeTier wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /** Which leaves of a pod share spines; by default all. */
  public ThreeTier spineGroups(SpineGroups newGroups) {
    spineGroups = newGroups;
    return this;
  }

  /** Cables between each leaf and each spine of its group; by default one. */
  public ThreeTier cablesPerLeafPair(int cables) {
    cablesPerLeafPair = Require.between("links per leaf and spine", cables, 1, MOST_NODES);
    return this;
  }

  /** Cables between each spine and each core of its plane; by default one. */
  public ThreeTier cablesPerCorePair(int cables) {
    cablesPerCorePair = Require.between("links per spine and core", cables, 1, MOST_NODES);
    return this;
  }

  /** Line rate above the leaves, bits per second; by default that of the NICs. */
  public ThreeTier uplinkRateBps(long rateBps) {
    uplink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** The switch that all layers are made of; by default that of the node's reference. */
  public ThreeTier switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public ThreeTier optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** What the topology is called in reports. */
  public ThreeTier name(String newName) {
    name = newName;
    return this;
  }

  @Override
  public int gpus() {
    return nodes * nodeType.gpus();
  }

  @Override
  public ThreeTier check() {
    LeafLayer layer = layer();
    long spines = (long) groups() * spinesPerGroup;
    if (spines > MOST_NODES || (long) planes * coresPerPlane > MOST_NODES) {
      throw new TopologyException(
          "%,d spines and %,d cores; Weft builds at most %,d of each"
              .formatted(spines, (long) planes * coresPerPlane, MOST_NODES));
    }
    PortBudget ports = new PortBudget(switchType);
    long rateBps = uplink.rateBps();
    long down = switchType.portsFor(layer.nicsOfFullLeaf(), nodeType.nicLink().rateBps());
    long up = switchType.portsFor((long) spinesPerGroup * cablesPerLeafPair, rateBps);
    ports.require(layer.leafName(0, 0), down + up, down + " to NICs and " + up + " to spines");
    long leavesOfGroup =
        (long) Math.min(unitsPerPod, layer.units()) * spineGroups.leavesPerUnitAndGroup(layer);
    long toLeaves = switchType.portsFor(leavesOfGroup * cablesPerLeafPair, rateBps);
    long toCores = switchType.portsFor((long) coresPerPlane * cablesPerCorePair, rateBps);
    ports.require(
        spineName(0, 0), toLeaves + toCores, toLeaves + " to leaves and " + toCores + " to cores");
    long spinesOfPlane = (long) groups() * (spinesPerGroup / planes);
    long ofCore = switchType.portsFor(spinesOfPlane * cablesPerCorePair, rateBps);
    ports.require(coreName(0), ofCore, ofCore + " to spines");
    nodeLeaf();
    leafSpine();
    spineCore();
    return this;
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology = new TopologyBuilder(name);
    List<List<Device>> leaves = layer().addTo(topology, nodeLeaf());
    CableClass leafSpine = leafSpine();
    CableClass spineCore = spineCore();
    List<List<Device>> spines = addSpines(topology);
    List<Device> cores = addCores(topology);
    for (int unit = 0; unit < leaves.size(); unit++) {
      for (int leaf = 0; leaf < leaves.get(unit).size(); leaf++) {
        for (Device spine : spines.get(groupOf(unit, leaf))) {
          for (int cable = 0; cable < cablesPerLeafPair; cable++) {
            topology.connect(leafSpine, leaves.get(unit).get(leaf), spine);
          }
        }
      }
    }
    for (List<Device> group : spines) {
      for (int spine = 0; spine < spinesPerGroup; spine++) {
        int firstCore = spine % planes * coresPerPlane;
        for (Device core : cores.subList(firstCore, firstCore + coresPerPlane)) {
          for (int cable = 0; cable < cablesPerCorePair; cable++) {
            topology.connect(spineCore, group.get(spine), core);
          }
        }
      }
    }
    return topology.build();
  }

  private List<List<Device>> addSpines(TopologyBuilder topology) {
    List<List<Device>> spines = new ArrayList<>();
    for (int group = 0; group < groups(); group++) {
      int rail =
          spineGroups == SpineGroups.RAIL && wiring == Wiring.RAIL
              ? group % layer().leavesPerUnit()
              : Device.NONE;
      List<Device> ofGroup = new ArrayList<>();
      for (int spine = 0; spine < spinesPerGroup; spine++) {
        ofGroup.add(
            topology.addSwitch(DeviceKind.SPINE, spineName(group, spine), rail, switchType));
      }
      spines.add(ofGroup);
    }
    return spines;
  }

  private List<Device> addCores(TopologyBuilder topology) {
    List<Device> cores = new ArrayList<>();
    for (int core = 0; core < planes * coresPerPlane; core++) {
      cores.add(topology.addSwitch(DeviceKind.CORE, coreName(core), Device.NONE, switchType));
    }
    return cores;
  }

  private int groupOf(int unit, int leaf) {
    int groupsPerPod = spineGroups.groupsPerPod(layer());
    return unit / unitsPerPod * groupsPerPod + leaf % groupsPerPod;
  }

  private int groups() {
    int pods = (layer().units() + unitsPerPod - 1) / unitsPerPod;
    return pods * spineGroups.groupsPerPod(layer());
  }

  private Optics modules() {
    return optics != null ? optics : Optics.usual(nodeType, switchType);
  }

  private CableClass nodeLeaf() {
    return modules().nodeLeaf().cables(CableTier.NODE_LEAF, nodeType.nicLink());
  }

  private CableClass leafSpine() {
    return modules().leafSpine().cables(CableTier.LEAF_SPINE, uplink);
  }

  private CableClass spineCore() {
    return modules().spineCore().cables(CableTier.SPINE_CORE, uplink);
  }

  private LeafLayer layer() {
    return new LeafLayer(nodeType, nodes, nodesPerUnit, wiring, switchType);
  }

  private String spineName(int group, int spine) {
    return "spine-"
        + Numbering.padded(group, groups())
        + "-"
        + Numbering.padded(spine, spinesPerGroup);
  }

  private String coreName(int core) {
    return "core-" + Numbering.padded(core, planes * coresPerPlane);
  }
}

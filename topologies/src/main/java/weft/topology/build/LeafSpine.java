package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * A network of two layers: units of nodes on leaf switches, and every leaf on every spine switch.
 *
 * <pre>
 *   spine-0    spine-1          every leaf has the same number of cables to every spine
 *    │ ╲ ╲ ╲  ╱ ╱ ╱ │
 *   leaf-0-0 … leaf-0-7         wiring RAIL: NIC r of each node of unit u on leaf-u-r
 *    │                          wiring RACK: all NICs of unit u on leaf-u
 *   node-00 … node-31
 * </pre>
 *
 * <p>If the units do not divide the nodes, the last unit has fewer; its leaves are all there.
 */
public final class LeafSpine {

  private final NodeType nodeType;
  private final int nodes;
  private final int nodesPerUnit;
  private final int spines;
  private Wiring wiring = Wiring.RAIL;
  private int cablesPerPair = 1;
  private LinkType uplink;
  private SwitchType switchType;
  private @Nullable Optics optics;
  private String name = "leaf-spine";

  /**
   * Starts from what has no default.
   *
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param nodes how many of them
   * @param nodesPerUnit how many of them share the leaves of one unit
   * @param spines how many spine switches; 0 only if there is no more than one leaf
   * @throws TopologyException if a number is out of range
   */
  public LeafSpine(NodeType nodeType, int nodes, int nodesPerUnit, int spines) {
    this.nodeType = nodeType;
    this.nodes = Require.between("nodes", nodes, 1, MOST_NODES);
    this.nodesPerUnit = Require.between("nodes per unit", nodesPerUnit, 1, MOST_NODES);
    this.spines = Require.between("spines", spines, 0, MOST_NODES);
    uplink = nodeType.nicLink();
    switchType = nodeType.switchType();
  }

  /** How NICs are spread over the leaves of their unit; by default by rail. */
  public LeafSpine wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /** Cables between each leaf and each spine; by default one. */
  public LeafSpine cablesPerPair(int cables) {
    cablesPerPair = Require.between("links per pair", cables, 1, MOST_NODES);
    return this;
  }

  /** Line rate between leaf and spine, bits per second; by default that of the NICs. */
  public LeafSpine uplinkRateBps(long rateBps) {
    uplink = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** The switch that leaves and spines are made of; by default that of the node's reference. */
  public LeafSpine switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public LeafSpine optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** What the topology is called in reports. */
  public LeafSpine name(String newName) {
    name = newName;
    return this;
  }

  /** Number of GPUs. */
  public int gpus() {
    return nodes * nodeType.gpus();
  }

  /**
   * Checks that it can be built, which takes no time however large it is.
   *
   * @throws TopologyException if a switch has too few ports, or leaves are left unconnected
   */
  public LeafSpine check() {
    requireConnected();
    requirePorts();
    return this;
  }

  /**
   * Builds it.
   *
   * @throws TopologyException if {@link #check} does
   */
  public Topology build() {
    check();
    Optics modules = optics != null ? optics : Optics.usual(nodeType, switchType);
    TopologyBuilder topology = new TopologyBuilder(name);
    NodeAssembly assembly = new NodeAssembly(topology, nodeType, nodes);
    List<List<Device>> nics = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      nics.add(assembly.add(node));
    }
    List<List<Device>> leaves = addLeaves(topology);
    List<Device> spineDevices = addSpines(topology);
    for (int node = 0; node < nodes; node++) {
      List<Device> leavesOfUnit = leaves.get(node / nodesPerUnit);
      for (Device nic : nics.get(node)) {
        Device leaf = leavesOfUnit.get(wiring.leafOf(nic.rail()));
        topology.connect(
            CableTier.NODE_LEAF, nodeType.nicLink(), nic, modules.nic(), leaf, modules.leafDown());
      }
    }
    for (List<Device> leavesOfUnit : leaves) {
      for (Device leaf : leavesOfUnit) {
        for (Device spine : spineDevices) {
          for (int cable = 0; cable < cablesPerPair; cable++) {
            topology.connect(
                CableTier.LEAF_SPINE, uplink, leaf, modules.leafUp(), spine, modules.spine());
          }
        }
      }
    }
    return topology.build();
  }

  private List<List<Device>> addLeaves(TopologyBuilder topology) {
    List<List<Device>> leaves = new ArrayList<>();
    for (int unit = 0; unit < units(); unit++) {
      List<Device> leavesOfUnit = new ArrayList<>();
      for (int leaf = 0; leaf < wiring.leavesPerUnit(nodeType); leaf++) {
        int rail = wiring == Wiring.RAIL ? leaf : Device.NONE;
        leavesOfUnit.add(
            topology.addSwitch(DeviceKind.LEAF, leafName(unit, leaf), rail, switchType));
      }
      leaves.add(leavesOfUnit);
    }
    return leaves;
  }

  private List<Device> addSpines(TopologyBuilder topology) {
    List<Device> devices = new ArrayList<>();
    for (int spine = 0; spine < spines; spine++) {
      devices.add(topology.addSwitch(DeviceKind.SPINE, spineName(spine), Device.NONE, switchType));
    }
    return devices;
  }

  private String leafName(int unit, int leaf) {
    String unitName = "leaf-" + Numbering.padded(unit, units());
    return wiring == Wiring.RAIL
        ? unitName + "-" + Numbering.padded(leaf, nodeType.nics())
        : unitName;
  }

  private String spineName(int spine) {
    return "spine-" + Numbering.padded(spine, spines);
  }

  private int units() {
    return (nodes + nodesPerUnit - 1) / nodesPerUnit;
  }

  private long leaves() {
    return (long) units() * wiring.leavesPerUnit(nodeType);
  }

  private void requireConnected() {
    if (spines == 0 && leaves() > 1) {
      throw new TopologyException(
          "0 spines leave %d leaf switches unconnected. Maybe spines: 1%s."
              .formatted(leaves(), oneLeafCouldDo() ? ", or wiring: rack" : ""));
    }
  }

  private boolean oneLeafCouldDo() {
    long nics = (long) nodes * nodeType.nics();
    return units() == 1
        && switchType.portsFor(nics, nodeType.nicLink().rateBps()) <= switchType.ports();
  }

  private void requirePorts() {
    long nicsOfLeaf = (long) Math.min(nodes, nodesPerUnit) * wiring.nicsPerNodeAndLeaf(nodeType);
    long down = switchType.portsFor(nicsOfLeaf, nodeType.nicLink().rateBps());
    if (spines == 0) {
      requirePorts(leafName(0, 0), down, down + " to NICs");
      return;
    }
    long up = switchType.portsFor((long) spines * cablesPerPair, uplink.rateBps());
    requirePorts(leafName(0, 0), down + up, down + " to NICs and " + up + " to spines");
    long ofSpine = switchType.portsFor(leaves() * cablesPerPair, uplink.rateBps());
    requirePorts(spineName(0), ofSpine, ofSpine + " to leaves");
  }

  private void requirePorts(String device, long needed, String purpose) {
    if (needed > switchType.ports()) {
      throw new TopologyException(
          "%s needs %d ports (%s), but a %s has %d"
              .formatted(device, needed, purpose, switchType.name(), switchType.ports()));
    }
  }
}

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
public final class LeafSpine implements FabricPlan {

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

  @Override
  public int gpus() {
    return nodes * nodeType.gpus();
  }

  @Override
  public LeafSpine check() {
    requireConnected();
    requirePorts();
    nodeLeaf();
    leafSpine();
    return this;
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology = new TopologyBuilder(name);
    List<List<Device>> leaves = leafLayer().addTo(topology, nodeLeaf());
    List<Device> spineDevices = addSpines(topology);
    CableClass leafSpine = leafSpine();
    for (List<Device> leavesOfUnit : leaves) {
      for (Device leaf : leavesOfUnit) {
        for (Device spine : spineDevices) {
          for (int cable = 0; cable < cablesPerPair; cable++) {
            topology.connect(leafSpine, leaf, spine);
          }
        }
      }
    }
    return topology.build();
  }

  private List<Device> addSpines(TopologyBuilder topology) {
    List<Device> devices = new ArrayList<>();
    for (int spine = 0; spine < spines; spine++) {
      devices.add(topology.addSwitch(DeviceKind.SPINE, spineName(spine), Device.NONE, switchType));
    }
    return devices;
  }

  private String spineName(int spine) {
    return "spine-" + Numbering.padded(spine, spines);
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

  private LeafLayer leafLayer() {
    return new LeafLayer(nodeType, nodes, nodesPerUnit, wiring, switchType);
  }

  private void requireConnected() {
    if (spines == 0 && leafLayer().leaves() > 1) {
      throw new TopologyException(
          "0 spines leave %d leaf switches unconnected. Maybe spines: 1%s."
              .formatted(leafLayer().leaves(), oneLeafCouldDo() ? ", or wiring: rack" : ""));
    }
  }

  private boolean oneLeafCouldDo() {
    long nics = (long) nodes * nodeType.nics();
    return leafLayer().units() == 1
        && switchType.portsFor(nics, nodeType.nicLink().rateBps()) <= switchType.ports();
  }

  private void requirePorts() {
    LeafLayer layer = leafLayer();
    String leaf = layer.leafName(0, 0);
    PortBudget ports = new PortBudget(switchType);
    long down = switchType.portsFor(layer.nicsOfFullLeaf(), nodeType.nicLink().rateBps());
    if (spines == 0) {
      ports.require(leaf, down, down + " to NICs");
      return;
    }
    long up = switchType.portsFor((long) spines * cablesPerPair, uplink.rateBps());
    ports.require(leaf, down + up, down + " to NICs and " + up + " to spines");
    long ofSpine = switchType.portsFor(layer.leaves() * cablesPerPair, uplink.rateBps());
    ports.require(spineName(0), ofSpine, ofSpine + " to leaves");
  }
}

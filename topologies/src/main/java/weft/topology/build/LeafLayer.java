package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * Nodes in units, each unit on leaves of its own: what every Clos network begins with. If the units
 * do not divide the nodes, the last has fewer; its leaves are all there.
 *
 * <p>The leaves of a unit stand in columns, which share the NICs of a node among them, and a column
 * has a leaf for each port of a NIC.
 */
record LeafLayer(
    NodeType nodeType,
    int nodes,
    int nodesPerUnit,
    Wiring wiring,
    Planes planes,
    SwitchType switchType) {

  int units() {
    return (nodes + nodesPerUnit - 1) / nodesPerUnit;
  }

  int columns() {
    return wiring == Wiring.RAIL ? nodeType.rails() : planes.ofRails();
  }

  int leavesPerUnit() {
    return columns() * planes.portsPerNic();
  }

  long leaves() {
    return (long) units() * leavesPerUnit();
  }

  /** Leaves of a unit that are in one of the networks of {@link Planes#networks}. */
  int leavesPerUnitAndNetwork() {
    return leavesPerUnit() / planes.networks();
  }

  int nicsPerNodeAndLeaf() {
    return nodeType.nics() / columns();
  }

  long nicsOfFullLeaf() {
    return (long) Math.min(nodes, nodesPerUnit) * nicsPerNodeAndLeaf();
  }

  /** The link of one port of a NIC. */
  LinkType portLink() {
    LinkType nic = nodeType.nicLink();
    return planes.portsPerNic() == 1 ? nic : nic.atRate(nic.rateBps() / planes.portsPerNic());
  }

  /** Which network a leaf is in, by its index in the unit. */
  int networkOf(int leaf) {
    return switch (planes.form()) {
      case PORTS -> leaf / columns();
      case LEAVES -> 0;
      case NICS -> leaf % planes.count();
    };
  }

  /** Spines of a network serve all leaves of a pod, or those of one column each. */
  int groupsPerPod(SpineGroups groups) {
    return groups == SpineGroups.RAIL ? columns() / planes.ofRails() : 1;
  }

  int groupInPod(SpineGroups groups, int leaf) {
    return groups == SpineGroups.RAIL ? leaf % columns() / planes.ofRails() : 0;
  }

  int leavesPerUnitAndGroup(SpineGroups groups) {
    return leavesPerUnitAndNetwork() / groupsPerPod(groups);
  }

  /** The rail that all leaves of a group are on, or {@link Device#NONE}. */
  int railOfGroup(SpineGroups groups, int network, int groupInPod) {
    boolean oneRail = wiring == Wiring.RAIL && columns() == groupsPerPod(groups) * planes.ofRails();
    return oneRail
        ? planes.ofRails() == 1 ? groupInPod : groupInPod * planes.count() + network
        : Device.NONE;
  }

  String networkPrefix(int network) {
    return planes.networks() == 1
        ? ""
        : "plane-" + Numbering.padded(network, planes.networks()) + "/";
  }

  String leafName(int unit, int leaf) {
    String name = networkPrefix(networkOf(leaf)) + "leaf-" + Numbering.padded(unit, units());
    if (wiring == Wiring.RAIL) {
      name += "-" + Numbering.padded(leaf % columns(), columns());
    }
    return planes.form() == Planes.Form.LEAVES && planes.count() > 1
        ? name + "-" + Numbering.padded(leaf / columns(), planes.count())
        : name;
  }

  /** Adds nodes, leaves and the cables between them; returns the leaves of each unit. */
  List<List<Device>> addTo(TopologyBuilder topology, CableClass nodeLeaf) {
    NodeAssembly assembly = new NodeAssembly(topology, nodeType, nodes);
    List<List<Device>> nics = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      nics.add(assembly.add(node));
    }
    List<List<Device>> leaves = addLeaves(topology);
    for (int node = 0; node < nodes; node++) {
      List<Device> leavesOfUnit = leaves.get(node / nodesPerUnit);
      for (Device nic : nics.get(node)) {
        for (int port = 0; port < planes.portsPerNic(); port++) {
          int leaf = port * columns() + nic.rail() % columns();
          topology.connect(nodeLeaf, nic, leavesOfUnit.get(leaf));
        }
      }
    }
    return leaves;
  }

  private List<List<Device>> addLeaves(TopologyBuilder topology) {
    List<List<Device>> leaves = new ArrayList<>();
    for (int unit = 0; unit < units(); unit++) {
      List<Device> leavesOfUnit = new ArrayList<>();
      for (int leaf = 0; leaf < leavesPerUnit(); leaf++) {
        int rail = wiring == Wiring.RAIL ? leaf % columns() : Device.NONE;
        leavesOfUnit.add(
            topology.addSwitch(DeviceKind.LEAF, leafName(unit, leaf), rail, switchType));
      }
      leaves.add(leavesOfUnit);
    }
    return leaves;
  }
}

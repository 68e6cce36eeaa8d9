package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * Nodes in units, each unit on leaves of its own: what networks of two and of three layers begin
 * with. If the units do not divide the nodes, the last has fewer; its leaves are all there.
 */
record LeafLayer(
    NodeType nodeType, int nodes, int nodesPerUnit, Wiring wiring, SwitchType switchType) {

  int units() {
    return (nodes + nodesPerUnit - 1) / nodesPerUnit;
  }

  int leavesPerUnit() {
    return wiring.leavesPerUnit(nodeType);
  }

  long leaves() {
    return (long) units() * leavesPerUnit();
  }

  long nicsOfFullLeaf() {
    return (long) Math.min(nodes, nodesPerUnit) * wiring.nicsPerNodeAndLeaf(nodeType);
  }

  String leafName(int unit, int leaf) {
    String unitName = "leaf-" + Numbering.padded(unit, units());
    return wiring == Wiring.RAIL
        ? unitName + "-" + Numbering.padded(leaf, leavesPerUnit())
        : unitName;
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
        Device leaf = leavesOfUnit.get(wiring.leafOf(nic.rail()));
        topology.connect(nodeLeaf, nic, leaf);
      }
    }
    return leaves;
  }

  private List<List<Device>> addLeaves(TopologyBuilder topology) {
    List<List<Device>> leaves = new ArrayList<>();
    for (int unit = 0; unit < units(); unit++) {
      List<Device> leavesOfUnit = new ArrayList<>();
      for (int leaf = 0; leaf < leavesPerUnit(); leaf++) {
        int rail = wiring == Wiring.RAIL ? leaf : Device.NONE;
        leavesOfUnit.add(
            topology.addSwitch(DeviceKind.LEAF, leafName(unit, leaf), rail, switchType));
      }
      leaves.add(leavesOfUnit);
    }
    return leaves;
  }
}

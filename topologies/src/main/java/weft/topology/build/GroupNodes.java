package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.NodeType;

/**
 * The nodes of a dragonfly, group after group, and how their NICs are dealt out to the switches of
 * their group.
 *
 * @param switches how many switches of a group have NICs
 * @param nicsPerSwitch how many NICs each of these has
 * @param wiring by rack one node after the other, by rail one rail after the other
 */
record GroupNodes(NodeType nodeType, int groups, int switches, int nicsPerSwitch, Wiring wiring) {

  /** Checks that a group holds whole nodes. */
  GroupNodes check(String nicsKey) {
    long nics = (long) switches * nicsPerSwitch;
    if (nics % nodeType.nics() != 0) {
      throw new TopologyException(
          "%s: a group with %,d ports to NICs has no place for whole nodes of %d NICs. Maybe %s: %d."
              .formatted(nicsKey, nics, nodeType.nics(), nicsKey, wholeNodes()));
    }
    if ((long) groups * switches > Require.MOST_NODES || mostNodes() > Require.MOST_NODES) {
      throw new TopologyException(
          "groups: %,d groups of %,d switches and %,d nodes; the most is %,d of either. Maybe groups: %d."
              .formatted(
                  groups,
                  switches,
                  nodesPerGroup(),
                  Require.MOST_NODES,
                  Math.max(1, Require.MOST_NODES / Math.max(switches, nodesPerGroup()))));
    }
    return this;
  }

  /** The next larger number of NICs of a switch with which a group holds whole nodes. */
  private int wholeNodes() {
    int nics = nicsPerSwitch;
    while ((long) nics * switches % nodeType.nics() != 0) {
      nics++;
    }
    return nics;
  }

  long nodesPerGroup() {
    return (long) switches * nicsPerSwitch / nodeType.nics();
  }

  long mostNodes() {
    return groups * nodesPerGroup();
  }

  /** Adds {@code nodes} nodes; returns the NICs of each. */
  List<List<Device>> addTo(TopologyBuilder topology, int nodes) {
    NodeAssembly assembly = new NodeAssembly(topology, nodeType, nodes);
    List<List<Device>> nics = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      nics.add(assembly.add(node));
    }
    return nics;
  }

  /** Joins the NICs of nodes to the switches of each group. */
  void connect(
      TopologyBuilder topology,
      CableClass cables,
      List<List<Device>> nics,
      List<List<Device>> switchesOfGroups) {
    for (int node = 0; node < nics.size(); node++) {
      int group = (int) (node / nodesPerGroup());
      int inGroup = (int) (node % nodesPerGroup());
      List<Device> ofNode = nics.get(node);
      for (int nic = 0; nic < ofNode.size(); nic++) {
        Device device = switchesOfGroups.get(group).get(switchOf(inGroup, nic));
        topology.connect(cables, ofNode.get(nic), device);
      }
    }
  }

  private int switchOf(int nodeInGroup, int nic) {
    if (wiring == Wiring.RACK) {
      return (nodeInGroup * nodeType.nics() + nic) / nicsPerSwitch;
    }
    int nicsPerRail = nodeType.nics() / nodeType.rails();
    int place = nodeType.railOf(nic) * nicsPerRail + nic / nodeType.rails();
    return (int) ((place * nodesPerGroup() + nodeInGroup) / nicsPerSwitch);
  }
}

package weft.topology.build;

import weft.topology.hardware.NodeType;

/** How the NICs of a unit of nodes are spread over the unit's leaf switches. */
public enum Wiring {
  /** A leaf for each rail: NIC <i>r</i> of every node goes to leaf <i>r</i>. */
  RAIL,
  /** One leaf, to which all NICs go. */
  RACK;

  int leavesPerUnit(NodeType nodeType) {
    return this == RAIL ? nodeType.nics() : 1;
  }

  int nicsPerNodeAndLeaf(NodeType nodeType) {
    return this == RAIL ? 1 : nodeType.nics();
  }

  int leafOf(int nic) {
    return this == RAIL ? nic : 0;
  }
}

package weft.topology.build;

import weft.topology.hardware.NodeType;

/** How the NICs of a unit of nodes are spread over the unit's leaf switches. */
public enum Wiring {
  /** A leaf for each rail: the NICs on rail <i>r</i> go to leaf <i>r</i>. */
  RAIL,
  /** One leaf, to which all NICs go. */
  RACK;

  int leavesPerUnit(NodeType nodeType) {
    return this == RAIL ? nodeType.rails() : 1;
  }

  int nicsPerNodeAndLeaf(NodeType nodeType) {
    return nodeType.nics() / leavesPerUnit(nodeType);
  }
}

package weft.topology.build;

/** Which leaves of a pod share their spines in a network of three layers. */
public enum SpineGroups {
  /** All leaves of the pod, as in a fat tree. */
  POD,
  /** The leaves of one rail of the pod, so that traffic within a rail needs no core. */
  RAIL;

  int groupsPerPod(LeafLayer layer) {
    return this == RAIL ? layer.leavesPerUnit() : 1;
  }

  int leavesPerUnitAndGroup(LeafLayer layer) {
    return this == RAIL ? 1 : layer.leavesPerUnit();
  }
}

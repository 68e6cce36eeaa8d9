package weft.topology.build;

/** Which leaves of a pod share their spines. */
public enum SpineGroups {
  /** All leaves of the pod, as in a fat tree. */
  POD,
  /** The leaves of one rail of the pod, so that traffic within a rail needs no core. */
  RAIL
}

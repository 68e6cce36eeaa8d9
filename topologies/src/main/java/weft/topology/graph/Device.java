package weft.topology.graph;

/**
 * A vertex of the topology.
 *
 * @param id its index in {@link Topology#devices()}
 * @param kind what it is
 * @param name its name in reports, such as {@code node-017/gpu-3} or {@code leaf-2-0}
 * @param node index of the node (server) that it is part of, or {@link #NONE}
 * @param rail index of the rail that it belongs to, or {@link #NONE}
 */
public record Device(int id, DeviceKind kind, String name, int node, int rail) {

  /** In no node, or on no rail. */
  public static final int NONE = -1;

  /** Fits {@code equals}, and takes no time. */
  @Override
  public int hashCode() {
    return id;
  }
}

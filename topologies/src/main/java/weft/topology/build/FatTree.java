package weft.topology.build;

import weft.topology.error.TopologyException;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * The fat tree of equal switches with <i>k</i> ports (Al-Fares et al., SIGCOMM 2008): <i>k</i> pods
 * of <i>k</i>/2 leaves and <i>k</i>/2 spines, (<i>k</i>/2)² cores, <i>k</i>³/4 ports for NICs, and
 * nothing oversubscribed. A leaf serves whole nodes, or with wiring by rail one NIC of each of
 * <i>k</i>/2 nodes.
 *
 * <p>With fewer nodes than it carries, the pods that would be empty are left out; cores are all
 * there.
 */
public final class FatTree {

  private final NodeType nodeType;
  private final int radix;
  private final Wiring wiring;
  private final SwitchType switchType;

  /**
   * A fat tree.
   *
   * @param nodeType the server
   * @param radix how many ports of each switch are used: <i>k</i>, even
   * @param wiring how NICs are spread over leaves
   * @param switchType the switch, of which ports may remain unused
   * @throws TopologyException if leaves cannot be shared out to nodes evenly
   */
  public FatTree(NodeType nodeType, int radix, Wiring wiring, SwitchType switchType) {
    this.nodeType = nodeType;
    this.radix = Require.between("radix", radix, 2, switchType.ports());
    this.wiring = wiring;
    this.switchType = switchType;
    if (radix % 2 != 0) {
      throw new TopologyException(
          "radix: %d is odd; half of a switch's ports lead up. Maybe %d."
              .formatted(radix, radix - 1));
    }
    int parts = wiring == Wiring.RACK ? nodeType.nics() : nodeType.rails();
    if (half() % parts != 0) {
      throw new TopologyException(
          wiring == Wiring.RACK
              ? "radix: a leaf with %d ports to NICs has no place for whole nodes of %d%s"
                  .formatted(half(), parts, suggestion(parts))
              : "radix: the %d leaves of a pod cannot serve %d rails evenly%s"
                  .formatted(half(), parts, suggestion(parts)));
    }
  }

  /** How many nodes it carries. */
  public int mostNodes() {
    return (int) ((long) radix * half() * half() / nodeType.nics());
  }

  /**
   * With all its nodes.
   *
   * @throws TopologyException if it is too large
   */
  public Clos network() {
    return network(mostNodes());
  }

  /**
   * With some of its nodes.
   *
   * @throws TopologyException if it does not carry as many
   */
  public Clos network(int nodes) {
    Require.between("nodes of a fat tree of radix %d".formatted(radix), nodes, 1, mostNodes());
    int nodesPerUnit = half() / wiring.nicsPerNodeAndLeaf(nodeType);
    return Clos.threeTier(
            nodeType, nodes, nodesPerUnit, half() / wiring.leavesPerUnit(nodeType), half(), half())
        .wiring(wiring)
        .switchType(switchType)
        .name("%d-ary fat tree of %s".formatted(radix, nodeType.label()));
  }

  /** The next larger radix that shares out evenly, or else the next smaller one. */
  private String suggestion(int parts) {
    int above = (half() / parts + 1) * 2 * parts;
    int fits = above <= switchType.ports() ? above : half() / parts * 2 * parts;
    return fits > 0 ? ". Maybe radix: %d.".formatted(fits) : "";
  }

  private int half() {
    return radix / 2;
  }
}

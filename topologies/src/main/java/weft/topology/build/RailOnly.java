package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * Rails that no switch joins (Wang et al., "Rail-only", HOTI 2024): what goes from one rail to
 * another crosses a node's scale-up network. A rail is one leaf, or a network of its own.
 */
public final class RailOnly {

  private final NodeType nodeType;
  private final int nodes;
  private SwitchType switchType;
  private @Nullable Optics optics;

  /**
   * Starts from what has no default.
   *
   * @throws TopologyException if the number of nodes is out of range
   */
  public RailOnly(NodeType nodeType, int nodes) {
    this.nodeType = nodeType;
    this.nodes = Require.between("nodes", nodes, 1, Require.MOST_NODES);
    switchType = nodeType.switchType();
  }

  /** The switch; by default that of the node's reference. */
  public RailOnly switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public RailOnly optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /**
   * A leaf for each rail, and nothing above.
   *
   * @throws TopologyException if a leaf has too few ports for its rail
   */
  public Clos network() {
    int nicsPerNode = nodeType.nics() / nodeType.rails();
    int most = switchType.cablesAt(nodeType.nicLink().rateBps()) / nicsPerNode;
    if (nodes > most) {
      throw new TopologyException(
          "leaf-0-0 needs %d ports (one for each NIC of a rail), but a %s has %d. Maybe %s."
              .formatted(
                  switchType.portsFor((long) nodes * nicsPerNode, nodeType.nicLink().rateBps()),
                  switchType.name(),
                  switchType.ports(),
                  suggestion(most)));
    }
    Clos clos =
        Clos.leavesOnly(nodeType, nodes, nodes)
            .switchType(switchType)
            .name("rail-only network of %s".formatted(nodeType.label()));
    return optics == null ? clos : clos.optics(optics);
  }

  /**
   * Leaves and spines for each rail, as many as it takes; three layers where two are not enough.
   *
   * @throws TopologyException if three layers are not enough either
   */
  public Clos networkWithSpines() {
    ClosSizing sizing =
        new ClosSizing(nodeType, nodes)
            .planes(new Planes(nodeType.rails(), Planes.Form.NICS))
            .switchType(switchType)
            .name("rail-only network of %s, with spines".formatted(nodeType.label()));
    return (optics == null ? sizing : sizing.optics(optics)).network();
  }

  private String suggestion(int mostNodes) {
    String fewer = mostNodes > 0 ? "nodes: " + mostNodes : "";
    try {
      networkWithSpines().check();
    } catch (TopologyException e) {
      return mostNodes > 0 ? fewer : "another switch-type";
    }
    return mostNodes > 0 ? "spines: rail, or " + fewer : "spines: rail";
  }
}

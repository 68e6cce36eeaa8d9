package weft.topology.build;

import weft.topology.error.TopologyException;
import weft.topology.hardware.NodeType;

/**
 * Into how many planes the switches are divided, and what leads a NIC's traffic into one of them.
 *
 * @param count how many
 * @param form what is in which plane; of no account with one
 */
public record Planes(int count, Form form) {

  private static final int MOST = 64;

  /** All switches are one network. */
  public static final Planes ONE = new Planes(1, Form.PORTS);

  /** What planes are made of. */
  public enum Form {
    /**
     * Every NIC has a port to each plane, at its share of the NIC's rate, and planes meet only in
     * NICs: dual-plane, as in Alibaba HPN (SIGCOMM 2024), and the multi-plane fat tree.
     */
    PORTS,
    /**
     * Every NIC has a port to each of several leaves, at its share of the NIC's rate, and these
     * leaves are on the same spines: dual-ToR.
     */
    LEAVES,
    /**
     * Every NIC has one port, and NIC <i>n</i> of a node is in plane <i>n</i> mod <i>count</i>;
     * planes meet only inside nodes: the eight planes of DeepSeek-V3 ("Insights into DeepSeek-V3",
     * section 5.1).
     */
    NICS
  }

  public Planes {
    Require.between("planes", count, 1, MOST);
  }

  /** Ports of a NIC, each with a cable of its own. */
  int portsPerNic() {
    return form == Form.NICS ? 1 : count;
  }

  /** Networks of switches that have no switch in common. */
  int networks() {
    return form == Form.LEAVES ? 1 : count;
  }

  /** Planes that divide the rails among them. */
  int ofRails() {
    return form == Form.NICS ? count : 1;
  }

  void requireDivides(NodeType node) {
    if (node.rails() % ofRails() != 0) {
      throw new TopologyException(
          "%d planes do not divide the %d rails of %s. Maybe planes: %d."
              .formatted(count, node.rails(), node.name(), node.rails()));
    }
    if (node.nicLink().rateBps() % portsPerNic() != 0) {
      throw new TopologyException(
          "a NIC of %d Gb/s cannot be shared out evenly to %d ports. Maybe planes: 2."
              .formatted(node.nicLink().rateBps() / 1_000_000_000, portsPerNic()));
    }
  }
}

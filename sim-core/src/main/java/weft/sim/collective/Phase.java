package weft.sim.collective;

/**
 * A part of a pass in which all connections are used in the same way. In a pass, what a participant
 * sends in one phase waits for what it received in the one before.
 *
 * @param kind how its messages wait for each other
 * @param hops how many messages follow each other on the longest way through it
 * @param scaleOutHops how many of these go from one domain to another
 */
public record Phase(Kind kind, int hops, int scaleOutHops) {

  /** How the messages of a phase wait for each other. */
  public enum Kind {
    /**
     * Connections in circles: message <i>k</i> + 1 of each waits for message <i>k</i> of the one
     * before it.
     */
    RING,
    /**
     * Connections in chains or trees: a message goes on when all that it is made of has arrived.
     */
    TREE,
    /** Each connection is used without waiting for others of the phase. */
    EXCHANGE
  }
}

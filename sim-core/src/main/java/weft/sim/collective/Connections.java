package weft.sim.collective;

/** Sees the connections of a schedule: who sends to whom, and how much in a pass. */
@FunctionalInterface
public interface Connections {

  /**
   * A connection. Its messages arrive in the order in which they are sent. One that is used in
   * several phases is shown once for each.
   *
   * @param phase number of the {@link Phase} in which it is used
   * @param channel which channel it belongs to
   * @param source participant that sends
   * @param sourceLane lane of the source
   * @param destination participant that receives
   * @param destinationLane lane of the destination
   * @param messages how many messages it carries in a pass and phase
   * @param pieces how many of the {@link Schedule#pieces} of a rank's data it carries in a pass,
   *     all messages together
   */
  void connection(
      int phase,
      int channel,
      int source,
      int sourceLane,
      int destination,
      int destinationLane,
      int messages,
      long pieces);
}

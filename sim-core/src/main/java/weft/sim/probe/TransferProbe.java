package weft.sim.probe;

/** Watches the transfers of a network model. */
public interface TransferProbe {

  /** A transfer of {@code bytes} starts. */
  void onStarted(int source, int destination, long bytes);

  /**
   * The last byte of a transfer has arrived.
   *
   * @param source endpoint
   * @param destination endpoint
   * @param bytes its size
   * @param hops links that it crossed
   * @param startPs when it started
   * @param endPs now
   */
  void onDelivered(int source, int destination, long bytes, int hops, long startPs, long endPs);

  /**
   * Transfers have been counted without being simulated, since they are like one that was.
   *
   * @param bytes size of each
   * @param hops links that each crossed
   * @param durationPs of each
   * @param times how many
   */
  void onRepeated(long bytes, int hops, long durationPs, long times);

  /**
   * A link has been given a new load; called only in audited runs.
   *
   * @param link the link
   * @param loadBps sum of the rates of its transfers, bits per second
   */
  void onLinkLoad(int link, double loadBps);

  /**
   * A link, or its own cap, has limited the rate of a transfer for a while. What a transfer is held
   * adds up to the time from its start until its last byte has left; the rest is latency. Only
   * where it is known what limits a transfer, and not for those that are counted without being
   * simulated.
   *
   * @param source endpoint
   * @param destination endpoint
   * @param link the link; less than 0 if the transfer had what its own cap allows
   * @param durationPs picoseconds; of a transfer that stands for others, the sum
   */
  default void onHeld(int source, int destination, int link, long durationPs) {}
}

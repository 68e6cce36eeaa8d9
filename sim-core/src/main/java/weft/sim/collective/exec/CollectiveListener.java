package weft.sim.collective.exec;

/** Whose collectives they are. */
@FunctionalInterface
public interface CollectiveListener {

  /**
   * A collective has ended on all ranks.
   *
   * @param token what it was started with
   * @param boundLink the link that bounded it; −1 if latency did, or nothing was sent
   */
  void onCollectiveDone(long token, int boundLink);
}

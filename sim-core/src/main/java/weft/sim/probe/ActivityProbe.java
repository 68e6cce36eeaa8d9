package weft.sim.probe;

/** Watches what the ranks of a program do. */
public interface ActivityProbe {

  /**
   * A rank has spent an interval of its main stream on something. The intervals of a rank follow
   * each other without gap or overlap from its start to its last operation. What a group does in
   * lockstep may come as one interval for each activity, so that the length of each is right but
   * not the order.
   *
   * @param rank the rank
   * @param activity on what: an index that the program gives a meaning
   * @param startPs picoseconds
   * @param endPs picoseconds
   * @param boundLink the link that bounded it; −1 if none did
   */
  void onActivity(int rank, int activity, long startPs, long endPs, int boundLink);

  /**
   * A stream beside the main one has communicated. Those of a rank are told of in the order of
   * their ends.
   *
   * @param rank the rank
   * @param activity for what
   * @param startPs picoseconds
   * @param endPs picoseconds
   * @param exposedPs for how long of that the main stream awaited it, which it tells of by itself
   */
  void onBeside(int rank, int activity, long startPs, long endPs, long exposedPs);

  /**
   * Others have waited on their main streams for a rank, which came last to a collective. If
   * several came last, that is told of each with its part.
   *
   * @param rank who came last
   * @param waitedPs how long all others together waited for it, or for each of those that it stands
   *     for; picoseconds
   */
  void onAwaited(int rank, double waitedPs);

  /**
   * A collective has ended, or several that took equally long, of which the first began at {@code
   * startPs}.
   *
   * @param groups index of the program's groups that it ran in
   * @param operation ordinal of the operation
   * @param ranks number of ranks that took part
   * @param channels channels that it used
   * @param bytes its size
   * @param startPs when the last rank arrived
   * @param endPs when it ended
   * @param boundLink the link that bounded it; −1 if latency did
   * @param isStepped whether each of its steps was simulated
   * @param latenessPs how much later it may have ended at most, because they were not; picoseconds
   * @param times how many, of all groups that did the same at the same time
   */
  void onCollective(
      int groups,
      int operation,
      int ranks,
      int channels,
      long bytes,
      long startPs,
      long endPs,
      int boundLink,
      boolean isStepped,
      double latenessPs,
      int times);
}

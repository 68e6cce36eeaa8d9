package weft.sim.collective;

/**
 * How much of a rank's data, as {@link Operation} counts it, goes through the busiest rank in each
 * class of links and each direction; what bounds a schedule's bandwidth if each rank has a link of
 * its own.
 *
 * @param scaleUpOut largest share that a rank sends within its domain, to ranks and NVSwitches
 * @param scaleUpIn largest share that a rank receives there
 * @param scaleOutOut largest share that a rank sends to other domains and switches between them
 * @param scaleOutIn largest share that a rank receives from there
 */
public record Loads(double scaleUpOut, double scaleUpIn, double scaleOutOut, double scaleOutIn) {

  /** Counts the connections of a schedule; takes a time that is linear in their number. */
  public static Loads of(Schedule schedule, GroupShape shape) {
    int ranks = schedule.ranks();
    long[][] pieces = new long[4][ranks];
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, carried) -> {
          int out = Relay.isScaleOut(schedule, shape, source, destination) ? 2 : 0;
          if (source < ranks) {
            pieces[out][source] += carried;
          }
          if (destination < ranks) {
            pieces[out + 1][destination] += carried;
          }
        });
    double all = schedule.pieces();
    return new Loads(
        most(pieces[0]) / all, most(pieces[1]) / all, most(pieces[2]) / all, most(pieces[3]) / all);
  }

  private static long most(long[] values) {
    long most = 0;
    for (long value : values) {
      most = Math.max(most, value);
    }
    return most;
  }
}

package weft.sim.metrics;

/**
 * How collectives were simulated, and what that may have cost. As streams a ring is ended too early
 * where others who come and go make its edges slow in turn (decision 2).
 *
 * @param stepped how many were simulated step by step; the others were as streams
 * @param latestPs how much later than simulated one of the others may have ended at most,
 *     picoseconds; 0 if streams are exact, infinite if no bound is known
 * @param latestShare the same as part of the time that the collective took; of another one as a
 *     rule
 */
public record StreamError(long stepped, double latestPs, double latestShare) {

  /** Streams, and exact. */
  public static final StreamError NONE = new StreamError(0, 0, 0);

  StreamError with(boolean isStepped, double latenessPs, long durationPs, int times) {
    double share = latenessPs == 0 ? 0 : latenessPs / durationPs;
    return new StreamError(
        stepped + (isStepped ? times : 0),
        Math.max(latestPs, latenessPs),
        Math.max(latestShare, share));
  }
}

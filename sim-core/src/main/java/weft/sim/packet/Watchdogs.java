package weft.sim.packet;

import weft.sim.unit.Durations;

/**
 * When a run counts as stuck, and a pause as a storm.
 *
 * @param stallPs the least simulated time without progress, picoseconds, after which a run ends
 *     with a report; it is at least 100 round trips, 10,000 packets on the narrowest link, and 10
 *     timeouts if nothing arrives at all, 100 if that is so of a flow
 * @param stormPs a port that is paused for longer than this has a PFC storm, picoseconds
 */
public record Watchdogs(long stallPs, long stormPs) {

  /**
   * 100 ms, which is what NICs wait before they give up on a stopped receiver, and a hundredth of
   * that for storms (Guo et al.: RDMA over Commodity Ethernet at Scale, SIGCOMM 2016, section 4.3;
   * the hundredth is an assumption: runs are of milliseconds).
   */
  public static final Watchdogs DEFAULT =
      new Watchdogs(100_000 * Durations.MICROSECOND_PS, 1000 * Durations.MICROSECOND_PS);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is not above 0
   */
  public Watchdogs {
    if (stallPs <= 0 || stormPs <= 0) {
      throw new IllegalArgumentException(
          "stuck after %d ps, a storm after %d ps: both have to be above 0"
              .formatted(stallPs, stormPs));
    }
  }
}

package weft.sim.transfer;

import weft.sim.unit.Durations;

/**
 * How a transfer shares links with others.
 *
 * @param weight its part of a link relative to that of others, above 0
 * @param rateCapBps what its rate does not exceed, bits per second; {@link #NO_CAP} for none
 * @param priority transfers of a lower number come first and leave the rest to the others
 */
public record Sharing(double weight, long rateCapBps, int priority) {

  /** No limit but the links. */
  public static final long NO_CAP = Long.MAX_VALUE;

  /** As all others. */
  public static final Sharing EQUAL = new Sharing(1, NO_CAP, 0);

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if the weight is not from 1e-6 to 1e6, which leaves room for
   *     sums in doubles, or nothing may be sent
   */
  public Sharing {
    if (!(weight >= 1e-6 && weight <= 1e6)) {
      throw new IllegalArgumentException(
          "a weight of " + weight + ". Maybe 1, from 0.000001 to 1,000,000 are possible.");
    }
    if (rateCapBps < 1) {
      throw new IllegalArgumentException("a rate of at most " + rateCapBps + " b/s");
    }
  }

  /** How long bytes take at the cap at the least, picoseconds; 0 if there is none. */
  public long cappedPs(long bytes) {
    return rateCapBps == NO_CAP ? 0 : Durations.serializationPs(bytes, rateCapBps);
  }
}

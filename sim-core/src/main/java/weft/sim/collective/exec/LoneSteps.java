package weft.sim.collective.exec;

import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;
import weft.sim.unit.Durations;

/**
 * How long the steps of a schedule take on connections that are alone. Of many passes, only the
 * first are run through: once the pipeline is full, each more takes as long as the one before.
 */
final class LoneSteps {

  /** Messages that are run through, at most: a tenth of a second. An assumption. */
  private static final long MOST_MESSAGES = 1L << 17;

  /** But as many passes as fill the pipeline so often. An assumption. */
  private static final int LEAST_FILLINGS = 2;

  private final PlacedSchedule placed;
  private final Charges charges;

  /** The steps of a {@link Schedule}, each with what the library adds to it. */
  LoneSteps(PlacedSchedule placed, Charges charges) {
    this.placed = placed;
    this.charges = charges;
  }

  /** How long all passes take without any bytes, picoseconds. */
  long withoutBytesPs() {
    return passesPs(new long[placed.lanes().steps()]);
  }

  /**
   * How long all passes take, picoseconds.
   *
   * @param stepBytes of each step, what it sends in all passes together, bytes on the wire
   */
  long durationPs(long[] stepBytes) {
    Lanes lanes = placed.lanes();
    long[] sendPs = new long[stepBytes.length];
    for (int step = 0; step < sendPs.length; step++) {
      if (lanes.sends(step) != Lanes.NONE) {
        sendPs[step] =
            Durations.serializationPs(stepBytes[step], placed.rateBps(lanes.sends(step)))
                / charges.passes();
      }
    }
    return passesPs(sendPs);
  }

  private long passesPs(long[] sendPs) {
    long most =
        Math.max(
            LEAST_FILLINGS * (long) (1 + placed.hops()),
            MOST_MESSAGES / Math.max(1, placed.representedMessages()));
    return LoneRun.durationPs(placed, charges, most, sendPs);
  }
}

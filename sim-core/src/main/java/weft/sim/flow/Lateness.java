package weft.sim.flow;

import java.util.Arrays;
import weft.sim.event.Engine;
import weft.sim.unit.Durations;

/**
 * When rates are renewed after an end, if not at once, and what that costs the transfers that wait
 * for it.
 *
 * <p>A transfer that gets rate <i>y</i> instead of <i>x</i> after it has waited for <i>d</i> could
 * have flowed at <i>y</i> for that time already, so it ends <i>d</i> (1 − <i>x</i>/<i>y</i>) later.
 * These are added up over its life. That is a bound to first order: rates in between may have been
 * higher still than <i>y</i>, and whoever is late holds up others.
 */
final class Lateness {

  private final Engine engine;

  /** Part of the time that an ended transfer took. */
  private final double part;

  private long waitingSincePs = Durations.NEVER;
  private double[] latePs = new double[0];
  private double mostPs;
  private double mostPart;

  Lateness(Engine engine, double part) {
    this.engine = engine;
    this.part = part;
  }

  /** Whether rates are renewed later at all. */
  boolean isBatched() {
    return part > 0;
  }

  /** When rates are to be renewed after the next end, which is that of a transfer. */
  long renewalPs(long startPs, long endPs) {
    waitingSincePs = endPs;
    return Durations.add(endPs, (long) (part * (endPs - startPs)));
  }

  /** A transfer gets another rate. */
  void onRate(int flow, double before, double rate) {
    if (part == 0) {
      return;
    }
    if (flow >= latePs.length) {
      latePs = Arrays.copyOf(latePs, Math.max(64, Math.max(flow + 1, 2 * latePs.length)));
    }
    if (before == 0) {
      latePs[flow] = 0;
    } else if (rate > before && waitingSincePs < engine.nowPs()) {
      latePs[flow] += (engine.nowPs() - waitingSincePs) * (1 - before / rate);
    }
  }

  /** All transfers have the rates that are due to them. */
  void onRenewed() {
    waitingSincePs = Durations.NEVER;
  }

  /** A transfer has ended. */
  void onEnd(int flow, long durationPs) {
    if (part > 0) {
      mostPs = Math.max(mostPs, latePs[flow]);
      mostPart = Math.max(mostPart, latePs[flow] / durationPs);
    }
  }

  /** How late a transfer was at most, picoseconds. */
  double mostPs() {
    return mostPs;
  }

  /** The same as part of its duration. */
  double mostPart() {
    return mostPart;
  }
}

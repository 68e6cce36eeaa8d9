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

  /** Of each transfer, beyond what the link's is that it is served by. */
  private double[] latePs = new double[0];

  /** Of each link, what is added for all transfers that it serves. */
  private final double[] linkLatePs;

  private double mostPs;
  private double mostPart;

  Lateness(Engine engine, double part, int links) {
    this.engine = engine;
    this.part = part;
    linkLatePs = new double[part > 0 ? links : 0];
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

  /** A transfer has started. */
  void onStart(int flow) {
    if (part > 0) {
      if (flow >= latePs.length) {
        latePs = Arrays.copyOf(latePs, Math.max(64, Math.max(flow + 1, 2 * latePs.length)));
      }
      latePs[flow] = 0;
    }
  }

  /** A transfer gets another rate. */
  void onRate(int flow, double before, double rate) {
    if (part > 0) {
      latePs[flow] += morePs(before, rate);
    }
  }

  /** What a transfer could have ended earlier that gets another rate now. */
  private double morePs(double before, double rate) {
    return before > 0 && rate > before && waitingSincePs < engine.nowPs()
        ? (engine.nowPs() - waitingSincePs) * (1 - before / rate)
        : 0;
  }

  /** From now on a link tells when a transfer's rate changes ({@link #onLevel}). */
  void join(int flow, int link) {
    if (part > 0) {
      latePs[flow] -= linkLatePs[link];
    }
  }

  /** From now on it does not. */
  void leave(int flow, int link) {
    if (part > 0) {
      latePs[flow] += linkLatePs[link];
    }
  }

  /** All transfers of a link get another rate. */
  void onLevel(int link, double before, double rate) {
    if (part > 0) {
      linkLatePs[link] += morePs(before, rate);
    }
  }

  /**
   * A transfer goes from one link to another, which had other rates before and have not been told
   * of the new ones.
   */
  void onMoved(int flow, int from, double fromRate, int to, double toRate, double rate) {
    if (part > 0) {
      leave(flow, from);
      join(flow, to);
      // What the link will be told is not what is due to this one.
      latePs[flow] += morePs(fromRate, rate) - morePs(toRate, rate);
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

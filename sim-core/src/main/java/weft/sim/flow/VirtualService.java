package weft.sim.flow;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * How far transfers have flowed that are limited by links together: for each link how much it has
 * given so far to each of those that it limits, all at one rate, and for each transfer at which
 * amount it will have all that it needs. So a rate that changes is written down once a link, not
 * once a transfer. It is what fair queueing calls virtual time and finish tags (Demers, Keshav,
 * Shenker: Analysis and Simulation of a Fair Queueing Algorithm, SIGCOMM 1989).
 *
 * <p>The lowest rate that a transfer had is found from those of its link since it came: of each
 * link the rates are kept that are lower than all later ones.
 */
final class VirtualService {

  private static final int FEW = 16;
  private static final int STALE = -1;

  /** Units of the last place by which amounts may be wrong: an assumption, far above two. */
  private static final int ROUNDINGS = 64;

  private final Fluids fluids;

  /** Of each link what it has given, bytes, and what rounding lost of it. */
  private final double[] given;

  private final double[] lost;

  /** When that was, picoseconds, and the rate since. */
  private final long[] sincesPs;

  private final double[] rates;

  /** The transfer that is satisfied first, unless that has to be found anew. */
  private final int[] firsts;

  /** For each link its lowest rate between two rounds and after: both ascending. */
  private final int[][] lowRounds;

  private final double[][] lowRates;

  /** The last of them: the lowest rate since the last transfer came. */
  private final double[] lasts;

  private final int[] lows;

  /** In which round a link was joined last. */
  private final int[] lastJoined;

  /** At which amount of its link's each transfer ends, and in which round it came there. */
  private double[] tags = new double[0];

  private int[] joined = new int[0];
  private int round;

  VirtualService(Fluids fluids, int links) {
    this.fluids = fluids;
    given = new double[links];
    lost = new double[links];
    sincesPs = new long[links];
    rates = new double[links];
    firsts = new int[links];
    Arrays.fill(firsts, STALE);
    lowRounds = new int[links][];
    lowRates = new double[links][];
    lasts = new double[links];
    lows = new int[links];
    lastJoined = new int[links];
    for (int link = 0; link < links; link++) {
      lowRounds[link] = IntArrays.EMPTY_ARRAY;
      lowRates[link] = DoubleArrays.EMPTY_ARRAY;
    }
  }

  /** All that follows belongs to one renewal of rates. */
  void nextRound() {
    round++;
    tags = DoubleArrays.grow(tags, fluids.slots());
    joined = IntArrays.grow(joined, fluids.slots());
  }

  /** A link begins to give. Its transfers are added, then its rate is set. */
  void begin(int link, long nowPs) {
    given[link] = 0;
    lost[link] = 0;
    sincesPs[link] = nowPs;
    rates[link] = 0;
    firsts[link] = STALE;
    lows[link] = 0;
  }

  /** A transfer that flowed by itself is given what its link gives. */
  void add(int flow, long nowPs) {
    join(flow, fluids.bottleneck(flow), fluids.left(flow, nowPs));
  }

  private void join(int flow, int link, double left) {
    tags[flow] = left + lost[link] + given[link];
    joined[flow] = round;
    lastJoined[link] = round;
    int first = firsts[link];
    if (first != STALE && tags[flow] < tags[first]) {
      firsts[link] = flow;
    }
  }

  /** A transfer is limited by another link from now on, whose rate is set afterwards. */
  void move(int flow, int link, long nowPs) {
    int before = fluids.bottleneck(flow);
    if (before == link) {
      return;
    }
    advance(link, nowPs);
    double left = leave(flow, before, nowPs);
    fluids.limit(flow, link, nowPs);
    join(flow, link, left);
  }

  /** A transfer flows by itself again. */
  void remove(int flow, long nowPs) {
    int link = fluids.bottleneck(flow);
    double left = leave(flow, link, nowPs);
    fluids.resume(flow, left, rates[link], nowPs);
  }

  /** A transfer has ended. */
  void end(int flow) {
    int link = fluids.bottleneck(flow);
    firsts[link] = STALE;
    fluids.lower(flow, lowest(flow, link));
  }

  private double leave(int flow, int link, long nowPs) {
    advance(link, nowPs);
    if (firsts[link] == flow) {
      firsts[link] = STALE;
    }
    fluids.lower(flow, lowest(flow, link));
    return Math.max(0, left(flow, link));
  }

  /** What was left of a transfer when its link's rate was set. */
  private double left(int flow, int link) {
    return tags[flow] - given[link] - lost[link];
  }

  private void advance(int link, long nowPs) {
    if (nowPs == sincesPs[link]) {
      return;
    }
    // Compensated (Knuth's two-sum), as there may be millions of terms.
    double more = Fluids.bytes(rates[link], (double) (nowPs - sincesPs[link]));
    double before = given[link];
    double after = before + more;
    double added = after - before;
    lost[link] += (before - (after - added)) + (more - added);
    given[link] = after;
    sincesPs[link] = nowPs;
  }

  /**
   * A link gives at a rate from now on.
   *
   * @param flows whom: the first {@code count}
   * @return when the first of them ends, picoseconds
   */
  long set(int link, double rate, int[] flows, int count, long nowPs) {
    if (count == 0) {
      rates[link] = 0;
      firsts[link] = STALE;
      lows[link] = 0;
      return Durations.NEVER;
    }
    if (rate != rates[link]) {
      advance(link, nowPs);
      rates[link] = rate;
    }
    noteLowest(link, rate);
    if (firsts[link] == STALE) {
      int first = flows[0];
      for (int i = 1; i < count; i++) {
        first = tags[flows[i]] < tags[first] ? flows[i] : first;
      }
      firsts[link] = first;
    }
    return endPs(firsts[link], link);
  }

  /**
   * Tells who ends by some time, if the rate of a link stays as it is.
   *
   * @param flows those that it limits: the first {@code count}
   * @param untilPs that time, not before now, picoseconds
   */
  void addEnds(int link, int[] flows, int count, long nowPs, long untilPs, Ends ends) {
    double inPs = (double) (untilPs - sincesPs[link]) + Fluids.SLACK_PS;
    double amount = given[link] + lost[link] + Fluids.bytes(rates[link], inPs);
    double last = amount + ROUNDINGS * Math.ulp(amount);
    for (int i = 0; i < count; i++) {
      if (tags[flows[i]] <= last) {
        long endPs = endPs(flows[i], link);
        if (endPs <= untilPs) {
          ends.add(flows[i], Math.max(endPs, nowPs));
        }
      }
    }
  }

  /** When a transfer ends, if the rate stays as it is, picoseconds. */
  private long endPs(int flow, int link) {
    double rate = rates[link];
    return rate > 0
        ? Fluids.drainedAtPs(sincesPs[link], Math.max(0, left(flow, link)), tags[flow], rate)
        : Durations.NEVER;
  }

  /** The rate of each transfer that a link limits. */
  double linkRate(int link) {
    return rates[link];
  }

  /** The rate of a transfer. */
  double rate(int flow) {
    return rates[fluids.bottleneck(flow)];
  }

  private void noteLowest(int link, double rate) {
    if (rate > lasts[link] && lastJoined[link] != round) {
      return;
    }
    lasts[link] = rate;
    int[] rounds = lowRounds[link];
    double[] lowest = lowRates[link];
    int count = lows[link];
    int last = lastJoined[link] == round ? round : -1;
    while (count > 0 && lowest[count - 1] >= rate) {
      count--;
      last = Math.max(last, rounds[count]);
    }
    if (last >= 0) {
      if (count == rounds.length) {
        rounds = IntArrays.ensureCapacity(rounds, Math.max(FEW, 2 * count), count);
        lowest = DoubleArrays.ensureCapacity(lowest, rounds.length, count);
        lowRounds[link] = rounds;
        lowRates[link] = lowest;
      }
      rounds[count] = last;
      lowest[count++] = rate;
    }
    lows[link] = count;
  }

  /** The lowest rate of a link since a transfer came. */
  private double lowest(int flow, int link) {
    int[] rounds = lowRounds[link];
    int before = -1;
    int place = lows[link];
    while (place - before > 1) {
      int middle = (before + place) >>> 1;
      if (rounds[middle] < joined[flow]) {
        before = middle;
      } else {
        place = middle;
      }
    }
    return place < lows[link] ? lowRates[link][place] : Double.POSITIVE_INFINITY;
  }
}

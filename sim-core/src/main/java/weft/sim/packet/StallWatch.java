package weft.sim.packet;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import weft.sim.packet.queue.Wire;
import weft.sim.unit.Durations;

/**
 * Ends a run that goes on without getting anywhere.
 *
 * <p>It looks after each batch of events whether anything has arrived since the last look, and at
 * each timeout of a flow whether anything new of that flow has been acknowledged: nothing is done
 * for a packet. While routing converges, nobody is expected to get anywhere.
 */
final class StallWatch {

  private static final int TIMEOUTS_OF_ALL = 10;

  /** Flows whose timeouts fall together may well lose the same race ten times and more. */
  private static final int TIMEOUTS_OF_ONE = 100;

  private static final int ROUND_TRIPS = 100;
  private static final int PACKETS = 10_000;
  private static final int IDLE = -1;

  private final Flows flows;
  private final Sending sending;
  private final PacketBooks books;
  private final Wire wire;
  private final Diagnosis diagnosis;
  private final long stallPs;

  /** From the model's clock to that of the engine. */
  private final LongUnaryOperator outsidePs;

  private int submitted;
  private long longestPs;
  private long received;
  private long sincePs;
  private long quietUntilPs;
  private long lookedPs;

  /** What of a flow was acknowledged at its last timeout, and since when it has been that. */
  private int[] acknowledged = new int[0];

  private long[] acknowledgedSincePs = new long[0];

  /** Timeouts of it since then. */
  private int[] timeouts = new int[0];

  StallWatch(
      Flows flows,
      Sending sending,
      PacketBooks books,
      Wire wire,
      Diagnosis diagnosis,
      long stallPs,
      LongUnaryOperator outsidePs) {
    this.outsidePs = outsidePs;
    this.flows = flows;
    this.sending = sending;
    this.books = books;
    this.wire = wire;
    this.diagnosis = diagnosis;
    this.stallPs = stallPs;
    longestPs = stallPs;
  }

  void open(int flow) {
    if (flow == acknowledged.length) {
      acknowledged = Arrays.copyOf(acknowledged, Math.max(64, 2 * flow));
      acknowledgedSincePs = Arrays.copyOf(acknowledgedSincePs, acknowledged.length);
      timeouts = Arrays.copyOf(timeouts, acknowledged.length);
    }
    acknowledged[flow] = IDLE;
    longestPs = Math.max(longestPs, limitPs(flow, TIMEOUTS_OF_ALL));
  }

  /** Without progress for so long a flow, or the network, counts as stuck. */
  private long limitPs(int flow, int timeouts) {
    double timeoutPs = sending.timeoutPs(flow);
    double packetPs = wire.fullBytes() * 8e12 / flows.rateBps(flow);
    double limitPs = Math.max(ROUND_TRIPS * (double) flows.baseRttPs(flow), PACKETS * packetPs);
    if (timeoutPs < Long.MAX_VALUE) {
      limitPs = Math.max(limitPs, timeouts * timeoutPs);
    }
    return Math.max(stallPs, (long) limitPs);
  }

  void onSubmitted(long nowPs) {
    submitted++;
    sincePs = Math.max(sincePs, nowPs);
  }

  void onDelivered() {
    submitted--;
  }

  /** A link has failed; routing will have converged at that time. */
  void onFailure(long convergedPs) {
    quietUntilPs = Math.max(quietUntilPs, convergedPs);
  }

  /** Some events have been handled. */
  void look(long nowPs) {
    if (nowPs - lookedPs > stallPs) {
      lookedPs = nowPs;
      // Others may get on while some stand still for ever.
      if (diagnosis.isDeadlocked(stallPs, nowPs)) {
        throw new StallException("ports wait for each other\n" + diagnosis.text());
      }
    }
    if (books.received() != received || submitted == 0) {
      received = books.received();
      sincePs = Math.max(sincePs, nowPs);
    } else if (nowPs - Math.max(sincePs, quietUntilPs) > longestPs) {
      throw new StallException(
          "nothing has arrived since " + ms(sincePs) + "\n" + diagnosis.text());
    }
  }

  /** The clock of a flow has rung and found what is overdue. */
  void onTimeout(int flow, long nowPs) {
    int now = sending.isIdle(flow) ? IDLE : sending.recovery(flow).firstUnacknowledged();
    if (now == IDLE || now != acknowledged[flow]) {
      acknowledged[flow] = now;
      acknowledgedSincePs[flow] = nowPs;
      timeouts[flow] = 0;
      return;
    }
    timeouts[flow]++;
    if (nowPs - Math.max(acknowledgedSincePs[flow], quietUntilPs)
        > limitPs(flow, TIMEOUTS_OF_ONE)) {
      throw new StallException(
          "a flow repeats itself, but nothing of it has been acknowledged since "
              + ms(acknowledgedSincePs[flow])
              + String.format(
                  Locale.ROOT,
                  ", in %,d timeouts of %s. Maybe a longer timeout.\n",
                  timeouts[flow],
                  milliseconds(sending.timeoutPs(flow)))
              + diagnosis.text(flow));
    }
  }

  private String ms(long timePs) {
    return milliseconds(outsidePs.applyAsLong(timePs));
  }

  private static String milliseconds(long durationPs) {
    return String.format(Locale.ROOT, "%,.6f ms", 1e3 * Durations.toSeconds(durationPs));
  }
}

package weft.sim.collective.exec;

import java.util.Arrays;
import weft.sim.collective.cost.Charges;
import weft.sim.unit.Durations;

/**
 * When the steps of a schedule end on connections that take a known time for each message, by the
 * rules of {@link LaneRun}. There is no network, so no clock either: the end of a step follows from
 * the ends of those that it waits for, in whatever order these are worked out.
 */
final class LoneRun {

  private final PlacedSchedule placed;
  private final Lanes lanes;
  private final Charges charges;
  private final int passes;
  private final long[] sendPs;

  /** Of each lane, the step that it is at, the pass, and when the step before ended. */
  private final int[] at;

  private final int[] pass;
  private final long[] clocks;

  /**
   * Of each connection, how many messages have been sent and received, and of the last ones when
   * they arrived and when their slots were free again.
   */
  private final int[] sent;

  private final int[] received;
  private final int slots;
  private final long[] arrivals;
  private final long[] frees;

  /** Of each step that others wait for, in how many passes it has ended, and when in each. */
  private final int[] ended;

  private final long[][] ends;

  /** Lanes that may be able to go on, each once. */
  private final int[] awake;

  private int awakeCount;
  private final boolean[] isAwake;

  /** Half of the passes, and when all lanes had ended them. */
  private final int half;

  private long halfPs;

  private LoneRun(PlacedSchedule placed, Charges charges, int passes, long[] sendPs) {
    this.placed = placed;
    this.charges = charges;
    half = passes / 2;
    this.passes = passes;
    this.sendPs = sendPs;
    lanes = placed.lanes();
    at = new int[lanes.count()];
    pass = new int[lanes.count()];
    clocks = new long[lanes.count()];
    awake = new int[lanes.count()];
    isAwake = new boolean[lanes.count()];
    sent = new int[lanes.connections()];
    received = new int[lanes.connections()];
    slots = (int) Math.min(LaneRun.SLOTS, (long) passes * lanes.mostMessages());
    arrivals = new long[slots * lanes.connections()];
    frees = new long[slots * lanes.connections()];
    ended = new int[lanes.steps()];
    ends = new long[lanes.steps()][];
    Arrays.setAll(at, lanes::firstStep);
  }

  /**
   * How long all passes take, picoseconds.
   *
   * @param most passes that are run through; those after them take as long as those of the second
   *     half
   * @param sendPs of each step, how long its message of one pass keeps the connection busy
   */
  static long durationPs(PlacedSchedule placed, Charges charges, long most, long[] sendPs) {
    int passes = (int) Math.min(most, charges.passes());
    LoneRun run = new LoneRun(placed, charges, passes, sendPs);
    run.goOn(placed.representatives());
    long endPs = run.endPs(placed.representatives());
    if (passes == charges.passes()) {
      return endPs;
    }
    double onePs = (double) (endPs - run.halfPs) / (passes - run.half);
    return Durations.roundUp(endPs + onePs * (charges.passes() - passes));
  }

  private void goOn(boolean[] isRun) {
    for (int lane = lanes.count() - 1; lane >= 0; lane--) {
      if (isRun[lane] && lanes.firstStep(lane) < lanes.firstStep(lane + 1)) {
        wake(lane);
      }
    }
    while (awakeCount > 0) {
      int lane = awake[--awakeCount];
      isAwake[lane] = false;
      while (pass[lane] < passes && take(lane)) {
        next(lane);
      }
    }
  }

  private long endPs(boolean[] isRun) {
    long endPs = 0;
    for (int lane = 0; lane < at.length; lane++) {
      if (isRun[lane] && lanes.firstStep(lane) < lanes.firstStep(lane + 1)) {
        if (pass[lane] < passes) {
          throw new IllegalStateException(
              "a schedule that gets stuck: participant %d, step %d of lane %d"
                  .formatted(lanes.participant(lane), at[lane] - lanes.firstStep(lane), lane));
        }
        endPs = Math.max(endPs, clocks[lane]);
      }
    }
    return endPs;
  }

  private void wake(int lane) {
    if (!isAwake[lane]) {
      isAwake[lane] = true;
      awake[awakeCount++] = lane;
    }
  }

  /** Takes the step that a lane is at, if what it waits for is known. */
  private boolean take(int lane) {
    int step = at[lane];
    int receives = lanes.receives(step);
    int sends = lanes.sends(step);
    long beginPs = clocks[lane];
    if (receives != Lanes.NONE) {
      if (received[receives] == sent[receives]) {
        return false;
      }
      beginPs = Math.max(beginPs, arrivals[slot(receives, received[receives])]);
    }
    if (sends != Lanes.NONE && sent[sends] >= slots) {
      if (sent[sends] - received[sends] >= slots) {
        return false;
      }
      beginPs = Math.max(beginPs, frees[slot(sends, sent[sends])]);
    }
    for (int i = lanes.firstDependency(step); i < lanes.firstDependency(step + 1); i++) {
      int before = lanes.dependency(i);
      if (ended[before] <= pass[lane]) {
        return false;
      }
      beginPs = Math.max(beginPs, ends[before][pass[lane]]);
    }
    if (sends == Lanes.NONE) {
      clocks[lane] = beginPs;
    } else {
      clocks[lane] = Durations.add(beginPs, sendPs[step]);
      arrivals[slot(sends, sent[sends]++)] =
          Durations.add(
              clocks[lane], Durations.add(placed.latencyPs(sends), placed.stepPs(sends, charges)));
      wake(lanes.receiver(sends));
    }
    if (receives != Lanes.NONE) {
      frees[slot(receives, received[receives]++)] = clocks[lane];
      wake(lanes.sender(receives));
    }
    return true;
  }

  private int slot(int connection, int message) {
    return connection * slots + message % slots;
  }

  /** The step that a lane is at has ended. */
  private void next(int lane) {
    int step = at[lane];
    int first = lanes.firstDependent(step);
    int end = lanes.firstDependent(step + 1);
    if (first < end) {
      long[] ofStep = ends[step] == null ? new long[passes] : ends[step];
      ofStep[ended[step]++] = clocks[lane];
      ends[step] = ofStep;
      for (int i = first; i < end; i++) {
        wake(lanes.dependent(i));
      }
    }
    if (++at[lane] == lanes.firstStep(lane + 1)) {
      at[lane] = lanes.firstStep(lane);
      if (++pass[lane] == half) {
        halfPs = Math.max(halfPs, clocks[lane]);
      }
    }
  }
}

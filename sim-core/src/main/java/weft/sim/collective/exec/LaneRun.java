package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import weft.sim.collective.cost.LibraryCosts;

/**
 * How far the lanes of a schedule have come in a collective: which step each is at, and whether it
 * can begin. Knows no time; who runs it tells of what has been sent and what has arrived.
 *
 * <p>A step begins when the one before it in its lane has ended, those that it depends on have
 * ended in the same pass, its message is there, and, if it sends, the receiver has a free slot. It
 * ends when its message has left. A message takes a slot from then on until the step that receives
 * it has ended (NCCL_STEPS: 8 slots a connection; that the news of a free slot takes no time is an
 * assumption).
 */
final class LaneRun {

  /** Slots of a connection. */
  static final int SLOTS = LibraryCosts.SLOTS;

  /** Takes messages away. */
  interface Wire {

    /** Sends what a step has to send in a pass. */
    void send(int connection, int step, int pass);
  }

  private final Lanes lanes;
  private final Wire wire;
  private final int passes;

  /** Of each lane, the step that it is at, and the pass. */
  private final int[] at;

  private final int[] pass;
  private final boolean[] isBusy;

  /** Of each step that others wait for, in how many passes it has ended. */
  private final int[] ended;

  /** Of each connection, messages that are there, and messages that have a slot. */
  private final int[] arrived;

  private final int[] taken;

  /** Lanes that may be able to go on. */
  private final IntArrayList awake = new IntArrayList();

  private int unfinished;

  /** Nothing has been done yet. */
  LaneRun(Lanes lanes, int passes, Wire wire) {
    this.lanes = lanes;
    this.passes = passes;
    this.wire = wire;
    at = new int[lanes.count()];
    pass = new int[lanes.count()];
    isBusy = new boolean[lanes.count()];
    ended = new int[lanes.steps()];
    arrived = new int[lanes.connections()];
    taken = new int[lanes.connections()];
    Arrays.setAll(at, lanes::firstStep);
  }

  /** Lets all lanes begin. */
  void start() {
    for (int lane = lanes.count() - 1; lane >= 0; lane--) {
      if (lanes.firstStep(lane) < lanes.firstStep(lane + 1)) {
        unfinished++;
        awake.add(lane);
      }
    }
    goOn();
  }

  /** Whether all steps of all passes have ended. */
  boolean isFinished() {
    return unfinished == 0;
  }

  /** The message that a connection has been sending has left. */
  void left(int connection) {
    int lane = lanes.sender(connection);
    isBusy[lane] = false;
    end(lane);
    awake.add(lane);
    goOn();
  }

  /** A message has arrived. */
  void arrived(int connection) {
    arrived[connection]++;
    awake.add(lanes.receiver(connection));
    goOn();
  }

  private void goOn() {
    while (!awake.isEmpty()) {
      int lane = awake.popInt();
      while (canBegin(lane)) {
        int sends = lanes.sends(at[lane]);
        if (sends != Lanes.NONE) {
          taken[sends]++;
          isBusy[lane] = true;
          wire.send(sends, at[lane], pass[lane]);
          break;
        }
        end(lane);
      }
    }
  }

  private boolean canBegin(int lane) {
    int step = at[lane];
    if (isBusy[lane] || pass[lane] == passes || step == lanes.firstStep(lane + 1)) {
      return false;
    }
    int receives = lanes.receives(step);
    int sends = lanes.sends(step);
    if ((receives != Lanes.NONE && arrived[receives] == 0)
        || (sends != Lanes.NONE && taken[sends] == SLOTS)) {
      return false;
    }
    for (int i = lanes.firstDependency(step); i < lanes.firstDependency(step + 1); i++) {
      if (ended[lanes.dependency(i)] <= pass[lane]) {
        return false;
      }
    }
    return true;
  }

  /** The step that a lane is at has ended. */
  private void end(int lane) {
    int step = at[lane];
    int receives = lanes.receives(step);
    if (receives != Lanes.NONE) {
      arrived[receives]--;
      if (taken[receives]-- == SLOTS) {
        awake.add(lanes.sender(receives));
      }
    }
    ended[step]++;
    for (int i = lanes.firstDependent(step); i < lanes.firstDependent(step + 1); i++) {
      awake.add(lanes.dependent(i));
    }
    if (++at[lane] == lanes.firstStep(lane + 1)) {
      at[lane] = lanes.firstStep(lane);
      if (++pass[lane] == passes) {
        unfinished--;
      } else {
        awake.add(lane);
      }
    }
  }
}

package weft.sim.collective;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many messages of a pass follow each other at most, each sent after the one before has
 * arrived.
 *
 * @param messages all of them, on the way that has most
 * @param scaleOut on the way that has most of these, those between domains
 */
public record Hops(int messages, int scaleOut) {

  /**
   * Counts them by taking all steps; takes a time that is linear in their number. Steps that wait
   * for ever are not counted.
   */
  public static Hops of(Schedule schedule, GroupShape shape) {
    Walk walk = new Walk(schedule, shape);
    walk.run();
    return new Hops(walk.most, walk.mostScaleOut);
  }

  /**
   * Of each step of each lane, lanes in the order of the participants, how many messages followed
   * each other at most before it began.
   */
  static int[][] before(Schedule schedule) {
    Walk walk = new Walk(schedule, GroupShape.ofNodes(schedule.ranks()));
    walk.run();
    return walk.begins;
  }

  /** Takes the steps of a pass in an order in which they can be taken. */
  private static final class Walk {
    private final Schedule schedule;
    private final GroupShape shape;
    private final Step cursor = new Step();
    private final int[] firstLane;

    /** Of each lane, how many steps are done, and after how many messages each of these began. */
    private final int[] done;

    private final int[][] begins;
    private final int[][] beginsScaleOut;
    private final Map<Long, ArrayDeque<long[]>> sent = new HashMap<>();
    private int most;
    private int mostScaleOut;

    Walk(Schedule schedule, GroupShape shape) {
      this.schedule = schedule;
      this.shape = shape;
      int participants = schedule.participants();
      firstLane = new int[participants + 1];
      for (int participant = 0; participant < participants; participant++) {
        firstLane[participant + 1] = firstLane[participant] + schedule.lanes(participant);
      }
      int lanes = firstLane[participants];
      done = new int[lanes];
      begins = new int[lanes][];
      beginsScaleOut = new int[lanes][];
      for (int participant = 0; participant < participants; participant++) {
        for (int lane = 0; lane < schedule.lanes(participant); lane++) {
          int steps = schedule.steps(participant, lane);
          begins[firstLane[participant] + lane] = new int[steps];
          beginsScaleOut[firstLane[participant] + lane] = new int[steps];
        }
      }
    }

    void run() {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = false;
        for (int participant = 0; participant < schedule.participants(); participant++) {
          for (int lane = firstLane[participant]; lane < firstLane[participant + 1]; lane++) {
            while (done[lane] < begins[lane].length && tryStep(participant, lane)) {
              goesOn = true;
            }
          }
        }
      }
    }

    private boolean tryStep(int participant, int lane) {
      int step = done[lane];
      schedule.step(participant, lane - firstLane[participant], step, cursor);
      int after = step == 0 ? 0 : begins[lane][step - 1];
      int scaleOut = step == 0 ? 0 : beginsScaleOut[lane][step - 1];
      for (int i = 0; i < cursor.dependencies(); i++) {
        int other = firstLane[participant] + cursor.dependencyLane(i);
        if (done[other] <= cursor.dependencyStep(i)) {
          return false;
        }
        after = Math.max(after, begins[other][cursor.dependencyStep(i)]);
        scaleOut = Math.max(scaleOut, beginsScaleOut[other][cursor.dependencyStep(i)]);
      }
      if (cursor.receives()) {
        ArrayDeque<long[]> queue =
            queue(firstLane[cursor.receivePeer()] + cursor.receiveLane(), lane);
        if (queue.isEmpty()) {
          return false;
        }
        long[] message = queue.remove();
        after = Math.max(after, (int) message[0]);
        scaleOut = Math.max(scaleOut, (int) message[1]);
      }
      if (cursor.sends()) {
        int to = firstLane[cursor.sendPeer()] + cursor.sendLane();
        int further = scaleOut + (isScaleOut(participant, cursor.sendPeer()) ? 1 : 0);
        queue(lane, to).add(new long[] {after + 1L, further});
        most = Math.max(most, after + 1);
        mostScaleOut = Math.max(mostScaleOut, further);
      }
      begins[lane][step] = after;
      beginsScaleOut[lane][step] = scaleOut;
      done[lane]++;
      return true;
    }

    private ArrayDeque<long[]> queue(int from, int to) {
      return sent.computeIfAbsent((long) from << Integer.SIZE | to, key -> new ArrayDeque<>());
    }

    private boolean isScaleOut(int source, int destination) {
      return Relay.isScaleOut(schedule, shape, source, destination);
    }
  }
}

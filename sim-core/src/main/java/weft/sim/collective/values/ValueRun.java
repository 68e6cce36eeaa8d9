package weft.sim.collective.values;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Schedule;
import weft.sim.collective.Step;

/**
 * Executes a schedule on numbers: every block is a vector, messages take no time and lanes go on in
 * any order that the schedule allows.
 *
 * <p>A connection holds a given number of messages; when it is full, the step that sends waits, as
 * it does for a free slot of NCCL's buffers. A step that receives takes its message only when it
 * can also send: with one slot, what can deadlock does.
 *
 * <p>Values are {@code long} and sums wrap round, so that they are exact in every order.
 */
final class ValueRun {

  private static final int NONE = -1;

  private record Connection(int source, int sourceLane, int destination, int destinationLane) {}

  private final Schedule schedule;
  private final int passes;
  private final int slots;
  private final Interleaving interleaving;
  private final List<Finding> findings = new ArrayList<>();
  private final Step cursor = new Step();

  private final int[] firstLane;
  private final int[] owner;
  private final int[] pass;
  private final int[] step;
  private final boolean[] isQueued;

  /** Of each lane the first of those that wait for a step of it, and of each of these the next. */
  private final int[] firstWaiting;

  private final int[] nextWaiting;
  private final boolean[] isWaiting;
  private final IntArrayList candidates = new IntArrayList();

  /** Of each pass and participant, its blocks. */
  private final long[][][] @Nullable [] blocks;

  private final Map<Connection, ArrayDeque<long[][]>> messages = new LinkedHashMap<>();

  ValueRun(Schedule schedule, int passes, int slots, Interleaving interleaving) {
    this.schedule = schedule;
    this.passes = passes;
    this.slots = slots;
    this.interleaving = interleaving;
    int participants = schedule.participants();
    firstLane = new int[participants + 1];
    blocks = new long[passes][participants][][];
    for (int participant = 0; participant < participants; participant++) {
      firstLane[participant + 1] = firstLane[participant] + schedule.lanes(participant);
      for (int at = 0; at < passes; at++) {
        blocks[at][participant] = new long[schedule.blocks(participant)][];
      }
    }
    int lanes = firstLane[participants];
    owner = new int[lanes];
    pass = new int[lanes];
    step = new int[lanes];
    isQueued = new boolean[lanes];
    firstWaiting = new int[lanes];
    Arrays.fill(firstWaiting, NONE);
    nextWaiting = new int[lanes];
    isWaiting = new boolean[lanes];
    for (int participant = 0; participant < participants; participant++) {
      for (int lane = firstLane[participant]; lane < firstLane[participant + 1]; lane++) {
        owner[lane] = participant;
        pass[lane] = steps(lane) == 0 ? passes : 0;
      }
    }
  }

  /** What a rank has in a block before. */
  void put(int pass, int rank, int block, long[] value) {
    blocks[pass][rank][block] = value;
  }

  /** What a participant has in a block; null if nothing. */
  long @Nullable [] get(int pass, int participant, int block) {
    return blocks[pass][participant][block];
  }

  /** What is wrong, without the results. */
  List<Finding> findings() {
    return findings;
  }

  /** Takes all steps that can be taken. */
  void run() {
    for (int lane = 0; lane < owner.length; lane++) {
      wake(lane);
    }
    while (!candidates.isEmpty()) {
      int lane = candidates.removeInt(interleaving.next(candidates.size()));
      isQueued[lane] = false;
      if (tryStep(lane)) {
        wake(lane);
      }
    }
    for (int lane = 0; lane < owner.length; lane++) {
      if (pass[lane] < passes) {
        findings.add(finding(Finding.Kind.DEADLOCK, lane, "waits for " + waitsFor(lane)));
      }
    }
    if (findings.isEmpty()) {
      messages.forEach(this::reportLeftOver);
    }
  }

  private int steps(int lane) {
    return schedule.steps(owner[lane], lane - firstLane[owner[lane]]);
  }

  private void wake(int lane) {
    if (!isQueued[lane] && pass[lane] < passes) {
      isQueued[lane] = true;
      candidates.add(lane);
    }
  }

  private void load(int lane) {
    schedule.step(owner[lane], lane - firstLane[owner[lane]], step[lane], cursor);
  }

  private boolean tryStep(int lane) {
    if (pass[lane] == passes) {
      return false;
    }
    load(lane);
    int dependency = waitingDependency(lane);
    if (dependency >= 0) {
      await(firstLane[owner[lane]] + cursor.dependencyLane(dependency), lane);
      return false;
    }
    if (waitsForMessage(lane) || waitsForSlot(lane)) {
      return false;
    }
    long[][] values = values(lane);
    if (cursor.stores()) {
      for (int i = 0; i < values.length; i++) {
        blocks[pass[lane]][owner[lane]][cursor.target(i)] = values[i];
      }
    }
    if (cursor.sends()) {
      queue(outgoing(lane)).add(values);
      wake(firstLane[cursor.sendPeer()] + cursor.sendLane());
    }
    if (cursor.receives()) {
      wake(firstLane[cursor.receivePeer()] + cursor.receiveLane());
    }
    if (++step[lane] == steps(lane)) {
      step[lane] = 0;
      pass[lane]++;
    }
    wakeWaiting(lane);
    return true;
  }

  /**
   * Has a lane tried again when another has taken a step. It waits for one at most: until that has
   * taken one, the dependency stays the first that is not met.
   */
  private void await(int other, int lane) {
    if (!isWaiting[lane]) {
      isWaiting[lane] = true;
      nextWaiting[lane] = firstWaiting[other];
      firstWaiting[other] = lane;
    }
  }

  private void wakeWaiting(int lane) {
    for (int other = firstWaiting[lane]; other != NONE; other = nextWaiting[other]) {
      isWaiting[other] = false;
      wake(other);
    }
    firstWaiting[lane] = NONE;
  }

  /** The value of the loaded step. */
  private long[][] values(int lane) {
    long[] @Nullable [] own = blocks[pass[lane]][owner[lane]];
    long[][] values = new long[cursor.blocks()][];
    long[][] received = cursor.receives() ? take(lane) : null;
    for (int i = 0; i < values.length; i++) {
      if (received == null) {
        values[i] = read(own, cursor.source(i), lane);
        if (cursor.reduces()) {
          values[i] = sum(values[i], read(own, cursor.target(i), lane), lane);
        }
      } else {
        values[i] = i < received.length ? received[i] : new long[0];
        if (cursor.reduces()) {
          values[i] = sum(values[i], read(own, cursor.source(i), lane), lane);
        }
      }
    }
    return values;
  }

  private long[][] take(int lane) {
    long[][] received = queue(incoming(lane)).remove();
    if (received.length != cursor.blocks()) {
      findings.add(
          finding(
              Finding.Kind.MISMATCH,
              lane,
              "receives %d chunks from %s, which sends %d"
                  .formatted(cursor.blocks(), name(cursor.receivePeer()), received.length)));
    }
    return received;
  }

  private long[] read(long[] @Nullable [] own, int block, int lane) {
    long[] value = own[block];
    if (value == null) {
      findings.add(
          finding(Finding.Kind.EMPTY_BLOCK, lane, "reads block " + block + ", which is empty"));
      return new long[0];
    }
    return value;
  }

  private long[] sum(long[] one, long[] other, int lane) {
    if (one.length != other.length && one.length > 0 && other.length > 0) {
      findings.add(
          finding(
              Finding.Kind.MISMATCH,
              lane,
              "adds %d elements to %d".formatted(one.length, other.length)));
    }
    long[] sum = new long[Math.min(one.length, other.length)];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
  }

  private int waitingDependency(int lane) {
    for (int i = 0; i < cursor.dependencies(); i++) {
      int other = firstLane[owner[lane]] + cursor.dependencyLane(i);
      boolean isDone =
          pass[other] > pass[lane]
              || (pass[other] == pass[lane] && step[other] > cursor.dependencyStep(i));
      if (!isDone) {
        return i;
      }
    }
    return -1;
  }

  private boolean waitsForMessage(int lane) {
    return cursor.receives() && queue(incoming(lane)).isEmpty();
  }

  private boolean waitsForSlot(int lane) {
    return cursor.sends() && queue(outgoing(lane)).size() >= slots;
  }

  private ArrayDeque<long[][]> queue(Connection connection) {
    return messages.computeIfAbsent(connection, key -> new ArrayDeque<>());
  }

  private Connection incoming(int lane) {
    return new Connection(
        cursor.receivePeer(), cursor.receiveLane(), owner[lane], lane - firstLane[owner[lane]]);
  }

  private Connection outgoing(int lane) {
    return new Connection(
        owner[lane], lane - firstLane[owner[lane]], cursor.sendPeer(), cursor.sendLane());
  }

  private String waitsFor(int lane) {
    load(lane);
    int dependency = waitingDependency(lane);
    if (dependency >= 0) {
      return "step %d of its lane %d"
          .formatted(cursor.dependencyStep(dependency), cursor.dependencyLane(dependency));
    }
    return waitsForMessage(lane)
        ? "a message from %s, lane %d".formatted(name(cursor.receivePeer()), cursor.receiveLane())
        : "%s, lane %d, to take a message".formatted(name(cursor.sendPeer()), cursor.sendLane());
  }

  private void reportLeftOver(Connection connection, ArrayDeque<long[][]> queue) {
    if (!queue.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Kind.LEFT_OVER,
              connection.source(),
              connection.sourceLane(),
              0,
              "sends %d messages to %s, lane %d, that are never received"
                  .formatted(
                      queue.size(), name(connection.destination()), connection.destinationLane())));
    }
  }

  private Finding finding(Finding.Kind kind, int lane, String text) {
    int participant = owner[lane];
    return new Finding(kind, participant, lane - firstLane[participant], step[lane], text);
  }

  private String name(int participant) {
    int relay = participant - schedule.ranks();
    return relay < 0 ? "rank " + participant : "relay " + relay;
  }
}

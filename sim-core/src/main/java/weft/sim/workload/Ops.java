package weft.sim.workload;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/** The sealed operations of one stream, in the order in which they are done. */
final class Ops {

  /** What an {@link OpKind#MARK} notes, as its amount: when it is. */
  static final long MOMENT = 0;

  /** How long the message before it would have taken alone. */
  static final long ALONE = 1;

  private static final int NOBODY = -1;
  private static final int SEVERAL = -2;

  private final OpKind[] kinds;
  private final Activity[] activities;
  private final int[] operands;
  private final long[] amounts;
  private final long[] besides;
  private final @Nullable Operation[] operations;

  /** Of a computation, whether {@link #leadsIntoCollective}. */
  private final boolean[] leadsIn;

  /** Of a collective, {@link #lockstepEnd}. */
  private final int[] lockstepEnds;

  /** Of a collective, {@link #alike}. */
  private final int[] alikes;

  /** How often each collective comes, in the order of their first times. */
  private final Map<Collective, Integer> collectives;

  private record Collective(int partition, Operation operation, long bytes) {}

  /** A collective in lockstep, what is computed after it, and what follows. */
  private record Item(
      int operand,
      Operation operation,
      long bytes,
      long overlappedPs,
      Activity activity,
      long computedPs,
      int next) {}

  Ops(
      OpKind[] kinds,
      Activity[] activities,
      int[] operands,
      long[] amounts,
      long[] besides,
      @Nullable Operation[] operations) {
    this.kinds = kinds;
    this.activities = activities;
    this.operands = operands;
    this.amounts = amounts;
    this.besides = besides;
    this.operations = operations;
    leadsIn = new boolean[kinds.length];
    lockstepEnds = new int[kinds.length];
    alikes = new int[kinds.length];
    collectives = new LinkedHashMap<>();
    for (int position = 0; position < kinds.length; position++) {
      if (kinds[position] == OpKind.COLLECTIVE) {
        collectives.merge(
            new Collective(operand(position), operation(position), amount(position)),
            1,
            Integer::sum);
      }
    }
  }

  /**
   * Finds the computations that {@linkplain #leadsIntoCollective lead into a collective}, and how
   * long ranks stay in {@linkplain #lockstepEnd lockstep}.
   *
   * @param streams all streams of a role
   */
  static void link(Ops[] streams) {
    int[] users = users(streams);
    for (Ops ops : streams) {
      for (int position = 0; position + 1 < ops.size(); position++) {
        ops.leadsIn[position] =
            ops.kind(position) == OpKind.COMPUTE
                && ops.kind(position + 1) == OpKind.COLLECTIVE
                && users[ops.operand(position + 1)] != SEVERAL;
      }
    }
    boolean[][] awaited = awaited(streams);
    for (int stream = 0; stream < streams.length; stream++) {
      streams[stream].linkLockstep(awaited[stream], users);
      streams[stream].findAlikes();
    }
  }

  /** For each stream and position, whether another stream waits for the end of its operation. */
  private static boolean[][] awaited(Ops[] streams) {
    boolean[][] awaited = new boolean[streams.length][];
    Arrays.setAll(awaited, stream -> new boolean[streams[stream].size()]);
    for (Ops ops : streams) {
      for (int position = 0; position < ops.size(); position++) {
        if (ops.kind(position) == OpKind.AWAIT) {
          awaited[ops.operand(position)][(int) ops.amount(position) - 1] = true;
        }
      }
    }
    return awaited;
  }

  private void linkLockstep(boolean[] awaited, int[] users) {
    for (int position = size() - 1; position >= 0; position--) {
      leadsIn[position] &= !awaited[position];
      lockstepEnds[position] = position;
      if (kind(position) == OpKind.COLLECTIVE
          && users[operand(position)] != SEVERAL
          && !awaited[position]
          && position + 1 < size()) {
        int next = leadsIn[position + 1] ? position + 2 : position + 1;
        if (kind(next) == OpKind.COLLECTIVE && operand(next) == operand(position)) {
          lockstepEnds[position] = lockstepEnds[next];
        }
      }
    }
  }

  /** Finds sequences that are the same, from their ends. */
  private void findAlikes() {
    Map<Item, Integer> known = new HashMap<>();
    for (int position = size() - 1; position >= 0; position--) {
      if (kind(position) == OpKind.COLLECTIVE) {
        boolean isLast = lockstepEnds[position] == position;
        boolean computes = !isLast && kind(position + 1) == OpKind.COMPUTE;
        Item item =
            new Item(
                operand(position),
                operation(position),
                amount(position),
                overlappedPs(position),
                activity(position),
                computes ? amount(position + 1) : NOBODY,
                isLast ? NOBODY : alikes[position + (computes ? 2 : 1)]);
        Integer same = known.putIfAbsent(item, position);
        alikes[position] = same == null ? position : same;
      }
    }
  }

  /** The last position of a mark; −1 if it is nowhere. */
  int lastMark(int mark) {
    int position = size() - 1;
    while (position >= 0 && !(kinds[position] == OpKind.MARK && operands[position] == mark)) {
      position--;
    }
    return position;
  }

  /** The same with other numbers of groups and marks; to be {@linkplain #link linked} again. */
  Ops moved(int groups, int marks) {
    int[] moved = operands.clone();
    for (int position = 0; position < size(); position++) {
      switch (kinds[position]) {
        case COLLECTIVE -> moved[position] += groups;
        case MARK -> moved[position] += marks;
        case COMPUTE, SEND, RECEIVE, AWAIT -> {}
      }
    }
    return new Ops(kinds, activities, moved, amounts, besides, operations);
  }

  /**
   * Adds these operations to a list.
   *
   * @param begins for each stream, where the operations begin to which awaits refer
   * @param marks whether marks are noted
   */
  void addTo(OpList list, int[] begins, boolean marks) {
    for (int position = 0; position < size(); position++) {
      OpKind kind = kinds[position];
      if (kind == OpKind.MARK && !marks) {
        list.add(OpKind.COMPUTE, activities[position], 0, 0, 0, null);
      } else {
        long begin = kind == OpKind.AWAIT ? begins[operands[position]] : 0;
        list.add(
            kind,
            activities[position],
            operands[position],
            begin + amounts[position],
            besides[position],
            operations[position]);
      }
    }
  }

  /** For each groups that have a collective, the only stream that has one, or {@link #SEVERAL}. */
  private static int[] users(Ops[] streams) {
    int[] users = new int[0];
    for (int stream = 0; stream < streams.length; stream++) {
      Ops ops = streams[stream];
      for (int position = 0; position < ops.size(); position++) {
        if (ops.kind(position) == OpKind.COLLECTIVE) {
          int groups = ops.operand(position);
          if (groups >= users.length) {
            int known = users.length;
            users = Arrays.copyOf(users, 2 * groups + 8);
            Arrays.fill(users, known, users.length, NOBODY);
          }
          users[groups] = users[groups] == NOBODY || users[groups] == stream ? stream : SEVERAL;
        }
      }
    }
    return users;
  }

  /** Visits the collectives, those that are the same once. */
  void visitCollectives(Program.CollectiveVisitor visitor) {
    collectives.forEach(
        (collective, times) ->
            visitor.visit(
                collective.partition(), collective.operation(), collective.bytes(), times));
  }

  int size() {
    return kinds.length;
  }

  OpKind kind(int position) {
    return kinds[position];
  }

  Activity activity(int position) {
    return activities[position];
  }

  /**
   * Whether a computation is followed by a collective, and nobody notices when it ends but those
   * who wait in that: no other stream awaits it or uses these groups. Then its end needs no event.
   */
  boolean leadsIntoCollective(int position) {
    return leadsIn[position];
  }

  /**
   * Up to which collective the members of a group that do these operations are in lockstep from a
   * collective on: between the two there are only computations and collectives of the same group,
   * and nobody notices when one of them ends but the members themselves.
   */
  int lockstepEnd(int position) {
    return lockstepEnds[position];
  }

  /** The same number for collectives from which on the same is done in lockstep. */
  int alike(int position) {
    return alikes[position];
  }

  /** Groups of a collective, peers of a message, stream of an await. */
  int operand(int position) {
    return operands[position];
  }

  /** Picoseconds of compute, bytes of communication, position of an await. */
  long amount(int position) {
    return amounts[position];
  }

  /** What is computed beside a collective, picoseconds: it ends no sooner than that. */
  long overlappedPs(int position) {
    return besides[position];
  }

  /** The operation of a collective. */
  Operation operation(int position) {
    return Objects.requireNonNull(operations[position]);
  }
}

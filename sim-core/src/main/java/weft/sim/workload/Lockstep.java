package weft.sim.workload;

import java.util.Arrays;
import weft.sim.collective.exec.RingRunner;
import weft.sim.unit.Durations;

/**
 * What a group does in lockstep: once all have arrived at a collective whose duration is known,
 * they begin the next computation together, hence the next collective, and so on. Such a sequence
 * is as good as one operation of the sum of the durations: it needs one event.
 *
 * <p>This is exact, not an approximation: durations are whole picoseconds and are known only of
 * collectives that nothing else can slow down.
 */
final class Lockstep {

  private final RingRunner collectives;

  private int begin;
  private long beginPs;
  private long[] endsPs = new long[0];
  private int[] boundLinks = new int[0];

  Lockstep(RingRunner collectives) {
    this.collectives = collectives;
  }

  /**
   * The last collective up to which all durations are known.
   *
   * @param begin the first one
   * @return smaller than {@code begin} if its own is not known
   */
  int end(Ops ops, int begin, int communicator) {
    int end = begin - 1;
    int last = ops.lockstepEnd(begin);
    for (int position = begin; position <= last; position++) {
      if (ops.kind(position) == OpKind.COLLECTIVE) {
        if (knownPs(ops, position, communicator) < 0) {
          return end;
        }
        end = position;
      }
    }
    return end;
  }

  /** How long all from one collective to another takes, picoseconds. */
  long durationPs(Ops ops, int begin, int end, int communicator) {
    long sum = 0;
    for (int position = begin; position <= end; position++) {
      sum = Durations.add(sum, stepPs(ops, position, communicator));
    }
    return sum;
  }

  /** Counts it as done: {@link #endPs} and the like tell of its operations from now on. */
  void run(Ops ops, int begin, int end, int communicator, long startPs) {
    this.begin = begin;
    beginPs = startPs;
    int count = end - begin + 1;
    if (endsPs.length < count) {
      endsPs = Arrays.copyOf(endsPs, count);
      boundLinks = Arrays.copyOf(boundLinks, count);
    }
    long nowPs = startPs;
    for (int position = begin; position <= end; position++) {
      nowPs = Durations.add(nowPs, stepPs(ops, position, communicator));
      endsPs[position - begin] = nowPs;
      boundLinks[position - begin] =
          ops.kind(position) == OpKind.COLLECTIVE
              ? collectives.repeat(communicator, ops.operation(position), ops.amount(position))
              : -1;
    }
  }

  /** When an operation of the last {@link #run} began. */
  long startPs(int position) {
    return position == begin ? beginPs : endsPs[position - begin - 1];
  }

  /** When a collective of the last {@link #run} ended, whatever was computed beside it. */
  long collectiveEndPs(Ops ops, int position, int communicator) {
    return Durations.add(startPs(position), knownPs(ops, position, communicator));
  }

  /** When it ended. */
  long endPs(int position) {
    return endsPs[position - begin];
  }

  /** The link that bounded it; −1 if none did. */
  int boundLink(int position) {
    return boundLinks[position - begin];
  }

  private long stepPs(Ops ops, int position, int communicator) {
    return ops.kind(position) == OpKind.COMPUTE
        ? ops.amount(position)
        : Math.max(knownPs(ops, position, communicator), ops.beside(position));
  }

  private long knownPs(Ops ops, int position, int communicator) {
    return collectives.knownPs(communicator, ops.operation(position), ops.amount(position));
  }
}

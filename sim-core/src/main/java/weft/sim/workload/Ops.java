package weft.sim.workload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/** The sealed operations of one stream, in the order in which they are done. */
final class Ops {

  private final OpKind[] kinds;
  private final Activity[] activities;
  private final int[] operands;
  private final long[] amounts;
  private final @Nullable Operation[] operations;

  Ops(
      OpKind[] kinds,
      Activity[] activities,
      int[] operands,
      long[] amounts,
      @Nullable Operation[] operations) {
    this.kinds = kinds;
    this.activities = activities;
    this.operands = operands;
    this.amounts = amounts;
    this.operations = operations;
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

  /** Groups of a collective, peers of a message, stream of an await. */
  int operand(int position) {
    return operands[position];
  }

  /** Picoseconds of compute, bytes of communication, position of an await. */
  long amount(int position) {
    return amounts[position];
  }

  /** The operation of a collective. */
  Operation operation(int position) {
    return Objects.requireNonNull(operations[position]);
  }
}

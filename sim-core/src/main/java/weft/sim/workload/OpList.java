package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/** The operations of one stream, in the order in which they are done; a row of arrays. */
final class OpList {

  private final List<OpKind> kinds = new ArrayList<>();
  private final List<Activity> activities = new ArrayList<>();

  /** Groups of a collective, peers of a message, stream of an await. */
  private final IntArrayList operands = new IntArrayList();

  /** Picoseconds of compute, bytes of communication, position of an await. */
  private final LongArrayList amounts = new LongArrayList();

  /** Of a collective; null for the others. */
  private final List<@Nullable Operation> operations = new ArrayList<>();

  void add(
      OpKind kind, Activity activity, int operand, long amount, @Nullable Operation operation) {
    kinds.add(kind);
    activities.add(activity);
    operands.add(operand);
    amounts.add(amount);
    operations.add(operation);
  }

  int size() {
    return kinds.size();
  }

  OpKind kind(int position) {
    return kinds.get(position);
  }

  Activity activity(int position) {
    return activities.get(position);
  }

  int operand(int position) {
    return operands.getInt(position);
  }

  long amount(int position) {
    return amounts.getLong(position);
  }

  /** The operation of a collective. */
  Operation operation(int position) {
    return Objects.requireNonNull(operations.get(position));
  }
}

package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/** Collects the operations of one stream, then seals them into {@link Ops}. */
final class OpList {

  private final List<OpKind> kinds = new ArrayList<>();
  private final List<Activity> activities = new ArrayList<>();

  private final IntArrayList operands = new IntArrayList();

  private final LongArrayList amounts = new LongArrayList();
  private final LongArrayList besides = new LongArrayList();

  private final List<@Nullable Operation> operations = new ArrayList<>();

  void add(
      OpKind kind,
      Activity activity,
      int operand,
      long amount,
      long beside,
      @Nullable Operation operation) {
    kinds.add(kind);
    activities.add(activity);
    operands.add(operand);
    amounts.add(amount);
    besides.add(beside);
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

  Ops seal() {
    return new Ops(
        kinds.toArray(OpKind[]::new),
        activities.toArray(Activity[]::new),
        operands.toIntArray(),
        amounts.toLongArray(),
        besides.toLongArray(),
        operations.toArray(Operation[]::new));
  }
}

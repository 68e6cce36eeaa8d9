package weft.sim.workload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/**
 * What all ranks of one kind do, such as those of a pipeline stage: a few streams of operations, as
 * on a GPU. A stream does its operations one after the other; streams run side by side, and {@link
 * #await} orders them, like a CUDA event that one stream records and another waits for.
 *
 * <p>{@link #MAIN_STREAM} is the main stream: where its time goes is where the step goes.
 *
 * <p>A role names its partners by way of {@linkplain ProgramBuilder#groups groups} and {@linkplain
 * ProgramBuilder#peers peers}, so that one role serves thousands of ranks. What is added after the
 * program was built does not change it.
 */
public final class Role {

  /** The stream whose time is the rank's. */
  public static final int MAIN_STREAM = 0;

  private final List<OpList> streams = new ArrayList<>();

  Role(int streams) {
    for (int stream = 0; stream < streams; stream++) {
      this.streams.add(new OpList());
    }
  }

  /** Computes for a time, picoseconds. */
  public Role compute(int stream, long durationPs) {
    require(durationPs, "a computation of", "ps");
    return add(stream, OpKind.COMPUTE, Activity.COMPUTE, 0, durationPs, null);
  }

  /** Takes part in a collective of {@code bytes} in the rank's group of {@code groups}. */
  public Role collective(
      int stream, int groups, Operation operation, long bytes, Activity activity) {
    require(bytes, "a collective of", "bytes");
    return add(stream, OpKind.COLLECTIVE, activity, groups, bytes, operation);
  }

  /**
   * Takes part in a collective, as {@link #collective}, and computes beside it: when both are done,
   * the stream goes on. The computation begins with the collective.
   *
   * @param durationPs of the computation, picoseconds
   */
  public Role collectiveBeside(
      int stream, int groups, Operation operation, long bytes, long durationPs, Activity activity) {
    require(bytes, "a collective of", "bytes");
    require(durationPs, "a computation of", "ps");
    streams.get(stream).add(OpKind.COLLECTIVE, activity, groups, bytes, durationPs, operation);
    return this;
  }

  /** Sends {@code bytes} to the rank's peer in {@code peers}; it need not be waiting. */
  public Role send(int stream, int peers, long bytes, Activity activity) {
    require(bytes, "a message of", "bytes");
    return add(stream, OpKind.SEND, activity, peers, bytes, null);
  }

  /** Waits for the next message of the rank whose peer in {@code peers} is this one. */
  public Role receive(int stream, int peers, Activity activity) {
    return add(stream, OpKind.RECEIVE, activity, peers, 0, null);
  }

  /** Waits until {@code other} has done all that has been put on it so far. */
  public Role await(int stream, int other) {
    int position = streams.get(other).size();
    if (position == 0 || other == stream) {
      return this;
    }
    Activity activity = streams.get(other).activity(position - 1);
    return add(stream, OpKind.AWAIT, activity, other, position, null);
  }

  /** Notes when the stream has come to here, under one of {@link ProgramBuilder#mark}. */
  public Role mark(int stream, int mark) {
    return mark(stream, mark, Ops.MOMENT);
  }

  /**
   * Notes how long the message that the stream has just sent would have taken if it had been alone,
   * picoseconds, under one of {@link ProgramBuilder#mark}.
   *
   * @throws IllegalArgumentException if what is before is no message
   */
  public Role markAlone(int stream, int mark) {
    OpList ops = streams.get(stream);
    if (ops.size() == 0 || ops.kind(ops.size() - 1) != OpKind.SEND) {
      throw new IllegalArgumentException("nothing has just been sent on stream " + stream);
    }
    return mark(stream, mark, Ops.ALONE);
  }

  private Role mark(int stream, int mark, long what) {
    OpList ops = streams.get(stream);
    Activity before = ops.size() == 0 ? Activity.COMPUTE : ops.activity(ops.size() - 1);
    return add(stream, OpKind.MARK, before, mark, what, null);
  }

  Ops[] seal() {
    Ops[] sealed = streams.stream().map(OpList::seal).toArray(Ops[]::new);
    Ops.link(sealed);
    return sealed;
  }

  private Role add(
      int stream,
      OpKind kind,
      Activity activity,
      int operand,
      long amount,
      @Nullable Operation operation) {
    streams.get(stream).add(kind, activity, operand, amount, 0, operation);
    return this;
  }

  private static void require(long amount, String what, String unit) {
    if (amount < 0) {
      throw new IllegalArgumentException(what + " " + amount + " " + unit);
    }
  }
}

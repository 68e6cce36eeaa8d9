package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.jspecify.annotations.Nullable;
import weft.sim.probe.ActivityProbe;
import weft.sim.unit.Durations;

/**
 * Tells what ranks do: to a probe every interval of a main stream under one {@link Activity}, to a
 * log when each operation ends. While the main stream awaits another, what that does is what the
 * time goes to.
 */
final class ActivityTeller {

  private final StreamStates states;
  private final Representatives representatives;
  private final ActivityProbe probe;

  /** Null if nobody wants to know when operations end. */
  private @Nullable OperationLog log;

  /** Those that came last to the collective at hand. */
  private final IntArrayList lastRanks = new IntArrayList();

  ActivityTeller(StreamStates states, Representatives representatives, ActivityProbe probe) {
    this.states = states;
    this.representatives = representatives;
    this.probe = probe;
  }

  /** From now on keeps when each operation ends. */
  void record(OperationLog operations) {
    log = operations;
  }

  /** Whether each operation of a stream has to be told of by itself. */
  boolean tellsEach(int state) {
    return log != null || states.stream(state) != Role.MAIN_STREAM;
  }

  /** An operation has ended. */
  void ended(int state, int position, long endPs, int boundLink) {
    if (log != null) {
      log.ended(state, position, endPs, boundLink);
    }
  }

  /**
   * What a stream did in an interval.
   *
   * @return how long of it was the main stream's time, picoseconds
   */
  long did(int state, Activity activity, long startPs, long endPs, int boundLink) {
    long fromPs = toldFrom(state, startPs, endPs);
    if (fromPs < endPs) {
      probe.onActivity(states.rank(state), activity.ordinal(), fromPs, endPs, boundLink);
    }
    return endPs - fromPs;
  }

  /** What a stream did in an interval: an operation that is done. */
  void did(int state, int position, Activity activity, long startPs, long endPs, int boundLink) {
    long exposedPs = did(state, activity, startPs, endPs, boundLink);
    if (states.stream(state) != Role.MAIN_STREAM
        && states.ops(state).kind(position).communicates()) {
      probe.onBeside(states.rank(state), activity.ordinal(), startPs, endPs, exposedPs);
    }
  }

  /**
   * What was computed beside a collective; what is left of that is for the stream to tell.
   *
   * @param position the number of the operation, of any kind
   */
  void computedBeside(int state, int position, long startPs) {
    Ops ops = states.ops(state);
    long overlappedPs = ops.kind(position) == OpKind.COLLECTIVE ? ops.overlappedPs(position) : 0;
    if (overlappedPs > 0) {
      long endPs = Durations.add(startPs, overlappedPs);
      did(state, Activity.COMPUTE, startPs, endPs, -1);
      states.setSince(state, endPs);
    }
  }

  /** Each operation that was done in lockstep before the one at a position. */
  void didInLockstep(int state, int end, Lockstep lockstep) {
    Ops ops = states.ops(state);
    for (int position = states.position(state); position < end; position++) {
      long endPs = lockstep.endPs(position);
      int boundLink = lockstep.boundLink(position);
      computedBeside(state, position, lockstep.startPs(position));
      ended(state, position, endPs, boundLink);
      did(state, position, ops.activity(position), states.sincePs(state), endPs, boundLink);
      states.setSince(state, endPs);
    }
    computedBeside(state, end, lockstep.startPs(end));
  }

  /** The same of a main stream, all in one go. */
  void didInLockstep(int state, long startPs, Stretch stretch) {
    states.setSince(state, stretch.tell(probe, states.rank(state), startPs));
  }

  /** What the members of a group did in a collective until the last of them arrived. */
  void waited(GroupState partition, int group) {
    long untilPs = partition.startPs(group);
    lastRanks.clear();
    double waitedPs = 0;
    long last = 0;
    for (int rank : partition.members(group)) {
      int state = states.state(rank, partition.stream(rank));
      if (states.sincePs(state) == untilPs) {
        lastRanks.add(rank);
        last += representatives.ranks(rank);
      } else {
        waitedPs += (double) waited(state, untilPs) * representatives.ranks(rank);
      }
    }
    for (int i = 0; i < lastRanks.size() && waitedPs > 0; i++) {
      probe.onAwaited(lastRanks.getInt(i), waitedPs / last);
    }
  }

  /** The same of one that was not last; returns how long its main stream waited, picoseconds. */
  private long waited(int state, long untilPs) {
    long fromPs = toldFrom(state, states.sincePs(state), untilPs);
    Ops ops = states.ops(state);
    boolean isBubble = ops.activity(states.position(state)) == Activity.BUBBLE;
    if (fromPs < untilPs) {
      Activity activity = isBubble ? Activity.BUBBLE : Activity.WAITING;
      probe.onActivity(states.rank(state), activity.ordinal(), fromPs, untilPs, -1);
    }
    states.setSince(state, untilPs);
    return isBubble ? 0 : untilPs - fromPs;
  }

  /**
   * From when on the main stream spends its time on what a stream does: always if it is that one,
   * else while it awaits it.
   *
   * @return the end if it does not
   */
  private long toldFrom(int state, long startPs, long endPs) {
    int stream = states.stream(state);
    if (stream == Role.MAIN_STREAM) {
      return startPs;
    }
    int main = states.state(states.rank(state), Role.MAIN_STREAM);
    if (!states.waitsFor(main, OpKind.AWAIT, stream) || states.sincePs(main) >= endPs) {
      return endPs;
    }
    long fromPs = Math.max(states.sincePs(main), startPs);
    Activity before = states.ops(main).activity(states.position(main));
    did(main, before, states.sincePs(main), fromPs, -1);
    states.setSince(main, endPs);
    return fromPs;
  }
}

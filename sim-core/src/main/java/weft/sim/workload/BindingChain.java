package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.IdentityHashMap;
import java.util.function.IntUnaryOperator;
import weft.sim.collective.Operation;

/**
 * The critical path of a run: the operations each of which another had to wait for, from the end
 * back to the start, without gap or overlap.
 *
 * <p>An operation began when the one before it on its stream had ended. Before that, it was bound
 * by
 *
 * <ul>
 *   <li>a computation, a message sent: the operation before it;
 *   <li>a collective: what the rank that arrived last did before. If a computation beside it ended
 *       last, the time since then is that computation's;
 *   <li>a message received: if it was waited for, the sender's operation;
 *   <li>an await: if the other stream was waited for, the operation that it waited for.
 * </ul>
 *
 * <p>All of this follows from when each operation ended ({@link OperationLog}), so nothing else is
 * recorded. Where several ranks arrived last at a time, the path stays on the rank that it is on,
 * else it takes the lowest. Of a run of classes of ranks the path is that of real ranks: whom a
 * rank waits for is looked up in the whole program, and when that was in its class.
 */
public final class BindingChain {

  private final Program program;
  private final IntUnaryOperator partOfRank;
  private final OperationLog log;

  /** By relation of peers and receiver, who sends to it. */
  private final int[][] senders;

  /** Last to first. */
  private final IntArrayList ranks = new IntArrayList();

  private final IntArrayList streams = new IntArrayList();
  private final IntArrayList positions = new IntArrayList();

  /** Of a collective, the rank whose computation beside it ended last; −1 if the collective did. */
  private final IntArrayList computing = new IntArrayList();

  /** Where the walk is. */
  private int rank;

  private int stream;
  private int position;

  private BindingChain(Program program, IntUnaryOperator partOfRank, OperationLog log) {
    this.program = program;
    this.partOfRank = partOfRank;
    this.log = log;
    senders = new int[program.relations()][program.ranks()];
    for (int relation = 0; relation < senders.length; relation++) {
      for (int peer = 0; peer < program.ranks(); peer++) {
        if (program.peer(relation, peer) >= 0) {
          senders[relation][program.peer(relation, peer)] = peer;
        }
      }
    }
  }

  /**
   * Walks from the end of a run to its start.
   *
   * @param program the whole program
   * @param partOfRank for each rank, under which number the log has it
   * @param lastRank a rank that ended last
   */
  public static BindingChain of(
      Program program, IntUnaryOperator partOfRank, OperationLog log, int lastRank) {
    BindingChain chain = new BindingChain(program, partOfRank, log);
    chain.rank = lastRank;
    chain.enterLastStream();
    return chain.walked();
  }

  /**
   * Walks to the start from where the last rank came to a mark, the lowest where several did.
   *
   * @param program the whole program
   * @param partOfRank for each rank, under which number the log has it
   * @param mark its number in the program
   * @throws IllegalArgumentException if no rank has it
   */
  public static BindingChain toMark(
      Program program, IntUnaryOperator partOfRank, OperationLog log, int mark) {
    BindingChain chain = new BindingChain(program, partOfRank, log);
    chain.enterMark(mark);
    return chain.walked();
  }

  private BindingChain walked() {
    while (position >= 0) {
      stepBack();
    }
    return this;
  }

  private void enterMark(int mark) {
    IdentityHashMap<Ops, Integer> places = new IdentityHashMap<>();
    long latestPs = -1;
    for (int candidate = 0; candidate < program.ranks(); candidate++) {
      Ops[] ofRank = program.streams(candidate);
      for (int in = 0; in < ofRank.length; in++) {
        int at = places.computeIfAbsent(ofRank[in], ops -> ops.lastMark(mark));
        if (at >= 0 && endPs(candidate, in, at) > latestPs) {
          latestPs = endPs(candidate, in, at);
          rank = candidate;
          stream = in;
          position = at;
        }
      }
    }
    if (latestPs < 0) {
      throw new IllegalArgumentException("no rank has mark " + mark);
    }
  }

  private void enterLastStream() {
    Ops[] ofRank = program.streams(rank);
    position = -1;
    long latestPs = -1;
    for (int candidate = 0; candidate < ofRank.length; candidate++) {
      long endPs = endPs(rank, candidate, ofRank[candidate].size() - 1);
      if (endPs > latestPs) {
        latestPs = endPs;
        stream = candidate;
        position = ofRank[candidate].size() - 1;
      }
    }
  }

  private void stepBack() {
    Ops ops = program.streams(rank)[stream];
    long endPs = endPs(rank, stream, position);
    if (endPs == endPs(rank, stream, position - 1)) {
      position--;
      return;
    }
    switch (ops.kind(position)) {
      case COMPUTE, SEND -> {
        add(-1);
        position--;
      }
      case COLLECTIVE -> {
        add(enterLastArrival(ops.operand(position), endPs));
        position--;
      }
      case RECEIVE -> enterSender(ops.operand(position), endPs);
      case MARK -> throw new IllegalStateException("a mark takes no time");
      case AWAIT -> {
        int awaited = (int) ops.amount(position) - 1;
        stream = ops.operand(position);
        position = awaited;
      }
    }
  }

  /**
   * Goes to the operation of the rank that came last to a collective that ended at a time.
   *
   * @return the rank whose computation beside it ended then; −1 if none did
   */
  private int enterLastArrival(int partition, long endPs) {
    Program.Groups groups = program.groups().get(partition);
    int before = occurrencesBefore(partition, endPs);
    int group = groups.groupOfRank()[rank];
    int ownStream = stream;
    int ownPosition = position;
    int own = rank;
    long lastPs = endPs(own, ownStream, ownPosition - 1);
    long overlappedPs = program.streams(own)[ownStream].overlappedPs(ownPosition);
    int longest = own;
    for (int member : groups.members()[group]) {
      if (member != own) {
        for (int candidate = 0; candidate < program.streams(member).length; candidate++) {
          int at = occurrence(member, candidate, partition, endPs, before);
          if (at >= 0 && program.streams(member)[candidate].overlappedPs(at) > overlappedPs) {
            overlappedPs = program.streams(member)[candidate].overlappedPs(at);
            longest = member;
          }
          if (at >= 0 && endPs(member, candidate, at - 1) > lastPs) {
            lastPs = endPs(member, candidate, at - 1);
            rank = member;
            stream = candidate;
            position = at;
          }
        }
      }
    }
    return overlappedPs > 0 && lastPs + overlappedPs == endPs ? longest : -1;
  }

  /** Collectives of a partition that ended at the same time as the one at hand, before it. */
  private int occurrencesBefore(int partition, long endPs) {
    int count = 0;
    Ops ops = program.streams(rank)[stream];
    for (int at = log.first(simulated(rank), stream, endPs); at < position; at++) {
      count += isCollective(ops, at, partition) ? 1 : 0;
    }
    return count;
  }

  /** Where a stream has the n-th collective of a partition that ended at a time; −1 nowhere. */
  private int occurrence(int member, int candidate, int partition, long endPs, int n) {
    Ops ops = program.streams(member)[candidate];
    int left = n;
    for (int at = log.first(simulated(member), candidate, endPs);
        at < ops.size() && endPs(member, candidate, at) == endPs;
        at++) {
      if (isCollective(ops, at, partition) && left-- == 0) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isCollective(Ops ops, int at, int partition) {
    return ops.kind(at) == OpKind.COLLECTIVE && ops.operand(at) == partition;
  }

  /** Goes to the sending of a message that arrived at a time. */
  private void enterSender(int relation, long endPs) {
    int receiver = rank;
    rank = senders[relation][receiver];
    Ops[] ofSender = program.streams(rank);
    for (stream = 0; stream < ofSender.length; stream++) {
      Ops ops = ofSender[stream];
      for (position = log.first(simulated(rank), stream, endPs);
          position < ops.size() && endPs(rank, stream, position) == endPs;
          position++) {
        if (ops.kind(position) == OpKind.SEND && ops.operand(position) == relation) {
          return;
        }
      }
    }
    throw new IllegalStateException(
        "rank " + receiver + " waited for a message that rank " + rank + " did not send");
  }

  private void add(int besideOf) {
    computing.add(besideOf);
    ranks.add(rank);
    streams.add(stream);
    positions.add(position);
  }

  private int simulated(int ofRank) {
    return partOfRank.applyAsInt(ofRank);
  }

  private long endPs(int ofRank, int ofStream, int at) {
    return log.endPs(simulated(ofRank), ofStream, at);
  }

  /** Visits the pieces of a path. */
  public interface Visitor {

    /** A computation. */
    void compute(int rank, long startPs, long endPs, Activity activity);

    /**
     * A collective, from the arrival of its last rank on, or the end of what that computed beside.
     *
     * @param rank who came last
     * @param boundLink the link that bounded it; −1 if latency did
     */
    void collective(
        int rank,
        long startPs,
        long endPs,
        Activity activity,
        int partition,
        Operation operation,
        long bytes,
        int boundLink);

    /**
     * A message.
     *
     * @param rank who sent it
     * @param boundLink the link that bounded it; −1 if that is not known
     */
    void message(
        int rank,
        long startPs,
        long endPs,
        Activity activity,
        int relation,
        long bytes,
        int boundLink);
  }

  /** Visits all pieces, first to last; each begins when the one before ends. */
  public void visit(Visitor visitor) {
    for (int i = ranks.size() - 1; i >= 0; i--) {
      int on = ranks.getInt(i);
      int in = streams.getInt(i);
      int at = positions.getInt(i);
      Ops ops = program.streams(on)[in];
      long startPs = endPs(on, in, at - 1);
      long endPs = endPs(on, in, at);
      int boundLink = log.boundLink(simulated(on), in, at);
      switch (ops.kind(at)) {
        case COMPUTE -> visitor.compute(on, startPs, endPs, ops.activity(at));
        case COLLECTIVE -> {
          if (computing.getInt(i) >= 0) {
            visitor.compute(computing.getInt(i), startPs, endPs, Activity.COMPUTE);
          } else {
            // What is computed beside hides as much of the collective, which ends no sooner.
            long computedPs = startPs + ops.overlappedPs(at);
            if (computedPs > startPs) {
              visitor.compute(on, startPs, computedPs, Activity.COMPUTE);
            }
            visitor.collective(
                on,
                computedPs,
                endPs,
                ops.activity(at).underWay(),
                ops.operand(at),
                ops.operation(at),
                ops.amount(at),
                boundLink);
          }
        }
        case SEND ->
            visitor.message(
                on, startPs, endPs, ops.activity(at), ops.operand(at), ops.amount(at), boundLink);
        case RECEIVE, AWAIT, MARK -> throw new IllegalStateException("waiting is no piece");
      }
    }
  }
}

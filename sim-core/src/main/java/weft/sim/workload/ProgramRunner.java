package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.exec.Communicator;
import weft.sim.collective.exec.RingRunner;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.probe.ActivityProbe;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * Executes a {@link Program}: every rank does its streams' operations in order, each as soon as it
 * may.
 *
 * <ul>
 *   <li>A collective starts when the last rank of the group has arrived, and ends for all at once.
 *   <li>A message starts when its sender comes to it; the receiver need not be waiting (frameworks
 *       post receives early), and takes messages in the order of their arrival.
 * </ul>
 *
 * <p>Every interval of a main stream goes to the probe under one {@link Activity}. Waiting for a
 * message is a bubble as long as nobody is sending it, and pipeline communication from then on;
 * time in a collective is waiting until the last rank has arrived. While the main stream awaits
 * another, what that does is what the time goes to.
 *
 * <p>What a group does in {@link Lockstep} takes one event, and is told when it is done.
 */
public final class ProgramRunner {

  private static final int MAIN_STREAM = 0;

  private final Engine engine;
  private final Fabric fabric;
  private final NetworkModel network;
  private final Program program;
  private final Representatives representatives;
  private final ActivityProbe probe;
  private final RingRunner collectives;
  private final Lockstep lockstep;

  /** For each partition and group, the id of its communicator. */
  private final int[][] communicators;

  /** For each partition and group, the link that bounded a collective whose computation goes on. */
  private final int[][] boundLinks;

  /** For each partition, how many ranks its groups have. */
  private final int[][] sizes;

  private final List<GroupState> groups = new ArrayList<>();
  private final List<Mailboxes> mailboxes = new ArrayList<>();
  private final int onComputed;
  private final int onArrived;
  private final int onLockstepDone;
  private final int onBesideDone;
  private final int transferListener;

  /** The state of stream <i>s</i> of rank <i>r</i> is at r × {@link #streams} + s. */
  private final int streams;

  private final Ops[] opsOfState;
  private final int[] positions;
  private final boolean[] waiting;

  /** When the operation under way began, picoseconds. */
  private final long[] since;

  private final Marks marks;
  private final int[] unfinishedStreams;

  /** Those that came last to the collective at hand. */
  private final IntArrayList lastRanks = new IntArrayList();

  /** For each rank that has done all, when it had, picoseconds. */
  private final long[] finishedPs;

  private int unfinishedRanks;
  private long completedOperations;
  private @Nullable OperationLog log;

  /**
   * A runner on an engine; {@link #start} sets it going.
   *
   * @param representatives where its ranks run, and whom they stand for
   * @param owners is told which links the program uses
   */
  public ProgramRunner(
      Engine engine,
      Fabric fabric,
      NetworkModel network,
      Program program,
      Representatives representatives,
      LinkOwners owners,
      ActivityProbe probe) {
    this.engine = engine;
    this.fabric = fabric;
    this.network = network;
    this.program = program;
    this.representatives = representatives;
    this.probe = probe;
    collectives = new RingRunner(engine, network, owners, this::collectiveDone);
    lockstep = new Lockstep(collectives);
    onComputed = engine.register(state -> complete((int) state, -1));
    onArrived = engine.register(this::startCollective);
    onLockstepDone = engine.register(this::lockstepDone);
    onBesideDone = engine.register(this::besideDone);
    transferListener = network.register((token, link) -> sent((int) token, link));
    communicators = new int[program.groups().size()][];
    boundLinks = new int[program.groups().size()][];
    sizes = new int[program.groups().size()][];
    for (int index = 0; index < communicators.length; index++) {
      setUp(index);
    }
    for (Program.Peers peers : program.peers()) {
      mailboxes.add(new Mailboxes(peers));
    }
    claimForMessages(owners);
    marks = new Marks(program.marks());
    streams = program.maxStreams();
    int states = program.ranks() * streams;
    opsOfState = new Ops[states];
    positions = new int[states];
    waiting = new boolean[states];
    since = new long[states];
    unfinishedStreams = new int[program.ranks()];
    finishedPs = new long[program.ranks()];
    unfinishedRanks = program.ranks();
  }

  private void setUp(int index) {
    Program.Groups partition = program.groups().get(index);
    groups.add(new GroupState(partition));
    int count = partition.members().length;
    communicators[index] = new int[count];
    boundLinks[index] = new int[count];
    sizes[index] = new int[count];
    for (int group = 0; group < count; group++) {
      Communicator communicator = representatives.communicator(index, group);
      communicators[index][group] =
          partition.alternates() == 0
              ? collectives.register(communicator)
              : collectives.register(
                  communicator, communicators[index - partition.alternates()][group]);
      sizes[index][group] = communicator.ranks();
    }
  }

  private void claimForMessages(LinkOwners owners) {
    for (int index = 0; index < program.peers().size(); index++) {
      int[] peers = program.peers().get(index).peerOfRank();
      for (int rank = 0; rank < peers.length; rank++) {
        if (peers[rank] >= 0
            && representatives.endpoint(rank) != representatives.receiverEndpoint(index, rank)) {
          network.dependsOn(
              representatives.endpoint(rank),
              representatives.receiverEndpoint(index, rank),
              index,
              link -> owners.claim(LinkOwners.EVERYBODY, link));
        }
      }
    }
  }

  /** From now on keeps when each operation ends. */
  public void record(OperationLog operations) {
    log = operations;
  }

  /** The end of a run: tells the network of transfers that were not simulated. */
  public void settle() {
    collectives.settle();
  }

  /** Lets every rank begin. */
  public void start() {
    for (int rank = 0; rank < program.ranks(); rank++) {
      Ops[] ofRank = program.streams(rank);
      System.arraycopy(ofRank, 0, opsOfState, rank * streams, ofRank.length);
      unfinishedStreams[rank] = ofRank.length;
    }
    for (int rank = 0; rank < program.ranks(); rank++) {
      for (int stream = 0; stream < program.streams(rank).length; stream++) {
        advance(rank * streams + stream);
      }
    }
  }

  /** Number of ranks that have not done all their operations. */
  public int unfinishedRanks() {
    return unfinishedRanks;
  }

  /** When a rank had done all its operations, picoseconds; 0 if it has not. */
  public long finishedPs(int rank) {
    return finishedPs[rank];
  }

  /** The moments that were noted so far. */
  public List<MarkTimes> marks() {
    return marks.times();
  }

  /** Number of operations that have been done, on all ranks. */
  public long completedOperations() {
    return completedOperations;
  }

  /**
   * What ranks wait for, one line for each waiting stream of an unfinished rank.
   *
   * @param limit at most so many lines
   */
  public List<String> waits(int limit) {
    List<String> lines = new ArrayList<>();
    for (int state = 0; state < positions.length && lines.size() < limit; state++) {
      if (waiting[state]) {
        lines.add(name(state / streams) + " waits " + wait(state));
      }
    }
    return lines;
  }

  private String wait(int state) {
    Ops ops = ops(state);
    int position = positions[state];
    int rank = state / streams;
    int operand = ops.operand(position);
    return switch (ops.kind(position)) {
      case COMPUTE -> "for its computation";
      case COLLECTIVE -> {
        GroupState partition = groups.get(operand);
        int group = partition.group(rank);
        int missing = partition.missing(group);
        yield "in %s of %s for %s"
            .formatted(
                partition.operation(group).text(),
                partition.name(group),
                missing < 0 ? "the network" : name(missing));
      }
      case SEND -> "for its message to " + name(mailboxes.get(operand).receiver(rank));
      case RECEIVE -> "for a message from " + name(mailboxes.get(operand).sender(rank));
      case AWAIT -> "for its stream " + operand;
      case MARK -> "for nothing";
    };
  }

  private String name(int rank) {
    return "rank "
        + rank
        + " ("
        + fabric.nodeName(fabric.endpointNode(representatives.endpoint(rank)))
        + ")";
  }

  private Ops ops(int state) {
    return opsOfState[state];
  }

  /** Does what a stream can do now, until it has to wait. */
  private void advance(int state) {
    Ops ops = ops(state);
    while (positions[state] < ops.size()) {
      since[state] = engine.nowPs();
      if (!begin(state, ops)) {
        waiting[state] = true;
        return;
      }
      passed(state, ops, -1);
    }
    if (--unfinishedStreams[state / streams] == 0) {
      finishedPs[state / streams] = engine.nowPs();
      unfinishedRanks--;
    }
  }

  /** Begins the operation at hand; returns whether it is done already. */
  private boolean begin(int state, Ops ops) {
    int position = positions[state];
    int operand = ops.operand(position);
    int rank = state / streams;
    switch (ops.kind(position)) {
      case COMPUTE -> {
        if (ops.leadsIntoCollective(position)) {
          long endPs = Durations.add(engine.nowPs(), ops.amount(position));
          report(state, ops.activity(position), engine.nowPs(), endPs, -1);
          log(state, position, endPs, -1);
          completedOperations++;
          positions[state]++;
          since[state] = endPs;
          arrive(rank, state, ops, position + 1);
        } else {
          engine.scheduleAfter(ops.amount(position), onComputed, state);
        }
      }
      case COLLECTIVE -> arrive(rank, state, ops, position);
      case SEND ->
          network.start(
              representatives.endpoint(rank),
              receiverEndpoint(operand, rank),
              operand,
              ops.amount(position),
              transferListener,
              state);
      case RECEIVE -> {
        boolean arrived = !mailboxes.get(operand).isEmpty(rank);
        if (arrived) {
          mailboxes.get(operand).take(rank);
        }
        return arrived;
      }
      case AWAIT -> {
        return positions[rank * streams + operand] >= ops.amount(position);
      }
      case MARK -> {
        marks.note(operand, engine.nowPs(), representatives.ranks(rank));
        return true;
      }
    }
    return false;
  }

  private int receiverEndpoint(int peers, int rank) {
    mailboxes.get(peers).receiver(rank); // refuses a rank without a peer
    return representatives.receiverEndpoint(peers, rank);
  }

  private void arrive(int rank, int state, Ops ops, int position) {
    int index = ops.operand(position);
    GroupState partition = groups.get(index);
    boolean complete =
        partition.arrive(
            rank, state % streams, ops.operation(position), ops.amount(position), since[state]);
    if (complete) {
      int group = partition.group(rank);
      long token = (long) index << 32 | group;
      if (partition.startPs(group) == engine.nowPs()) {
        startCollective(token);
      } else {
        engine.schedule(partition.startPs(group), onArrived, token);
      }
    }
  }

  private void startCollective(long token) {
    int index = (int) (token >>> 32);
    int group = (int) token;
    GroupState partition = groups.get(index);
    int communicator = communicators[index][group];
    int first = state(partition, partition.members(group)[0]);
    int begin = positions[first];
    Stretch stretch =
        ops(first).lockstepEnd(begin) > begin && areTogether(partition, group, first)
            ? lockstep.from(ops(first), begin, communicator)
            : null;
    if (stretch != null && stretch.length() > 0) {
      partition.begin(group, stretch);
      engine.scheduleAfter(stretch.durationPs(), onLockstepDone, token);
    } else {
      collectives.start(communicator, partition.operation(group), partition.bytes(group), token);
    }
  }

  /** The state of the stream on which a rank waits in its group. */
  private int state(GroupState partition, int rank) {
    return rank * streams + partition.stream(rank);
  }

  /** Whether all members of a group are at the same operation as one of them. */
  private boolean areTogether(GroupState partition, int group, int one) {
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      if (ops(state) != ops(one) || positions[state] != positions[one]) {
        return false;
      }
    }
    return true;
  }

  /** A group has done all that it did in lockstep. */
  private void lockstepDone(long token) {
    int index = (int) (token >>> 32);
    int group = (int) token;
    GroupState partition = groups.get(index);
    Stretch stretch = partition.stretch(group);
    int communicator = communicators[index][group];
    for (Stretch.Collectives alike : stretch.collectives()) {
      collectives.repeat(communicator, alike.operation, alike.bytes, alike.count());
      tell(index, group, alike);
    }
    int first = state(partition, partition.members(group)[0]);
    int end = positions[first] + stretch.length();
    boolean tellsEach = log != null || first % streams != MAIN_STREAM;
    if (tellsEach) {
      lockstep.timeEach(ops(first), positions[first], end, communicator, partition.startPs(group));
    }
    waited(partition, group);
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      if (tellsEach) {
        tellEach(state, end);
      } else {
        since[state] = stretch.tell(probe, rank, partition.startPs(group));
      }
      positions[state] = end;
    }
    completedOperations += (long) stretch.length() * partition.members(group).length;
    release(partition, group, stretch.lastLink());
  }

  /** Tells of each operation that was done in lockstep before the one at a position. */
  private void tellEach(int state, int end) {
    Ops ops = ops(state);
    for (int position = positions[state]; position < end; position++) {
      long endPs = lockstep.endPs(position);
      reportBeside(state, ops, position, lockstep.startPs(position));
      log(state, position, endPs, lockstep.boundLink(position));
      report(state, ops.activity(position), since[state], endPs, lockstep.boundLink(position));
      since[state] = endPs;
    }
    reportBeside(state, ops, end, lockstep.startPs(end));
  }

  private void tell(int index, int group, Stretch.Collectives alike) {
    long startPs = groups.get(index).startPs(group);
    probe.onCollective(
        index,
        alike.operation.ordinal(),
        sizes[index][group],
        collectives.channels(communicators[index][group]),
        alike.bytes,
        startPs,
        Durations.add(startPs, alike.durationPs),
        alike.boundLink,
        false,
        0,
        Math.multiplyExact(representatives.groups(index, group), alike.count()));
  }

  private void collectiveDone(long token, int boundLink) {
    int index = (int) (token >>> 32);
    int group = (int) token;
    GroupState partition = groups.get(index);
    probe.onCollective(
        index,
        partition.operation(group).ordinal(),
        sizes[index][group],
        collectives.channels(communicators[index][group]),
        partition.bytes(group),
        partition.startPs(group),
        engine.nowPs(),
        boundLink,
        collectives.isStepped(communicators[index][group]),
        collectives.latenessPs(communicators[index][group]),
        representatives.groups(index, group));
    waited(partition, group);
    long besidePs = 0;
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      reportBeside(state, ops(state), positions[state], partition.startPs(group));
      besidePs = Math.max(besidePs, ops(state).beside(positions[state]));
    }
    long endPs = Durations.add(partition.startPs(group), besidePs);
    if (endPs > engine.nowPs()) {
      boundLinks[index][group] = boundLink;
      engine.schedule(endPs, onBesideDone, token);
    } else {
      release(partition, group, boundLink);
    }
  }

  /** What was computed beside a collective is done, too. */
  private void besideDone(long token) {
    int index = (int) (token >>> 32);
    int group = (int) token;
    release(groups.get(index), group, boundLinks[index][group]);
  }

  /**
   * Tells what was computed beside a collective; what is left of that is for the stream to tell.
   */
  private void reportBeside(int state, Ops ops, int position, long startPs) {
    long besidePs = ops.kind(position) == OpKind.COLLECTIVE ? ops.beside(position) : 0;
    if (besidePs > 0) {
      long endPs = Durations.add(startPs, besidePs);
      report(state, Activity.COMPUTE, startPs, endPs, -1);
      since[state] = endPs;
    }
  }

  /** Lets the members of a group go on after its collective. */
  private void release(GroupState partition, int group, int boundLink) {
    partition.close(group);
    for (int rank : partition.members(group)) {
      complete(rank * streams + partition.release(rank), boundLink);
    }
  }

  /** Tells what the members of a group did in a collective until the last of them arrived. */
  private void waited(GroupState partition, int group) {
    long untilPs = partition.startPs(group);
    lastRanks.clear();
    double waitedPs = 0;
    long last = 0;
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      if (since[state] == untilPs) {
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
    long fromPs = toldFrom(state, since[state], untilPs);
    boolean isBubble = ops(state).activity(positions[state]) == Activity.BUBBLE;
    if (fromPs < untilPs) {
      Activity activity = isBubble ? Activity.BUBBLE : Activity.WAITING;
      probe.onActivity(state / streams, activity.ordinal(), fromPs, untilPs, -1);
    }
    since[state] = untilPs;
    return isBubble ? 0 : untilPs - fromPs;
  }

  /** A message has arrived: first its receiver goes on, then its sender. */
  private void sent(int state, int boundLink) {
    int rank = state / streams;
    int peers = ops(state).operand(positions[state]);
    Mailboxes boxes = mailboxes.get(peers);
    int receiver = boxes.receiver(rank);
    boxes.put(receiver, since[state]);
    for (int stream = 0; stream < streams; stream++) {
      int waiter = receiver * streams + stream;
      if (waitsFor(waiter, OpKind.RECEIVE, peers)) {
        received(waiter, boxes.take(receiver), boundLink);
        break;
      }
    }
    complete(state, boundLink);
  }

  /** A waiting stream has its message: until it was sent there was nothing to do. */
  private void received(int state, long sentPs, int boundLink) {
    long bubbleEndPs = Math.max(since[state], sentPs);
    boolean isFill = ops(state).activity(positions[state]) == Activity.FILL;
    report(state, isFill ? Activity.FILL : Activity.BUBBLE, since[state], bubbleEndPs, -1);
    since[state] = bubbleEndPs;
    complete(state, boundLink);
  }

  /** The operation for which a stream waited is done. */
  private void complete(int state, int boundLink) {
    waiting[state] = false;
    passed(state, ops(state), boundLink);
    advance(state);
  }

  /** Moves a stream past its operation, and lets the rank's other streams on that waited for it. */
  private void passed(int state, Ops ops, int boundLink) {
    int position = positions[state]++;
    completedOperations++;
    Activity activity = ops.activity(position);
    Activity told = activity == Activity.FILL ? activity.underWay() : activity;
    report(state, told, since[state], engine.nowPs(), boundLink);
    log(state, position, engine.nowPs(), boundLink);
    int first = state - state % streams;
    for (int other = first; other < first + streams; other++) {
      if (waitsFor(other, OpKind.AWAIT, state - first)) {
        Ops otherOps = ops(other);
        if (positions[state] >= otherOps.amount(positions[other])) {
          complete(other, boundLink);
        }
      }
    }
  }

  private boolean waitsFor(int state, OpKind kind, int operand) {
    if (!waiting[state]) {
      return false;
    }
    Ops ops = ops(state);
    return ops.kind(positions[state]) == kind && ops.operand(positions[state]) == operand;
  }

  private void report(int state, Activity activity, long startPs, long endPs, int boundLink) {
    long fromPs = toldFrom(state, startPs, endPs);
    if (fromPs < endPs) {
      probe.onActivity(state / streams, activity.ordinal(), fromPs, endPs, boundLink);
    }
  }

  /**
   * From when on the main stream spends its time on what a stream does: always if it is that one,
   * else while it awaits it.
   *
   * @return the end if it does not
   */
  private long toldFrom(int state, long startPs, long endPs) {
    int stream = state % streams;
    if (stream == MAIN_STREAM) {
      return startPs;
    }
    int main = state - stream + MAIN_STREAM;
    if (!waitsFor(main, OpKind.AWAIT, stream) || since[main] >= endPs) {
      return endPs;
    }
    long fromPs = Math.max(since[main], startPs);
    Activity before = ops(main).activity(positions[main]);
    report(main, before, since[main], fromPs, -1);
    since[main] = endPs;
    return fromPs;
  }

  private void log(int state, int position, long endPs, int boundLink) {
    if (log != null) {
      log.ended(state, position, endPs, boundLink);
    }
  }
}

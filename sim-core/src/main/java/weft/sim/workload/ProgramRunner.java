package weft.sim.workload;

import java.util.ArrayList;
import java.util.List;
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
 * <p>Waiting for a message is a bubble as long as nobody is sending it, and pipeline communication
 * from then on; time in a collective is waiting until the last rank has arrived. The {@link
 * ActivityTeller} tells of it.
 *
 * <p>What a group does in {@link Lockstep} takes one event, and is told when it is done.
 */
public final class ProgramRunner {

  private final Engine engine;
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

  private final StreamStates states;
  private final ActivityTeller teller;
  private final WaitReport waits;
  private final Marks marks;
  private final int[] unfinishedStreams;

  /** For each rank that has done all, when it had, picoseconds. */
  private final long[] finishedPs;

  private int unfinishedRanks;
  private long completedOperations;

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
    states = new StreamStates(program);
    teller = new ActivityTeller(states, representatives, probe);
    waits = new WaitReport(states, fabric, representatives, groups, mailboxes);
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
    teller.record(operations);
  }

  /** The end of a run: tells the network of transfers that were not simulated. */
  public void settle() {
    collectives.settle();
  }

  /** Lets every rank begin. */
  public void start() {
    for (int rank = 0; rank < program.ranks(); rank++) {
      unfinishedStreams[rank] = program.streams(rank).length;
    }
    for (int rank = 0; rank < program.ranks(); rank++) {
      for (int stream = 0; stream < program.streams(rank).length; stream++) {
        advance(states.state(rank, stream));
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
    return waits.lines(limit);
  }

  /** Does what a stream can do now, until it has to wait. */
  private void advance(int state) {
    Ops ops = states.ops(state);
    while (states.position(state) < ops.size()) {
      states.setSince(state, engine.nowPs());
      if (!begin(state, ops)) {
        states.setWaiting(state, true);
        return;
      }
      passed(state, ops, -1);
    }
    int rank = states.rank(state);
    if (--unfinishedStreams[rank] == 0) {
      finishedPs[rank] = engine.nowPs();
      unfinishedRanks--;
    }
  }

  /** Begins the operation at hand; returns whether it is done already. */
  private boolean begin(int state, Ops ops) {
    int position = states.position(state);
    int operand = ops.operand(position);
    int rank = states.rank(state);
    switch (ops.kind(position)) {
      case COMPUTE -> {
        if (ops.leadsIntoCollective(position)) {
          long endPs = Durations.add(engine.nowPs(), ops.amount(position));
          teller.did(state, ops.activity(position), engine.nowPs(), endPs, -1);
          teller.ended(state, position, endPs, -1);
          completedOperations++;
          states.moveTo(state, position + 1);
          states.setSince(state, endPs);
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
        return states.position(states.state(rank, operand)) >= ops.amount(position);
      }
      case MARK -> {
        boolean isMoment = ops.amount(position) == Ops.MOMENT;
        long notedPs = isMoment ? engine.nowPs() : alonePs(rank, ops, position - 1);
        marks.note(operand, notedPs, representatives.ranks(rank));
        return true;
      }
    }
    return false;
  }

  /** How long a message would take if nothing else were under way. */
  private long alonePs(int rank, Ops ops, int send) {
    int peers = ops.operand(send);
    int source = representatives.endpoint(rank);
    int destination = receiverEndpoint(peers, rank);
    return Durations.add(
        Durations.serializationPs(ops.amount(send), network.rateBps(source, destination, peers)),
        network.latencyPs(source, destination, peers));
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
            rank,
            states.stream(state),
            ops.operation(position),
            ops.amount(position),
            states.sincePs(state));
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
    int begin = states.position(first);
    Ops ops = states.ops(first);
    Stretch stretch =
        ops.lockstepEnd(begin) > begin && areTogether(partition, group, first)
            ? lockstep.from(ops, begin, communicator)
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
    return states.state(rank, partition.stream(rank));
  }

  /** Whether all members of a group are at the same operation as one of them. */
  private boolean areTogether(GroupState partition, int group, int one) {
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      if (states.ops(state) != states.ops(one) || states.position(state) != states.position(one)) {
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
    int begin = states.position(first);
    int end = begin + stretch.length();
    long startPs = partition.startPs(group);
    boolean tellsEach = teller.tellsEach(first);
    if (tellsEach) {
      lockstep.timeEach(states.ops(first), begin, end, communicator, startPs);
    }
    teller.waited(partition, group);
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      if (tellsEach) {
        teller.didInLockstep(state, end, lockstep);
      } else {
        teller.didInLockstep(state, startPs, stretch);
      }
      states.moveTo(state, end);
    }
    completedOperations += (long) stretch.length() * partition.members(group).length;
    release(partition, group, stretch.lastLink());
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
    teller.waited(partition, group);
    long overlappedPs = 0;
    for (int rank : partition.members(group)) {
      int state = state(partition, rank);
      int position = states.position(state);
      teller.computedBeside(state, position, partition.startPs(group));
      overlappedPs = Math.max(overlappedPs, states.ops(state).overlappedPs(position));
    }
    long endPs = Durations.add(partition.startPs(group), overlappedPs);
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

  /** Lets the members of a group go on after its collective. */
  private void release(GroupState partition, int group, int boundLink) {
    partition.close(group);
    for (int rank : partition.members(group)) {
      complete(states.state(rank, partition.release(rank)), boundLink);
    }
  }

  /** A message has arrived: first its receiver goes on, then its sender. */
  private void sent(int state, int boundLink) {
    int rank = states.rank(state);
    int peers = states.ops(state).operand(states.position(state));
    Mailboxes boxes = mailboxes.get(peers);
    int receiver = boxes.receiver(rank);
    boxes.put(receiver, states.sincePs(state));
    for (int stream = 0; stream < states.streams(); stream++) {
      int waiter = states.state(receiver, stream);
      if (states.waitsFor(waiter, OpKind.RECEIVE, peers)) {
        received(waiter, boxes.take(receiver), boundLink);
        break;
      }
    }
    complete(state, boundLink);
  }

  /** A waiting stream has its message: until it was sent there was nothing to do. */
  private void received(int state, long sentPs, int boundLink) {
    long sincePs = states.sincePs(state);
    long bubbleEndPs = Math.max(sincePs, sentPs);
    boolean isFill = states.ops(state).activity(states.position(state)) == Activity.FILL;
    teller.did(state, isFill ? Activity.FILL : Activity.BUBBLE, sincePs, bubbleEndPs, -1);
    states.setSince(state, bubbleEndPs);
    complete(state, boundLink);
  }

  /** The operation for which a stream waited is done. */
  private void complete(int state, int boundLink) {
    states.setWaiting(state, false);
    passed(state, states.ops(state), boundLink);
    advance(state);
  }

  /** Moves a stream past its operation, and lets the rank's other streams on that waited for it. */
  private void passed(int state, Ops ops, int boundLink) {
    int position = states.position(state);
    states.moveTo(state, position + 1);
    completedOperations++;
    Activity activity = ops.activity(position).underWay();
    teller.did(state, position, activity, states.sincePs(state), engine.nowPs(), boundLink);
    teller.ended(state, position, engine.nowPs(), boundLink);
    int stream = states.stream(state);
    int first = state - stream;
    for (int other = first; other < first + states.streams(); other++) {
      if (states.waitsFor(other, OpKind.AWAIT, stream)
          && states.position(state) >= states.ops(other).amount(states.position(other))) {
        complete(other, boundLink);
      }
    }
  }
}

package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import weft.sim.collective.Operation;
import weft.sim.event.Engine;
import weft.sim.transfer.ConnectionListener;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * Runs ring collectives: as streams where that gives the same end, else step by step.
 *
 * <p><b>As streams</b>, all that a position sends in all steps is one transfer, and the end follows
 * from the time that each takes by the {@link StreamRule}. On a ring of equal edges this is
 * 2(n−1)/n · bytes / rate + 2(n−1) · L, exactly what the steps take. A message of one byte a step
 * costs the same as one of a gigabyte: n transfers a channel instead of 2n(n − 1).
 *
 * <p>The rule is exact where edges have constant rates. They have if nobody else uses their links:
 * then they start together and have about the same bytes, and of the transfers on the link that
 * limits one, each is at most as fast, so ends no earlier; whatever ends early was on other links.
 * They also have if others who do share links start and end as they do.
 *
 * <p><b>Step by step</b> ({@link Communicator#stepByStep}), each chunk is a transfer, started when
 * the one that it is made of has arrived and its connection is free. That is for communicators
 * whose links others use as well, if it does not take too many transfers. If it does, they run as
 * streams, and {@link Communicator#latenessPs} says how much later they may have ended at most.
 *
 * <p>A communicator whose links nobody else uses, as a tensor-parallel group inside a node, always
 * takes the same time for the same collective. Each is simulated once, then only counted.
 *
 * <p>How far streams are from steps: decision 2, {@code StreamRuleTest}, {@code
 * StreamContentionTest}.
 */
public final class RingRunner {

  private static final int POSITION_BITS = 24;
  private static final int CHANNEL_BITS = 12;

  private final Engine engine;
  private final NetworkModel network;
  private final CollectiveListener listener;
  private final LinkOwners owners;
  private final ScheduleRunner schedules;
  private final List<Communicator> communicators = new ArrayList<>();

  /** Of each, the id of the one that stands for it as a user of links. */
  private final IntArrayList ownerOf = new IntArrayList();

  /** Which communicators depend on what goes on elsewhere, for all that they know. */
  private final BitSet dependent = new BitSet();

  private final int onLaunched;
  private final int onDone;
  private final int onArrived;
  private final int onIdle;
  private final int streamListener;
  private final int stepListener;

  /**
   * A runner of collectives.
   *
   * @param owners is told which links they use; until the first one starts, all others who may use
   *     some have to be registered there too
   * @param listener hears of the end of each
   */
  public RingRunner(
      Engine engine, NetworkModel network, LinkOwners owners, CollectiveListener listener) {
    this(engine, network, owners, ScheduleRunner.MOST_MESSAGES, listener);
  }

  RingRunner(
      Engine engine,
      NetworkModel network,
      LinkOwners owners,
      long mostMessages,
      CollectiveListener listener) {
    this.engine = engine;
    this.network = network;
    this.owners = owners;
    this.listener = listener;
    onLaunched = engine.register(id -> launch((int) id));
    onDone = engine.register(id -> done((int) id));
    onArrived = engine.register(this::arrived);
    onIdle = engine.register(this::idle);
    schedules = new ScheduleRunner(engine, network, mostMessages, this::ended);
    streamListener = network.register(this::delivered);
    stepListener = network.register(new Chunks());
  }

  /** Adds a communicator and returns the id to start its collectives with. */
  public int register(Communicator communicator) {
    return register(communicator, communicators.size());
  }

  /**
   * Adds a communicator of the same ranks as another.
   *
   * @param alternate id of that one; their collectives never go on at once, so that they do not
   *     count as others who use their links
   */
  public int register(Communicator communicator, int alternate) {
    int id = communicators.size();
    communicators.add(communicator);
    int owner = alternate == id ? id : ownerOf.getInt(alternate);
    ownerOf.add(owner);
    if (!communicator.visitLinks(network, link -> owners.claim(owner, link))) {
      dependent.set(id);
    }
    return id;
  }

  /** Whether nothing but its own transfers can slow a communicator's collectives down. */
  private boolean isAlone(int id) {
    if (!dependent.get(id)) {
      int owner = ownerOf.getInt(id);
      communicators
          .get(id)
          .visitLinks(
              network,
              link -> {
                if (!owners.isSole(owner, link)) {
                  dependent.set(id);
                }
              });
    }
    return !dependent.get(id);
  }

  /** Whether each step of the last collective was simulated. */
  public boolean isStepped(int id) {
    return communicators.get(id).wasStepped();
  }

  /** How many channels the last collective had. */
  public int channels(int id) {
    return communicators.get(id).usedChannels();
  }

  /** See {@link Communicator#latenessPs}. */
  public double latenessPs(int id) {
    return communicators.get(id).latenessPs();
  }

  /** The end of a run: tells the network of transfers that were not simulated. */
  public void settle() {
    for (Communicator communicator : communicators) {
      communicator.settle(network);
    }
  }

  /**
   * Starts a collective now. A communicator runs one at a time, as in NCCL.
   *
   * @param id of the communicator
   * @param bytes its size, as {@link Operation} counts it
   * @param token what the listener is called with
   * @throws IllegalStateException if the communicator is busy
   */
  public void start(int id, Operation operation, long bytes, long token) {
    Communicator communicator = communicators.get(id);
    Plan plan = communicator.plan(operation, bytes);
    if (communicator.isNew() && isAlone(id)) {
      communicator.repeats();
    }
    long knownPs = communicator.begin(operation, bytes, plan, token, engine.nowPs());
    if (knownPs >= 0) {
      engine.scheduleAfter(Durations.add(communicator.charges().launchPs(), knownPs), onDone, id);
    } else if (plan != null && plan.schedule() != null) {
      schedules.start(communicator.simulated(plan.schedule()), plan.charges(), bytes, id);
    } else {
      engine.scheduleAfter(communicator.charges().launchPs(), onLaunched, id);
    }
  }

  /**
   * How long a collective takes from its start to its end, if that depends on nothing that goes on
   * meanwhile and has been seen before.
   *
   * @return picoseconds; −1 if it has to be simulated
   */
  public long knownPs(int id, Operation operation, long bytes) {
    Repetitions.Entry entry = communicators.get(id).known(operation, bytes);
    return entry == null ? -1 : Durations.add(entry.charges.launchPs(), entry.durationPs);
  }

  /**
   * The link that bounds a collective whose duration is {@linkplain #knownPs known}; −1 if latency
   * does.
   */
  public int knownLink(int id, Operation operation, long bytes) {
    return seen(id, operation, bytes).boundLink;
  }

  /** Counts collectives with a {@linkplain #knownPs known} duration that were not started here. */
  public void repeat(int id, Operation operation, long bytes, long times) {
    seen(id, operation, bytes).repeat(times);
  }

  private Repetitions.Entry seen(int id, Operation operation, long bytes) {
    return Objects.requireNonNull(communicators.get(id).known(operation, bytes), "never simulated");
  }

  private void launch(int id) {
    Communicator communicator = communicators.get(id);
    if (communicator.ranks() == 1) {
      engine.schedule(engine.nowPs(), onDone, id);
      return;
    }
    communicator.launched(engine.nowPs());
    int ranks = communicator.ranks();
    if (communicator.isStepped()) {
      for (int edge = 0; edge < communicator.edges(); edge++) {
        if (communicator.isSimulated(edge / ranks, edge % ranks)) {
          send(id, communicator, edge);
        }
      }
      return;
    }
    for (int channel = 0; channel < communicator.channels(); channel++) {
      int flow = communicator.flow(channel);
      for (int position = 0; position < ranks; position++) {
        if (communicator.isSimulated(channel, position)) {
          int next = position + 1 == ranks ? 0 : position + 1;
          network.start(
              communicator.endpoint(channel, position),
              communicator.endpoint(channel, next),
              flow,
              communicator.wireBytes(channel, position),
              streamListener,
              token(id, channel, position));
        }
      }
    }
  }

  private void delivered(long token, int boundLink) {
    int id = id(token);
    Communicator communicator = communicators.get(id);
    if (communicator.delivered(
        channel(token), position(token), engine.nowPs(), network.slowestDrainPs(), boundLink)) {
      engine.schedule(communicator.endPs(), onDone, id);
    }
  }

  /** Has an edge of rings that go step by step send its next chunk, if it can. */
  private void send(int id, Communicator communicator, int edge) {
    int step = communicator.ringSteps().send(edge, engine.nowPs());
    if (step < 0) {
      return;
    }
    int ranks = communicator.ranks();
    int channel = edge / ranks;
    int position = edge % ranks;
    network.start(
        communicator.endpoint(channel, position),
        communicator.endpoint(channel, position + 1 == ranks ? 0 : position + 1),
        communicator.flow(channel),
        communicator.stepBytes(channel, position, step),
        stepListener,
        token(id, channel, position));
  }

  /** What happens to single chunks. */
  private final class Chunks implements ConnectionListener {

    @Override
    public void onFree(long token) {
      long busyPs = communicators.get(id(token)).ring(channel(token)).busyPs();
      if (busyPs == 0) {
        idle(token);
      } else {
        engine.scheduleAfter(busyPs, onIdle, token);
      }
    }

    @Override
    public void onDelivered(long token, int boundLink) {
      Communicator communicator = communicators.get(id(token));
      int edge = channel(token) * communicator.ranks() + position(token);
      communicator.ringSteps().delivered(edge, engine.nowPs(), boundLink);
      engine.scheduleAfter(
          communicator.stepCostPs(channel(token), position(token)), onArrived, token);
    }
  }

  /** The sender of a chunk may send the next one. */
  private void idle(long token) {
    Communicator communicator = communicators.get(id(token));
    int edge = channel(token) * communicator.ranks() + position(token);
    communicator.ringSteps().free(edge);
    send(id(token), communicator, edge);
  }

  /** The step of a chunk that has been delivered has come to its end. */
  private void arrived(long token) {
    int id = id(token);
    Communicator communicator = communicators.get(id);
    RingSteps steps = communicator.ringSteps();
    int edge = channel(token) * communicator.ranks() + position(token);
    for (int follower : steps.followers(edge)) {
      steps.arrived(follower);
      send(id, communicator, follower);
    }
    if (steps.isLast(edge)) {
      communicator.endedAt(engine.nowPs(), channel(token), steps.boundLink());
      engine.schedule(communicator.endPs(), onDone, id);
    }
  }

  private void ended(
      long id, int boundLink, boolean isStepped, double latenessPs, long[] transfersPs) {
    long token =
        communicators
            .get((int) id)
            .end(engine.nowPs(), boundLink, isStepped, latenessPs, transfersPs);
    listener.onCollectiveDone(token, boundLink);
  }

  private void done(int id) {
    Communicator communicator = communicators.get(id);
    long token = communicator.end();
    listener.onCollectiveDone(token, communicator.boundLink());
  }

  private static int id(long token) {
    return (int) (token >>> (POSITION_BITS + CHANNEL_BITS));
  }

  private static int channel(long token) {
    return (int) (token >>> POSITION_BITS) & ((1 << CHANNEL_BITS) - 1);
  }

  private static int position(long token) {
    return (int) token & ((1 << POSITION_BITS) - 1);
  }

  private static long token(int id, int channel, int position) {
    return ((long) id << CHANNEL_BITS | channel) << POSITION_BITS | position;
  }
}

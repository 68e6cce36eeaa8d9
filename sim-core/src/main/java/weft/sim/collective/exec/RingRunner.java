package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
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
 * streams, and {@link #latenessPs} says how much later they may have ended at most.
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
  private final List<GroupRun> runs = new ArrayList<>();

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
    return register(communicator, runs.size());
  }

  /**
   * Adds a communicator of the same ranks as another.
   *
   * @param alternate id of that one; their collectives never go on at once, so that they do not
   *     count as others who use their links
   */
  public int register(Communicator communicator, int alternate) {
    int id = runs.size();
    runs.add(new GroupRun(communicator));
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
      runs.get(id)
          .communicator()
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
    return runs.get(id).wasStepped();
  }

  /** How many channels the last collective had. */
  public int channels(int id) {
    return runs.get(id).usedChannels();
  }

  /**
   * How much later than simulated the last collective may have ended at most, because others who
   * came and went made its edges slow in turn; see {@link StreamRule}. Picoseconds; infinite if one
   * got nothing for a while, 0 if it was simulated step by step.
   */
  public double latenessPs(int id) {
    return runs.get(id).latenessPs();
  }

  /** The end of a run: tells the network of transfers that were not simulated. */
  public void settle() {
    for (GroupRun run : runs) {
      run.settle(network);
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
    GroupRun run = runs.get(id);
    Communicator communicator = run.communicator();
    Plan plan = communicator.plan(operation, bytes);
    if (run.isNew() && isAlone(id)) {
      run.repeats();
    }
    long knownPs = run.begin(operation, bytes, plan, token, engine.nowPs());
    Schedule schedule = plan.schedule();
    if (knownPs >= 0) {
      engine.scheduleAfter(Durations.add(run.charges().launchPs(), knownPs), onDone, id);
    } else if (schedule != null) {
      schedules.start(communicator.simulated(schedule), plan.charges(), bytes, id);
    } else {
      engine.scheduleAfter(plan.charges().launchPs(), onLaunched, id);
    }
  }

  /**
   * How long a collective takes from its start to its end, if that depends on nothing that goes on
   * meanwhile and has been seen before.
   *
   * @return picoseconds; −1 if it has to be simulated
   */
  public long knownPs(int id, Operation operation, long bytes) {
    Repetitions.Entry entry = runs.get(id).known(operation, bytes);
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
    return Objects.requireNonNull(runs.get(id).known(operation, bytes), "never simulated");
  }

  private void launch(int id) {
    GroupRun run = runs.get(id);
    Rings rings = run.communicator().rings();
    if (rings.ranks() == 1) {
      engine.schedule(engine.nowPs(), onDone, id);
      return;
    }
    run.launched(engine.nowPs());
    for (int channel = 0; channel < rings.channels(); channel++) {
      for (int position = 0; position < rings.ranks(); position++) {
        if (rings.isSimulated(channel, position)) {
          if (run.wasStepped()) {
            sendChunk(id, channel, position);
          } else {
            sendStream(id, channel, position);
          }
        }
      }
    }
  }

  private void sendStream(int id, int channel, int position) {
    GroupRun run = runs.get(id);
    Rings rings = run.communicator().rings();
    network.start(
        rings.endpoint(channel, position),
        rings.receiver(channel, position),
        rings.flow(channel),
        run.loads().wireBytes(channel, position),
        streamListener,
        token(id, channel, position));
  }

  private void delivered(long token, int boundLink) {
    int id = id(token);
    GroupRun run = runs.get(id);
    if (run.delivered(
        channel(token), position(token), engine.nowPs(), network.slowestDrainPs(), boundLink)) {
      engine.schedule(run.endPs(), onDone, id);
    }
  }

  /** Has an edge of rings that go step by step send its next chunk, if it can. */
  private void sendChunk(int id, int channel, int position) {
    GroupRun run = runs.get(id);
    Rings rings = run.communicator().rings();
    int step = run.steps().send(rings.edge(channel, position), engine.nowPs());
    if (step >= 0) {
      network.start(
          rings.endpoint(channel, position),
          rings.receiver(channel, position),
          rings.flow(channel),
          run.loads().stepBytes(channel, position, step),
          stepListener,
          token(id, channel, position));
    }
  }

  /** What happens to single chunks. */
  private final class Chunks implements ConnectionListener {

    @Override
    public void onFree(long token) {
      long busyPs = ring(token).busyPs();
      if (busyPs == 0) {
        idle(token);
      } else {
        engine.scheduleAfter(busyPs, onIdle, token);
      }
    }

    @Override
    public void onDelivered(long token, int boundLink) {
      runs.get(id(token)).steps().delivered(edge(token), engine.nowPs(), boundLink);
      engine.scheduleAfter(ring(token).stepCostPs(position(token)), onArrived, token);
    }
  }

  /** The sender of a chunk may send the next one. */
  private void idle(long token) {
    runs.get(id(token)).steps().free(edge(token));
    sendChunk(id(token), channel(token), position(token));
  }

  /** The step of a chunk that has been delivered has come to its end. */
  private void arrived(long token) {
    int id = id(token);
    GroupRun run = runs.get(id);
    int ranks = run.communicator().ranks();
    RingSteps steps = run.steps();
    int edge = edge(token);
    for (int follower : steps.followers(edge)) {
      steps.arrived(follower);
      sendChunk(id, follower / ranks, follower % ranks);
    }
    if (steps.isLast(edge)) {
      run.stepped(engine.nowPs(), channel(token));
      engine.schedule(run.endPs(), onDone, id);
    }
  }

  private void ended(
      long id, int boundLink, boolean isStepped, double latenessPs, long[] transfersPs) {
    GroupRun run = runs.get((int) id);
    long token = run.end(engine.nowPs(), boundLink, isStepped, latenessPs, transfersPs);
    listener.onCollectiveDone(token, boundLink);
  }

  private void done(int id) {
    GroupRun run = runs.get(id);
    long token = run.end();
    listener.onCollectiveDone(token, run.boundLink());
  }

  private Ring ring(long token) {
    return runs.get(id(token)).communicator().rings().ring(channel(token));
  }

  private int edge(long token) {
    return runs.get(id(token)).communicator().rings().edge(channel(token), position(token));
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

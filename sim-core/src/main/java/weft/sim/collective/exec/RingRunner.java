package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.event.Engine;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * Runs ring collectives as streams: all that a position sends in all steps is one transfer.
 *
 * <h2>The rule</h2>
 *
 * <p>Step by step, a position sends chunk <i>s</i> when it has received chunk s − 1 and its link is
 * free: a max-plus system. The end of its last step is the longest path of <i>S</i> sends, each on
 * the same edge as the one before (the link was busy) or on the next (the chunk had to arrive).
 * With <i>F<sub>e</sub></i> the time in which edge <i>e</i> sends all its bytes at the rates that
 * the network gives it, so that one of its S sends takes F<sub>e</sub>/S, and <i>L<sub>e</sub></i>
 * its latency and step cost, the rule takes the longest of
 *
 * <ul>
 *   <li>F<sub>e</sub> + L<sub>e</sub>: all sends on one edge;
 *   <li>Σ(F/S + L) over S consecutive edges: a chunk that is never held up;
 *   <li>Σ(F/S + L) over a range of m edges around the slowest, and S − m more sends on that: chunks
 *       travel to the slowest edge, queue there, and travel on.
 * </ul>
 *
 * <p>On a ring of equal edges this is 2(n−1)/n · bytes / rate + 2(n−1) · L, exactly what the steps
 * take. A message of one byte a step costs the same as one of a gigabyte: n transfers a channel
 * instead of 2n(n − 1).
 *
 * <p>A communicator whose links nobody else uses, as a tensor-parallel group inside a node, always
 * takes the same time for the same collective. Each is simulated once, then only counted.
 *
 * <p><b>Caveats.</b> Paths that queue at an edge other than the slowest are left out. Against a
 * simulation step by step ({@code StreamRuleTest}) rings of nodes are exact to rounding; of random
 * rings (rates over a decade, latencies 0 … 20 µs, 1 KiB … 1 GiB) 99 % are within 0.001 %, all of
 * 2,000 within 1.2 %, never too long. The worst shape known is −17 %: chunks that queue behind
 * edges of high latency while a slightly slower edge lies elsewhere. Rates that change while the
 * collective runs enter by their mean.
 */
public final class RingRunner {

  private static final int POSITION_BITS = 24;
  private static final int CHANNEL_BITS = 12;

  private final Engine engine;
  private final NetworkModel network;
  private final StepCosts costs;
  private final CollectiveListener listener;
  private final LinkOwners owners;
  private final List<Communicator> communicators = new ArrayList<>();

  /** Which communicators depend on what goes on elsewhere, for all that they know. */
  private final BitSet dependent = new BitSet();

  private final int onLaunched;
  private final int onDone;
  private final int transferListener;

  /**
   * A runner of collectives.
   *
   * @param owners is told which links they use; until the first one starts, all others who may use
   *     some have to be registered there too
   * @param listener hears of the end of each
   */
  public RingRunner(
      Engine engine,
      NetworkModel network,
      StepCosts costs,
      LinkOwners owners,
      CollectiveListener listener) {
    this.engine = engine;
    this.network = network;
    this.costs = costs;
    this.owners = owners;
    this.listener = listener;
    onLaunched = engine.register(id -> launch((int) id));
    onDone = engine.register(id -> done((int) id));
    transferListener = network.register(this::delivered);
  }

  /** Adds a communicator and returns the id to start its collectives with. */
  public int register(Communicator communicator) {
    int id = communicators.size();
    communicators.add(communicator);
    if (!communicator.visitLinks(network, link -> owners.claim(id, link))) {
      dependent.set(id);
    }
    return id;
  }

  /** Whether nothing but its own transfers can slow a communicator's collectives down. */
  private boolean isAlone(int id) {
    if (!dependent.get(id)) {
      communicators
          .get(id)
          .visitLinks(
              network,
              link -> {
                if (!owners.isSole(id, link)) {
                  dependent.set(id);
                }
              });
    }
    return !dependent.get(id);
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
    if (communicator.isNew() && isAlone(id)) {
      communicator.repeats();
    }
    long knownPs = communicator.begin(operation, bytes, token, engine.nowPs());
    if (knownPs < 0) {
      engine.scheduleAfter(costs.launchPs(), onLaunched, id);
    } else {
      engine.scheduleAfter(Durations.add(costs.launchPs(), knownPs), onDone, id);
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
    return entry == null ? -1 : Durations.add(costs.launchPs(), entry.durationPs);
  }

  /**
   * Counts a collective with a {@linkplain #knownPs known} duration that was not started here.
   *
   * @return the link that bounded it; −1 if latency did
   */
  public int repeat(int id, Operation operation, long bytes) {
    Repetitions.Entry entry =
        Objects.requireNonNull(communicators.get(id).known(operation, bytes), "never simulated");
    entry.repeat();
    return entry.boundLink;
  }

  private void launch(int id) {
    Communicator communicator = communicators.get(id);
    if (communicator.ranks() == 1) {
      engine.schedule(engine.nowPs(), onDone, id);
      return;
    }
    communicator.launched(engine.nowPs());
    int ranks = communicator.ranks();
    for (int channel = 0; channel < communicator.channels(); channel++) {
      RingSchedule schedule = communicator.schedule(channel);
      int flow = communicator.flow(channel);
      for (int position = 0; position < ranks; position++) {
        if (communicator.isSimulated(channel, position)) {
          int next = position + 1 == ranks ? 0 : position + 1;
          network.start(
              communicator.endpoint(channel, position),
              communicator.endpoint(channel, next),
              flow,
              schedule.sentBytes(position),
              transferListener,
              token(id, channel, position));
        }
      }
    }
  }

  private void delivered(long token, int boundLink) {
    int id = (int) (token >>> (POSITION_BITS + CHANNEL_BITS));
    int channel = (int) (token >>> POSITION_BITS) & ((1 << CHANNEL_BITS) - 1);
    int position = (int) token & ((1 << POSITION_BITS) - 1);
    Communicator communicator = communicators.get(id);
    if (communicator.delivered(channel, position, engine.nowPs(), boundLink)) {
      engine.schedule(communicator.endPs(), onDone, id);
    }
  }

  private void done(int id) {
    Communicator communicator = communicators.get(id);
    long token = communicator.end();
    listener.onCollectiveDone(token, communicator.boundLink());
  }

  private static long token(int id, int channel, int position) {
    return ((long) id << CHANNEL_BITS | channel) << POSITION_BITS | position;
  }
}

package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.cost.Charges;
import weft.sim.event.Engine;
import weft.sim.transfer.ConnectionListener;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * Runs schedules of any kind: step by step, each message a transfer, where that takes few of them;
 * else as {@linkplain ScheduleStreams streams}.
 */
final class ScheduleRunner {

  /**
   * Messages of a collective that goes step by step, at most: a tenth of a second. An assumption.
   */
  static final long MOST_MESSAGES = 1L << 14;

  /** Hears of the end of a collective. */
  interface Listener {

    /**
     * It has ended.
     *
     * @param boundLink the link that bounded it; −1 if latency did
     * @param latenessPs see {@link RingRunner#latenessPs}
     * @param transfersPs of each connection, how long its last transfer took
     */
    void onEnd(long token, int boundLink, boolean isStepped, double latenessPs, long[] transfersPs);
  }

  private final long mostMessages;
  private final Engine engine;
  private final NetworkModel network;
  private final Listener listener;
  private final int onLaunched;
  private final int onArrived;
  private final int onOver;
  private final int messageListener;
  private final int streamListener;

  /** Those under way, by number; null where a number is free. */
  private final List<@Nullable Run> runs = new ArrayList<>();

  private final IntArrayList free = new IntArrayList();

  /**
   * A runner of schedules.
   *
   * @param mostMessages how many messages a collective may have that goes step by step
   */
  ScheduleRunner(Engine engine, NetworkModel network, long mostMessages, Listener listener) {
    this.mostMessages = mostMessages;
    this.engine = engine;
    this.network = network;
    this.listener = listener;
    onLaunched = engine.register(number -> run(number << Integer.SIZE).launch());
    onArrived = engine.register(token -> run(token).arrived((int) token));
    onOver = engine.register(number -> run(number << Integer.SIZE).over());
    messageListener = network.register(new Messages());
    streamListener = network.register((token, link) -> run(token).delivered((int) token, link));
  }

  /**
   * Starts a collective now.
   *
   * @param bytes its size, as {@link weft.sim.collective.Operation} counts it
   * @param token what the listener is called with
   */
  void start(PlacedSchedule placed, Charges charges, long bytes, long token) {
    int number = free.isEmpty() ? runs.size() : free.popInt();
    boolean isStepped = placed.messages() <= mostMessages / charges.passes();
    Run run =
        isStepped
            ? new Steps(number, placed, charges, bytes, token)
            : new Streams(number, placed, charges, bytes, token);
    if (number == runs.size()) {
      runs.add(run);
    } else {
      runs.set(number, run);
    }
    engine.scheduleAfter(Durations.add(charges.launchPs(), charges.chunksPs()), onLaunched, number);
  }

  private Run run(long token) {
    return Objects.requireNonNull(runs.get((int) (token >>> Integer.SIZE)));
  }

  private final class Messages implements ConnectionListener {

    @Override
    public void onFree(long token) {
      run(token).left((int) token);
    }

    @Override
    public void onDelivered(long token, int boundLink) {
      run(token).delivered((int) token, boundLink);
    }
  }

  /** A collective under way. */
  private abstract class Run {

    final int number;
    final PlacedSchedule placed;
    final Charges charges;
    private final long token;

    /** Of each step, what it sends in all passes together, bytes on the wire. */
    final long[] bytes;

    /** Of each connection, when its last transfer started, and how long it took. */
    private final long[] startsPs;

    private final long[] transfersPs;

    Run(int number, PlacedSchedule placed, Charges charges, long size, long token) {
      this.number = number;
      this.placed = placed;
      this.charges = charges;
      this.token = token;
      bytes = placed.wireBytes(size, charges);
      startsPs = new long[placed.lanes().connections()];
      transfersPs = new long[startsPs.length];
    }

    abstract void launch();

    abstract void delivered(int subject, int link);

    void left(int connection) {}

    void arrived(int connection) {}

    void over() {}

    final long token(int subject) {
      return (long) number << Integer.SIZE | subject;
    }

    final void start(int connection, long size, int id, int subject) {
      startsPs[connection] = engine.nowPs();
      network.start(
          placed.source(connection),
          placed.destination(connection),
          placed.flow(connection),
          size,
          id,
          token(subject));
    }

    final void delivered(int connection) {
      transfersPs[connection] = engine.nowPs() - startsPs[connection];
    }

    final long transferPs(int connection) {
      return transfersPs[connection];
    }

    final void end(int boundLink, boolean isStepped, double latenessPs) {
      runs.set(number, null);
      free.add(number);
      listener.onEnd(token, boundLink, isStepped, latenessPs, transfersPs);
    }
  }

  /** Step by step. */
  private final class Steps extends Run implements LaneRun.Wire {

    private final LaneRun lanes;
    private long launchPs;

    /** For how long each link has limited messages, all of them together, picoseconds. */
    private final Int2LongOpenHashMap limitedPs = new Int2LongOpenHashMap();

    /** Messages that have been sent and have not arrived. */
    private int underWay;

    private boolean isOver;

    Steps(int number, PlacedSchedule placed, Charges charges, long size, long token) {
      super(number, placed, charges, size, token);
      lanes = new LaneRun(placed.lanes(), charges.passes(), this);
    }

    @Override
    void launch() {
      launchPs = engine.nowPs();
      lanes.start();
      endIfOver();
    }

    @Override
    public void send(int connection, int step, int pass) {
      underWay++;
      int passes = charges.passes();
      long size = bytes[step] / passes + (pass < bytes[step] % passes ? 1 : 0);
      start(connection, size, messageListener, connection);
    }

    @Override
    void left(int connection) {
      lanes.left(connection);
      endIfOver();
    }

    @Override
    void delivered(int connection, int link) {
      delivered(connection);
      if (link >= 0) {
        limitedPs.addTo(link, placed.users(connection, link) * transferPs(connection));
      }
      engine.scheduleAfter(placed.stepPs(connection, charges), onArrived, token(connection));
    }

    @Override
    void arrived(int connection) {
      underWay--;
      lanes.arrived(connection);
      endIfOver();
    }

    /** Of those that limited messages for equally long, the first; −1 if none did. */
    private int boundLink() {
      int bound = -1;
      for (Int2LongMap.Entry entry : limitedPs.int2LongEntrySet()) {
        int link = entry.getIntKey();
        long longerPs = bound < 0 ? 1 : entry.getLongValue() - limitedPs.get(bound);
        bound = longerPs > 0 || (longerPs == 0 && link < bound) ? link : bound;
      }
      return bound;
    }

    private void endIfOver() {
      if (!isOver && underWay == 0 && lanes.isFinished()) {
        isOver = true;
        boolean isLatency =
            new LoneSteps(placed, charges).withoutBytesPs() > (engine.nowPs() - launchPs) / 2;
        end(isLatency ? -1 : boundLink(), true, 0);
      }
    }
  }

  /** As streams. */
  private final class Streams extends Run {

    private final ScheduleStreams streams;
    private long launchPs;
    private long startPs;
    private int phase = -1;
    private int pending;

    /** The longest that streams of a phase took, of all phases together. */
    private long drainPs;

    private int lastLink = -1;

    Streams(int number, PlacedSchedule placed, Charges charges, long size, long token) {
      super(number, placed, charges, size, token);
      streams = new ScheduleStreams(placed, charges, bytes);
    }

    @Override
    void launch() {
      launchPs = engine.nowPs();
      startPs = launchPs;
      goOn();
    }

    /** Starts the next streams, or ends if there are none. */
    private void goOn() {
      drainPs += engine.nowPs() - startPs;
      startPs = engine.nowPs();
      while (pending == 0 && ++phase < streams.phases()) {
        for (int stream = 0; stream < placed.lanes().streams(); stream++) {
          if (streams.phase(stream) == phase) {
            pending++;
            start(
                placed.lanes().streamConnection(stream),
                streams.bytes(stream),
                streamListener,
                stream);
          }
        }
      }
      if (pending == 0) {
        engine.schedule(Math.max(engine.nowPs(), launchPs + streams.durationPs()), onOver, number);
      }
    }

    @Override
    void delivered(int stream, int link) {
      delivered(placed.lanes().streamConnection(stream));
      lastLink = link;
      streams.delivered(stream, engine.nowPs() - startPs, network.slowestDrainPs());
      if (--pending == 0) {
        goOn();
      }
    }

    @Override
    void over() {
      boolean isLatency = drainPs < (engine.nowPs() - launchPs) / 2;
      end(isLatency ? -1 : lastLink, false, streams.latenessPs());
    }
  }
}

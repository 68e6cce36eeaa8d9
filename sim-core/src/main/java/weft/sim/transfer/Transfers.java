package weft.sim.transfer;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Paths;
import weft.sim.route.Router;

/**
 * The transfers that a network model has under way, in slots, with their paths and listeners, and
 * what links have carried: what every model keeps of a transfer, whatever it does with it.
 */
public final class Transfers {

  private final Engine engine;
  private final Router router;
  private final Paths paths;
  private final LoneTimes lone;
  private final TransferProbe probe;
  private final long[] carriedBytes;

  /** What came in fractions of bytes. */
  private final double[] carriedParts;

  /**
   * What came over each path and has not been added to its links yet: added path by path, that goes
   * through memory from front to back, not to and fro with every delivery.
   */
  private long[] bytesOfPath = new long[0];

  private boolean isToAdd;

  private TransferListener[] listeners = new TransferListener[0];

  /** The same listeners, where they want to know when connections are free. */
  private @Nullable ConnectionListener[] connectionListeners = new ConnectionListener[0];

  /** The same listeners, where they want to know what limits transfers. */
  private @Nullable HoldListener[] holdListeners = new HoldListener[0];

  private int slots;
  private int freeSlot = -1;
  private int inFlight;

  private int[] sources = new int[0];
  private int[] destinations = new int[0];

  /** Path of a transfer; of a free slot, the next free one. */
  private int[] pathOfTransfer = new int[0];

  private int[] listenerOfTransfer = new int[0];
  private int[] boundLinks = new int[0];

  /** By how much longer than others the link that is noted has limited each, picoseconds. */
  private long[] leads = new long[0];

  private long[] tokens = new long[0];
  private long[] bytes = new long[0];
  private long[] starts = new long[0];

  /** In which time each would have drained at its lowest rate, once that is known. */
  private long[] slowest = new long[0];

  private long deliveredSlowest;

  /** No transfers yet; starts and deliveries are reported to {@code probe}. */
  public Transfers(Engine engine, Fabric fabric, Router router, TransferProbe probe) {
    this.engine = engine;
    this.router = router;
    this.probe = probe;
    paths = router.paths();
    lone = new LoneTimes(fabric, paths);
    carriedBytes = new long[fabric.linkCount()];
    carriedParts = new double[fabric.linkCount()];
  }

  /** Adds a listener and returns its id. */
  public int register(TransferListener listener) {
    listeners = Arrays.copyOf(listeners, listeners.length + 1);
    listeners[listeners.length - 1] = listener;
    connectionListeners = Arrays.copyOf(connectionListeners, listeners.length);
    if (listener instanceof ConnectionListener ofConnections) {
      connectionListeners[listeners.length - 1] = ofConnections;
    }
    holdListeners = Arrays.copyOf(holdListeners, listeners.length);
    if (listener instanceof HoldListener ofHolds) {
      holdListeners[listeners.length - 1] = ofHolds;
    }
    return listeners.length - 1;
  }

  /**
   * Takes a slot for a transfer that starts now; see {@link NetworkModel#start}.
   *
   * @return the slot, smaller than {@link #capacity()}
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public int start(int source, int destination, int flow, long size, int listener, long token) {
    if (size < 0) {
      throw new IllegalArgumentException("a transfer of " + size + " bytes");
    }
    int path = router.path(source, destination, flow);
    int slot = takeSlot();
    inFlight++;
    sources[slot] = source;
    destinations[slot] = destination;
    pathOfTransfer[slot] = path;
    listenerOfTransfer[slot] = listener;
    boundLinks[slot] = -1;
    leads[slot] = 0;
    tokens[slot] = token;
    bytes[slot] = size;
    starts[slot] = engine.nowPs();
    slowest[slot] = 0;
    probe.onStarted(source, destination, size);
    return slot;
  }

  /** The transfer in a slot has arrived: credits its links, frees it, tells probe and listener. */
  public void deliver(int slot) {
    inFlight--;
    int path = pathOfTransfer[slot];
    carry(path, bytes[slot]);
    int crossed = paths.crossed(path);
    TransferListener listener = listeners[listenerOfTransfer[slot]];
    long nowPs = engine.nowPs();
    deliveredSlowest = slowest[slot];
    probe.onDelivered(sources[slot], destinations[slot], bytes[slot], crossed, starts[slot], nowPs);
    int others = paths.count(path) - 1;
    if (others > 0) {
      probe.onRepeated(bytes[slot], crossed, nowPs - starts[slot], others);
    }
    pathOfTransfer[slot] = freeSlot;
    freeSlot = slot;
    listener.onDelivered(tokens[slot], boundLinks[slot]);
  }

  /** Tells each link of a connection's path. */
  public void links(int source, int destination, int flow, IntConsumer links) {
    int path = router.path(source, destination, flow);
    for (int hop = 0; hop < paths.hops(path); hop++) {
      links.accept(paths.link(path, hop));
    }
  }

  /** Counts transfers that are not simulated; see {@link NetworkModel#repeat}. */
  public void repeat(
      int source, int destination, int flow, long size, long durationPs, long times) {
    int path = router.path(source, destination, flow);
    carry(path, Math.multiplyExact(size, times));
    probe.onRepeated(
        size, paths.crossed(path), durationPs, Math.multiplyExact(times, (long) paths.count(path)));
  }

  private void carry(int path, long size) {
    if (path >= bytesOfPath.length) {
      bytesOfPath = Arrays.copyOf(bytesOfPath, Math.max(64, path + (path >> 1) + 1));
    }
    bytesOfPath[path] += size;
    isToAdd = true;
  }

  /** Latency of the path of a connection, picoseconds. */
  public long latencyPs(int source, int destination, int flow) {
    return paths.latencyPs(router.path(source, destination, flow));
  }

  /** Payload rate of a connection that is alone, bits per second. */
  public long rateBps(int source, int destination, int flow) {
    return lone.rateBps(router.path(source, destination, flow));
  }

  /** Bytes of delivered transfers that have crossed a link. */
  public long carriedBytes(int link) {
    if (isToAdd) {
      add();
    }
    return carriedBytes[link] + Math.round(carriedParts[link]);
  }

  /** Adds to each link what came over its paths. */
  private void add() {
    isToAdd = false;
    long[] bytesOfSpread = new long[paths.spreads()];
    for (int path = 0; path < bytesOfPath.length; path++) {
      long came = bytesOfPath[path];
      if (came > 0) {
        bytesOfPath[path] = 0;
        if (paths.spread(path) != Paths.NO_SPREAD) {
          bytesOfSpread[paths.spread(path)] += came;
        }
        for (int hop = 0; hop < paths.ownHops(path); hop++) {
          add(paths.link(path, hop), came, paths.share(path, hop));
        }
      }
    }
    for (int spread = 0; spread < bytesOfSpread.length; spread++) {
      if (bytesOfSpread[spread] > 0) {
        for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
          carriedParts[paths.spreadLink(hop)] += bytesOfSpread[spread] * paths.spreadShare(hop);
        }
      }
    }
  }

  private void add(int link, long came, double share) {
    if (share == Math.rint(share)) {
      carriedBytes[link] += came * (long) share;
    } else {
      carriedParts[link] += came * share;
    }
  }

  /** Whether {@link #carriedBytes} of a link is rounded to a whole number. */
  public boolean isRounded(int link) {
    if (isToAdd) {
      add();
    }
    return carriedParts[link] != Math.rint(carriedParts[link]);
  }

  /** Path of the transfer in a slot. */
  public int path(int slot) {
    return pathOfTransfer[slot];
  }

  /** Size of the transfer in a slot, bytes. */
  public long bytes(int slot) {
    return bytes[slot];
  }

  /** Notes the link that limits a transfer's rate, if it is not known from {@link #held}. */
  public void boundBy(int slot, int link) {
    if (leads[slot] == 0 && boundLinks[slot] < 0) {
      boundLinks[slot] = link;
    }
  }

  /** Notes how long the transfer in a slot would have taken to drain at its lowest rate. */
  public void slowestDrain(int slot, long durationPs) {
    slowest[slot] = durationPs;
  }

  /** What was noted of the transfer that has been delivered last. */
  public long slowestDrainPs() {
    return deliveredSlowest;
  }

  /** Whether somebody wants to know when the transfer in a slot frees its connection. */
  public boolean isAwaited(int slot) {
    return connectionListeners[listenerOfTransfer[slot]] != null;
  }

  /** The transfer in a slot has freed its connection; nobody needs to be told who does not wait. */
  public void free(int slot) {
    ConnectionListener listener = connectionListeners[listenerOfTransfer[slot]];
    if (listener != null) {
      listener.onFree(tokens[slot]);
    }
  }

  /**
   * A link has limited the rate of the transfer in a slot for a while; −1 or less if none did. The
   * transfer is said to be bound by the link that did so for longer than all others together, the
   * earlier of two that did as long; where none did, by one of them.
   */
  public void held(int slot, int link, long durationPs) {
    if (link == boundLinks[slot]) {
      leads[slot] += durationPs;
    } else if (leads[slot] >= durationPs) {
      leads[slot] -= durationPs;
    } else {
      leads[slot] = durationPs - leads[slot];
      boundLinks[slot] = link;
    }
    long times = paths.count(pathOfTransfer[slot]);
    // Together if a long holds that, else one by one.
    boolean fits = durationPs <= Long.MAX_VALUE / times;
    long toldPs = fits ? durationPs * times : durationPs;
    for (long told = 0; told < (fits ? 1 : times); told++) {
      probe.onHeld(sources[slot], destinations[slot], link, toldPs);
    }
    HoldListener listener = holdListeners[listenerOfTransfer[slot]];
    if (listener != null) {
      listener.onHeld(tokens[slot], link, durationPs);
    }
  }

  /** Number of transfers under way. */
  public int inFlight() {
    return inFlight;
  }

  /** Slots that there is room for; grows when a transfer starts. */
  public int capacity() {
    return sources.length;
  }

  private int takeSlot() {
    if (freeSlot >= 0) {
      int slot = freeSlot;
      freeSlot = pathOfTransfer[slot];
      return slot;
    }
    if (slots == sources.length) {
      grow(Math.max(64, Math.multiplyExact(slots, 2)));
    }
    return slots++;
  }

  private void grow(int size) {
    sources = Arrays.copyOf(sources, size);
    destinations = Arrays.copyOf(destinations, size);
    pathOfTransfer = Arrays.copyOf(pathOfTransfer, size);
    listenerOfTransfer = Arrays.copyOf(listenerOfTransfer, size);
    boundLinks = Arrays.copyOf(boundLinks, size);
    leads = Arrays.copyOf(leads, size);
    tokens = Arrays.copyOf(tokens, size);
    bytes = Arrays.copyOf(bytes, size);
    starts = Arrays.copyOf(starts, size);
    slowest = Arrays.copyOf(slowest, size);
  }
}

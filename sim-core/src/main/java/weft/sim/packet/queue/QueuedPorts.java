package weft.sim.packet.queue;

import org.jspecify.annotations.Nullable;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.packet.store.Telemetry;

/**
 * Ports with a queue for each class over the shared buffer of their switch: priorities, weights,
 * thresholds, marking, trimming, flow control.
 *
 * <h2>Late, but exact</h2>
 *
 * <p>The end of a transmission is no event. What a port does between two arrivals follows from what
 * it holds, so it is worked out when somebody looks: before a packet is put in one of its queues,
 * and when a packet that it has sent arrives, {@link #catchUp} starts all that had to start before
 * now, at the times when it had to. That is early enough: while the port has something to send,
 * there is a packet of it on its link, and what starts behind that one arrives behind it.
 *
 * <p>The buffer is given back late, too, which only matters to one who is short of it: before a
 * packet is dropped or a sender is paused, all ports of the node catch up, and the decision is
 * taken on what is really held. As long as a node has a sender paused, the moment at which that one
 * may go on is of interest to others; then the ports with something to send have an event at the
 * end of each transmission.
 *
 * <p>Depth of a queue is what waits in it and the packet under way, as a whole, until it has left:
 * a buffer gives its bytes back then. {@link FifoPorts} count only what is left of it, so the same
 * queue marks and drops at other times there (decision 7).
 */
public final class QueuedPorts implements SwitchPorts {

  private static final int NONE = PacketStore.NONE;

  private final Links links;
  private final PacketStore store;
  private final PathTable paths;
  private final PacketEvents events;
  private final Wire wire;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final Marking marking;

  private final SwitchOptions options;
  private final boolean marksOnArrival;
  private final boolean marksOnDeparture;
  private final long markBytes;
  private final long markAllBytes;
  private final double probability;
  private final long queueBytes;
  private final long controlQueueBytes;
  private final @Nullable Pfc pfc;
  private final int firstDataClass;
  private final boolean hasTelemetry;
  private final boolean isShared;
  private final Scheduler scheduler;
  private int pauseFrames;

  /** Ports of all links. */
  public QueuedPorts(
      Links links,
      PacketStore store,
      PathTable paths,
      PacketEvents events,
      Wire wire,
      SwitchOptions options,
      PacketLoss loss,
      PortCounters counters,
      Marking marking) {
    this.links = links;
    this.store = store;
    this.paths = paths;
    this.events = events;
    this.wire = wire;
    this.options = options;
    this.loss = loss;
    this.counters = counters;
    this.marking = marking;
    Ecn ecn = options.ecn();
    markBytes = ecn == null ? Long.MAX_VALUE : ecn.minBytes();
    markAllBytes = ecn == null ? Long.MAX_VALUE : ecn.maxBytes();
    probability = ecn == null ? 0 : ecn.probability();
    queueBytes = options.queueBytes();
    controlQueueBytes = options.controlQueueBytes();
    marksOnArrival = ecn != null && !ecn.onDequeue();
    marksOnDeparture = ecn != null && ecn.onDequeue();
    pfc = options.pfc();
    firstDataClass = options.firstDataClass();
    hasTelemetry = store.hasTelemetry();
    isShared = options.bufferBytes() != Long.MAX_VALUE;
    scheduler = new Scheduler(options);
  }

  @Override
  public void enqueue(Port port, int packet, Port cameBy, long nowPs) {
    catchUp(port, nowPs);
    Port ingress = cameBy;
    if (!hasRoom(port, store.trafficClass(packet), store.wireBytes(packet), cameBy, nowPs)) {
      if (!admitTrimmed(port, packet, cameBy, nowPs)) {
        return;
      }
      // What was trimmed may be another one, which came by another link.
      ingress = ingress(packet, cameBy);
    }
    int trafficClass = store.trafficClass(packet);
    int size = store.wireBytes(packet);
    long depth = depth(port, trafficClass, nowPs);
    if (marksOnArrival) {
      mark(port, packet, depth);
    }
    if (depth + size > port.peak) {
      port.peak = depth + size;
    }
    hold(port, ingress, trafficClass, size);
    if (port.busyUntilPs <= nowPs
        && port.eligible() == 0
        && (port.paused & (1 << trafficClass)) == 0) {
      start(port, packet, trafficClass, size, ingress, nowPs);
    } else {
      port.append(store, trafficClass, packet, size);
      scheduleFree(port);
    }
    if (pfc != null && trafficClass >= firstDataClass) {
      checkXoff(pfc, ingress, trafficClass, nowPs);
    }
  }

  @Override
  public boolean areLate() {
    return true;
  }

  @Override
  public void catchUp(Port port, long nowPs) {
    while (port.occupied != 0 && port.busyUntilPs < nowPs) {
      int eligible = port.eligible();
      if (eligible == 0) {
        return;
      }
      startNext(port, eligible, port.busyUntilPs);
    }
  }

  @Override
  public long backlogPs(Port port, long nowPs) {
    catchUp(port, nowPs);
    // Whole queues are longer than what fits an exact conversion's int: a comparison needs none.
    return Math.max(0, port.busyUntilPs - nowPs) + (long) (port.bytes() * 8e12 / port.rateBps);
  }

  @Override
  public void onPause(Port port, int trafficClass, boolean on, long nowPs) {
    catchUp(port, nowPs);
    port.setPaused(trafficClass, on);
    counters.onPause(port.link, on, nowPs);
    int eligible = port.eligible();
    if (!on && eligible != 0 && port.busyUntilPs <= nowPs) {
      startNext(port, eligible, nowPs);
    }
  }

  @Override
  public void onFree(Port port, long nowPs) {
    port.freeIsDue = false;
    if (port.busyUntilPs > nowPs) {
      scheduleFree(port);
      return;
    }
    release(port);
    int eligible = port.eligible();
    if (eligible != 0) {
      startNext(port, eligible, nowPs);
    }
  }

  @Override
  public void fail(Port port, long nowPs) {
    catchUp(port, nowPs);
    release(port);
    for (int trafficClass = 0; trafficClass < options.classes(); trafficClass++) {
      while (port.first(trafficClass) != NONE) {
        int packet = port.removeFirst(store, trafficClass);
        giveBack(port, ingress(packet, port), trafficClass, store.wireBytes(packet), nowPs);
        counters.onDropped(port.link);
        loss.onDropped(port.link, packet);
        store.free(packet);
      }
      if (port.isPaused(trafficClass)) {
        port.setPaused(trafficClass, false);
        counters.onPause(port.link, false, nowPs);
      }
    }
  }

  @Override
  public long peakBytes(Port port) {
    return port.peak;
  }

  @Override
  public long mostHeldBytes(int node) {
    return links.buffer(node).mostHeld;
  }

  @Override
  public boolean holds(Port port, int trafficClass, int ingress) {
    int packet = port.first(trafficClass);
    while (packet != NONE && paths.link(store.position(packet) - 1) != ingress) {
      packet = packet == port.last(trafficClass) ? NONE : store.next(packet);
    }
    return packet != NONE;
  }

  /**
   * Whether a packet for which there is no room may stay without its payload; if not, it is lost.
   */
  private boolean admitTrimmed(Port port, int packet, Port ingress, long nowPs) {
    if (options.trimming() && store.kind(packet) == PacketStore.DATA && !store.isTrimmed(packet)) {
      changePlaces(port, packet, store.trafficClass(packet), ingress, nowPs);
      counters.onTrimmed(port.link);
      loss.onTrimmed(port.link, packet);
      store.trim(packet, wire.headerBytes());
      store.setTrafficClass(packet, 0);
      if (hasRoom(port, 0, wire.headerBytes(), ingress, nowPs)) {
        return true;
      }
    }
    counters.onDropped(port.link);
    loss.onDropped(port.link, packet);
    store.free(packet);
    return false;
  }

  /**
   * Every other time it is the last packet of the queue that is trimmed, and the new one takes its
   * place: otherwise senders in step would always lose, or always win (NDP: SIGCOMM 2017, section
   * 3.1). A packet that is sent again has a new chance, or two senders in step would do so for
   * ever. Not if that would take more room, or headroom that the new one's ingress does not have.
   */
  private void changePlaces(Port port, int packet, int trafficClass, Port ingress, long nowPs) {
    int last = port.last(trafficClass);
    if (last == NONE
        || store.kind(last) != PacketStore.DATA
        || store.wireBytes(packet) > store.wireBytes(last)
        || !marking.isLucky(port.link, packet, nowPs)
        || (pfc != null
            && !hasHeadroom(pfc, ingress, trafficClass, store.wireBytes(packet), nowPs))) {
      return;
    }
    Port lastIngress = ingress(last, port);
    release(port, lastIngress, trafficClass, store.wireBytes(last));
    hold(port, ingress, trafficClass, store.wireBytes(packet));
    port.resizeLast(trafficClass, store.wireBytes(packet) - store.wireBytes(last));
    store.swap(packet, last);
    if (pfc != null) {
      // One of the two may go on now, the other may have to stop.
      giveBack(port, lastIngress, trafficClass, 0, nowPs);
      checkXoff(pfc, ingress, trafficClass, nowPs);
    }
  }

  private boolean hasRoom(Port port, int trafficClass, int size, Port ingress, long nowPs) {
    long depth = depth(port, trafficClass, nowPs);
    long limit = trafficClass < firstDataClass ? controlQueueBytes : queueBytes;
    if (depth + size > limit && !port.isOfNic) {
      return false;
    }
    if (pfc != null && trafficClass >= firstDataClass) {
      return hasHeadroom(pfc, ingress, trafficClass, size, nowPs);
    }
    return !isShared || port.isOfNic || hasShare(port, trafficClass, size, depth, nowPs);
  }

  /** Whether the shared buffer has room, and the queue may have that of it. */
  private boolean hasShare(Port port, int trafficClass, int size, long depth, long nowPs) {
    if (isWithinShare(depth, size, port.buffer)) {
      return true;
    }
    settle(port.buffer, nowPs);
    return isWithinShare(depth(port, trafficClass, nowPs), size, port.buffer);
  }

  private boolean isWithinShare(long depth, int size, SharedBuffer buffer) {
    long free = options.bufferBytes() - buffer.held;
    return size <= free && depth + (double) size <= options.alpha() * free;
  }

  private boolean hasHeadroom(Pfc pfc, Port ingress, int trafficClass, int size, long nowPs) {
    if (pfc.headroomBytes() == Long.MAX_VALUE) {
      return true;
    }
    long limit = pfc.xoffBytes() + pfc.headroomBytes();
    if (ingress.farBytes[trafficClass] + size <= limit) {
      return true;
    }
    settle(ingress.farBuffer, nowPs);
    return ingress.farBytes[trafficClass] + size <= limit;
  }

  private static long depth(Port port, int trafficClass, long nowPs) {
    long waiting = port.bytes(trafficClass);
    return port.busyUntilPs > nowPs && port.sendingClass == trafficClass
        ? waiting + port.sendingBytes
        : waiting;
  }

  private void mark(Port port, int packet, long depth) {
    if (depth <= markBytes && depth < markAllBytes) {
      return;
    }
    if (depth >= markAllBytes
        || marking.isChosen(
            port.link, packet, probability * (depth - markBytes) / (markAllBytes - markBytes))) {
      store.mark(packet);
      counters.onMarked(port.link);
    }
  }

  private void startNext(Port port, int eligible, long startPs) {
    int trafficClass = scheduler.choose(port, eligible);
    int packet = port.removeFirst(store, trafficClass);
    int size = store.wireBytes(packet);
    scheduler.onSent(port, trafficClass, size);
    start(port, packet, trafficClass, size, ingress(packet, port), startPs);
  }

  private void start(
      Port port, int packet, int trafficClass, int size, Port ingress, long startPs) {
    release(port);
    if (marksOnDeparture && trafficClass >= firstDataClass) {
      mark(port, packet, port.bytes(trafficClass));
    }
    port.sendingBytes = size;
    port.sendingIngress = ingress;
    port.sendingClass = trafficClass;
    if (hasTelemetry && store.kind(packet) == PacketStore.DATA) {
      Telemetry.add(store, packet, startPs, port.bytes(trafficClass), port.sentBytes, port.rateBps);
    }
    links.transmit(port, packet, size, startPs, port.durationPs(size));
    scheduleFree(port);
  }

  /** Notes that the packet under way has left. */
  private void release(Port port) {
    int size = port.sendingBytes;
    if (size != 0) {
      port.sendingBytes = 0;
      giveBack(port, port.sendingIngress, port.sendingClass, size, port.busyUntilPs);
    }
  }

  /**
   * The link that a packet came by. Only flow control needs to know: the path of a packet that has
   * waited for long is in no cache any more.
   */
  private Port ingress(int packet, Port otherwise) {
    return pfc == null ? otherwise : links.port(paths.link(store.position(packet) - 1));
  }

  private void hold(Port port, Port ingress, int trafficClass, int size) {
    port.buffer.hold(size);
    if (pfc != null) {
      ingress.farBytes[trafficClass] += size;
    }
  }

  private void release(Port port, Port ingress, int trafficClass, int size) {
    port.buffer.release(size);
    if (pfc != null) {
      ingress.farBytes[trafficClass] -= size;
    }
  }

  private void giveBack(Port port, Port ingress, int trafficClass, int size, long atPs) {
    release(port, ingress, trafficClass, size);
    if (pfc != null
        && ingress.isXoff(trafficClass)
        && ingress.farBytes[trafficClass] <= pfc.xonBytes()) {
      ingress.setXoff(trafficClass, false);
      sendPause(ingress, trafficClass, false, atPs);
    }
  }

  private void checkXoff(Pfc pfc, Port ingress, int trafficClass, long nowPs) {
    if (ingress.farBytes[trafficClass] <= pfc.xoffBytes() || ingress.isXoff(trafficClass)) {
      return;
    }
    settle(ingress.farBuffer, nowPs);
    if (ingress.farBytes[trafficClass] > pfc.xoffBytes()) {
      ingress.setXoff(trafficClass, true);
      sendPause(ingress, trafficClass, true, nowPs);
      for (Port port : ingress.farBuffer.ports()) {
        if (port.busyUntilPs >= nowPs) {
          scheduleFree(port);
        }
      }
    }
  }

  /** All ports of a node catch up, and what they have sent before now is given back. */
  private void settle(SharedBuffer buffer, long nowPs) {
    for (Port port : buffer.ports()) {
      catchUp(port, nowPs);
      if (port.busyUntilPs < nowPs) {
        release(port);
      }
    }
  }

  /** An event at the end of the transmission under way, if anybody needs to know it. */
  private void scheduleFree(Port port) {
    boolean isWatched = port.buffer.xoffs > 0;
    if ((isWatched || !port.arrivesBehindEnd()) && !port.freeIsDue) {
      scheduleFree(port, isWatched);
    }
  }

  private void scheduleFree(Port port, boolean isWatched) {
    if (port.busyUntilPs >= events.nowPs()
        && (port.occupied != 0
            || (isWatched
                && port.sendingBytes != 0
                && port.sendingIngress.isXoff(port.sendingClass)))) {
      port.freeIsDue = true;
      events.add(port.busyUntilPs, PacketEvents.FREE, port.link, 0);
    }
  }

  private void sendPause(Port ingress, int trafficClass, boolean on, long nowPs) {
    events.add(
        nowPs + ingress.latencyPs,
        PacketEvents.PFC,
        ingress.link,
        PauseFrame.of(pauseFrames++, trafficClass, on));
  }
}

package weft.sim.packet.queue;

import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
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
 * <p>Depth of a queue is what waits in it and the packet under way, as a whole, until it has left.
 */
public final class QueuedPorts implements SwitchPorts {

  private static final int CLASSES = SharedBuffers.CLASSES;
  private static final int NONE = PacketStore.NONE;

  private final Fabric fabric;
  private final Links links;
  private final PacketStore store;
  private final PathTable paths;
  private final PacketEvents events;
  private final Wire wire;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final SharedBuffers buffers;
  private final Marking marking;

  private final SwitchOptions options;
  private final @Nullable Ecn ecn;
  private final @Nullable Pfc pfc;
  private final int firstDataClass;
  private final boolean hasTelemetry;
  private final Scheduler scheduler;

  private final PortQueues queues;

  /**
   * What waits in a NIC lies in the memory of its GPUs, which is not lost: no limits but those of
   * flow control.
   */
  private final boolean[] isOfNic;

  private final boolean[] freeIsDue;
  private int pauseFrames;

  /** Ports of all links. */
  public QueuedPorts(
      Fabric fabric,
      Links links,
      PacketStore store,
      PathTable paths,
      PacketEvents events,
      Wire wire,
      SwitchOptions options,
      PacketLoss loss,
      PortCounters counters,
      Marking marking) {
    this.fabric = fabric;
    this.links = links;
    this.store = store;
    this.paths = paths;
    this.events = events;
    this.wire = wire;
    this.options = options;
    this.loss = loss;
    this.counters = counters;
    this.marking = marking;
    ecn = options.ecn();
    pfc = options.pfc();
    firstDataClass = options.firstDataClass();
    hasTelemetry = store.hasTelemetry();
    buffers = new SharedBuffers(fabric);
    int ports = links.count();
    scheduler = new Scheduler(options, ports);
    queues = new PortQueues(store, ports);
    isOfNic = new boolean[ports];
    for (int port = 0; port < ports; port++) {
      isOfNic[port] = fabric.isNic(fabric.source(port));
    }
    freeIsDue = new boolean[ports];
  }

  @Override
  public void enqueue(int port, int packet, int cameBy, long nowPs) {
    catchUp(port, nowPs);
    if (!admit(port, packet, cameBy, nowPs)) {
      return;
    }
    int ingress = ingress(packet);
    int trafficClass = store.trafficClass(packet);
    int size = store.wireBytes(packet);
    long depth = depth(port, trafficClass, nowPs);
    if (ecn != null && !ecn.onDequeue()) {
      mark(ecn, port, packet, depth);
    }
    counters.onDepth(port, depth + size);
    hold(port, ingress, trafficClass, size);
    int paused = links.paused(port);
    if (links.busyUntilPs(port) <= nowPs
        && (queues.occupied(port) & ~paused) == 0
        && (paused & (1 << trafficClass)) == 0) {
      start(port, packet, trafficClass, nowPs);
    } else {
      queues.append(port, trafficClass, packet, size);
      links.addWaiting(port, 1);
      scheduleFree(port);
    }
    if (pfc != null && trafficClass >= firstDataClass) {
      checkXoff(pfc, ingress, trafficClass, nowPs);
    }
  }

  @Override
  public void catchUp(int port, long nowPs) {
    while (queues.occupied(port) != 0 && links.busyUntilPs(port) < nowPs) {
      int eligible = queues.occupied(port) & ~links.paused(port);
      if (eligible == 0) {
        return;
      }
      startNext(port, eligible, links.busyUntilPs(port));
    }
  }

  @Override
  public long backlogPs(int port, long nowPs) {
    catchUp(port, nowPs);
    long waiting = 0;
    for (int trafficClass = 0; trafficClass < CLASSES; trafficClass++) {
      waiting += queues.bytes(port, trafficClass);
    }
    // Whole queues are longer than what fits an exact conversion's int: a comparison needs none.
    return Math.max(0, links.busyUntilPs(port) - nowPs)
        + (long) (waiting * 8e12 / links.rateBps(port));
  }

  @Override
  public void onPause(int port, int trafficClass, boolean on, long nowPs) {
    catchUp(port, nowPs);
    links.setPaused(port, trafficClass, on);
    counters.onPause(port, on, nowPs);
    int eligible = queues.occupied(port) & ~links.paused(port);
    if (!on && eligible != 0 && links.busyUntilPs(port) <= nowPs) {
      startNext(port, eligible, nowPs);
    }
  }

  @Override
  public void onFree(int port, long nowPs) {
    freeIsDue[port] = false;
    if (links.busyUntilPs(port) > nowPs) {
      scheduleFree(port);
      return;
    }
    release(port);
    int eligible = queues.occupied(port) & ~links.paused(port);
    if (eligible != 0) {
      startNext(port, eligible, nowPs);
    }
  }

  @Override
  public void fail(int port, long nowPs) {
    catchUp(port, nowPs);
    release(port);
    for (int trafficClass = 0; trafficClass < CLASSES; trafficClass++) {
      while (queues.first(port, trafficClass) != NONE) {
        int packet = queues.removeFirst(port, trafficClass);
        links.addWaiting(port, -1);
        giveBack(port, ingress(packet), trafficClass, store.wireBytes(packet), nowPs);
        counters.onDropped(port);
        loss.onDropped(port, packet);
        store.free(packet);
      }
      if ((links.paused(port) & (1 << trafficClass)) != 0) {
        links.setPaused(port, trafficClass, false);
        counters.onPause(port, false, nowPs);
      }
    }
  }

  @Override
  public long peakBytes(int port) {
    return counters.peak(port);
  }

  @Override
  public long mostHeldBytes(int node) {
    return buffers.mostHeld(node);
  }

  /** What is held, as far as it is noted. */
  SharedBuffers buffers() {
    return buffers;
  }

  @Override
  public boolean holds(int port, int trafficClass, int ingress) {
    int packet = queues.first(port, trafficClass);
    while (packet != NONE && paths.link(store.position(packet) - 1) != ingress) {
      packet = store.next(packet);
    }
    return packet != NONE;
  }

  /** Whether a packet may stay; it may have lost its payload. */
  private boolean admit(int port, int packet, int ingress, long nowPs) {
    int trafficClass = store.trafficClass(packet);
    int size = store.wireBytes(packet);
    if (hasRoom(port, trafficClass, size, ingress, nowPs)) {
      return true;
    }
    if (options.trimming() && store.kind(packet) == PacketStore.DATA && !store.isTrimmed(packet)) {
      changePlaces(port, packet, trafficClass, ingress, nowPs);
      counters.onTrimmed(port);
      loss.onTrimmed(port, packet);
      store.trim(packet, wire.headerBytes());
      store.setTrafficClass(packet, 0);
      if (hasRoom(port, 0, wire.headerBytes(), ingress, nowPs)) {
        return true;
      }
    }
    counters.onDropped(port);
    loss.onDropped(port, packet);
    store.free(packet);
    return false;
  }

  /**
   * Every other time it is the last packet of the queue that is trimmed, and the new one takes its
   * place: otherwise senders in step would always lose, or always win (NDP: SIGCOMM 2017, section
   * 3.1). A packet that is sent again has a new chance, or two senders in step would do so for
   * ever. Not if that would take more room, or headroom that the new one's ingress does not have.
   */
  private void changePlaces(int port, int packet, int trafficClass, int ingress, long nowPs) {
    int last = queues.last(port, trafficClass);
    if (last == NONE
        || store.kind(last) != PacketStore.DATA
        || store.wireBytes(packet) > store.wireBytes(last)
        || !marking.isLucky(port, packet, nowPs)
        || (pfc != null
            && !hasHeadroom(pfc, ingress, trafficClass, store.wireBytes(packet), nowPs))) {
      return;
    }
    int lastIngress = ingress(last);
    release(port, lastIngress, trafficClass, store.wireBytes(last));
    hold(port, ingress, trafficClass, store.wireBytes(packet));
    queues.resizeLast(port, trafficClass, store.wireBytes(packet) - store.wireBytes(last));
    store.swap(packet, last);
    if (pfc != null) {
      // One of the two may go on now, the other may have to stop.
      giveBack(port, lastIngress, trafficClass, 0, nowPs);
      checkXoff(pfc, ingress, trafficClass, nowPs);
    }
  }

  private boolean hasRoom(int port, int trafficClass, int size, int ingress, long nowPs) {
    long depth = depth(port, trafficClass, nowPs);
    long limit = trafficClass < firstDataClass ? options.controlQueueBytes() : options.queueBytes();
    if (depth + size > limit && !isOfNic[port]) {
      return false;
    }
    if (pfc != null && trafficClass >= firstDataClass) {
      return hasHeadroom(pfc, ingress, trafficClass, size, nowPs);
    }
    if (options.bufferBytes() == Long.MAX_VALUE || isOfNic[port]) {
      return true;
    }
    int node = buffers.node(port);
    if (isWithinShare(depth, size, node)) {
      return true;
    }
    settle(node, nowPs);
    return isWithinShare(depth(port, trafficClass, nowPs), size, node);
  }

  private boolean isWithinShare(long depth, int size, int node) {
    long free = options.bufferBytes() - buffers.held(node);
    return size <= free && depth + (double) size <= options.alpha() * free;
  }

  private boolean hasHeadroom(Pfc pfc, int ingress, int trafficClass, int size, long nowPs) {
    if (pfc.headroomBytes() == Long.MAX_VALUE) {
      return true;
    }
    long limit = pfc.xoffBytes() + pfc.headroomBytes();
    if (buffers.ofIngress(ingress, trafficClass) + size <= limit) {
      return true;
    }
    settle(fabric.target(ingress), nowPs);
    return buffers.ofIngress(ingress, trafficClass) + size <= limit;
  }

  private long depth(int port, int trafficClass, long nowPs) {
    long waiting = queues.bytes(port, trafficClass);
    return links.busyUntilPs(port) > nowPs && queues.sendingClass(port) == trafficClass
        ? waiting + queues.sendingBytes(port)
        : waiting;
  }

  private void mark(Ecn ecn, int port, int packet, long depth) {
    if (depth <= ecn.minBytes() && depth < ecn.maxBytes()) {
      return;
    }
    if (depth >= ecn.maxBytes()
        || marking.isChosen(
            port,
            packet,
            ecn.probability() * (depth - ecn.minBytes()) / (ecn.maxBytes() - ecn.minBytes()))) {
      store.mark(packet);
      counters.onMarked(port);
    }
  }

  private void startNext(int port, int eligible, long startPs) {
    int trafficClass = scheduler.choose(port, eligible);
    int packet = queues.removeFirst(port, trafficClass);
    scheduler.onSent(
        port,
        trafficClass,
        store.wireBytes(packet),
        (queues.occupied(port) & (1 << trafficClass)) == 0);
    links.addWaiting(port, -1);
    start(port, packet, trafficClass, startPs);
  }

  private void start(int port, int packet, int trafficClass, long startPs) {
    release(port);
    if (ecn != null && ecn.onDequeue() && trafficClass >= firstDataClass) {
      mark(ecn, port, packet, queues.bytes(port, trafficClass));
    }
    int size = store.wireBytes(packet);
    queues.send(port, trafficClass, size, ingress(packet));
    if (hasTelemetry && store.kind(packet) == PacketStore.DATA) {
      Telemetry.add(
          store,
          packet,
          startPs,
          queues.bytes(port, trafficClass),
          links.sentBytes(port),
          links.rateBps(port));
    }
    links.transmit(port, packet, size, startPs, links.durationPs(port, size));
    scheduleFree(port);
  }

  /** Notes that the packet under way has left. */
  private void release(int port) {
    int size = queues.sendingBytes(port);
    if (size == 0) {
      return;
    }
    queues.sent(port);
    giveBack(
        port,
        queues.sendingIngress(port),
        queues.sendingClass(port),
        size,
        links.busyUntilPs(port));
  }

  /**
   * The link that a packet came by. Only flow control needs to know: the path of a packet that has
   * waited for long is in no cache any more.
   */
  private int ingress(int packet) {
    return pfc == null ? PathTable.END : paths.link(store.position(packet) - 1);
  }

  private void hold(int port, int ingress, int trafficClass, int size) {
    buffers.hold(port, size);
    if (pfc != null) {
      buffers.holdOf(ingress, trafficClass, size);
    }
  }

  private void release(int port, int ingress, int trafficClass, int size) {
    buffers.hold(port, -size);
    if (pfc != null) {
      buffers.holdOf(ingress, trafficClass, -size);
    }
  }

  private void giveBack(int port, int ingress, int trafficClass, int size, long atPs) {
    release(port, ingress, trafficClass, size);
    if (pfc != null
        && buffers.isXoff(ingress, trafficClass)
        && buffers.ofIngress(ingress, trafficClass) <= pfc.xonBytes()) {
      buffers.setXoff(ingress, trafficClass, false);
      sendPause(ingress, trafficClass, false, atPs);
    }
  }

  private void checkXoff(Pfc pfc, int ingress, int trafficClass, long nowPs) {
    if (buffers.ofIngress(ingress, trafficClass) <= pfc.xoffBytes()
        || buffers.isXoff(ingress, trafficClass)) {
      return;
    }
    int node = fabric.target(ingress);
    settle(node, nowPs);
    if (buffers.ofIngress(ingress, trafficClass) > pfc.xoffBytes()) {
      buffers.setXoff(ingress, trafficClass, true);
      sendPause(ingress, trafficClass, true, nowPs);
      for (int port = fabric.firstLink(node); port < fabric.firstLink(node + 1); port++) {
        if (links.busyUntilPs(port) >= nowPs) {
          scheduleFree(port);
        }
      }
    }
  }

  /** All ports of a node catch up, and what they have sent before now is given back. */
  private void settle(int node, long nowPs) {
    for (int port = fabric.firstLink(node); port < fabric.firstLink(node + 1); port++) {
      catchUp(port, nowPs);
      if (links.busyUntilPs(port) < nowPs) {
        release(port);
      }
    }
  }

  /** An event at the end of the transmission under way, if anybody needs to know it. */
  private void scheduleFree(int port) {
    if (freeIsDue[port] || links.busyUntilPs(port) < events.nowPs()) {
      return;
    }
    boolean isWatched = pfc != null && buffers.hasXoff(buffers.node(port));
    if ((queues.occupied(port) != 0 && (isWatched || !links.arrivesBehindEnd(port)))
        || (isWatched
            && queues.sendingBytes(port) != 0
            && buffers.isXoff(queues.sendingIngress(port), queues.sendingClass(port)))) {
      freeIsDue[port] = true;
      events.add(links.busyUntilPs(port), PacketEvents.FREE, port, 0);
    }
  }

  private void sendPause(int ingress, int trafficClass, boolean on, long nowPs) {
    events.add(
        nowPs + links.latencyPs(ingress),
        PacketEvents.PFC,
        ingress,
        PauseFrame.of(pauseFrames++, trafficClass, on));
  }
}

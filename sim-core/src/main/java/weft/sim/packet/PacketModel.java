package weft.sim.packet;

import java.util.Arrays;
import java.util.function.Supplier;
import weft.sim.event.Engine;
import weft.sim.event.EventSource;
import weft.sim.fabric.Fabric;
import weft.sim.packet.queue.DeadLinks;
import weft.sim.packet.queue.FifoPorts;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.Marking;
import weft.sim.packet.queue.NicPort;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.PauseFrame;
import weft.sim.packet.queue.Port;
import weft.sim.packet.queue.PortCounters;
import weft.sim.packet.queue.QueuedPorts;
import weft.sim.packet.queue.SwitchPorts;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.packet.store.Telemetry;
import weft.sim.packet.transport.Transport;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.TransferListener;
import weft.sim.transfer.Transfers;

/**
 * Transfers as packets that queue at ports, are marked, trimmed, dropped and paused there, and are
 * acknowledged and sent again by a transport.
 *
 * <p>A hop is one event, the arrival of the packet; what ports and hosts do in between follows from
 * it ({@link QueuedPorts}). These events are not the engine's: they lie in a queue that is made for
 * them ({@link PacketEvents}), in an order of their own, and happen before the engine's events of
 * the same picosecond only if those came about by them.
 *
 * <p>Alone on a path of <i>L</i> store-and-forward links of one rate, a transfer of <i>n</i> full
 * packets arrives after (<i>n</i> + <i>L</i> − 1) × packet / rate + Σ latencies.
 */
public final class PacketModel implements NetworkModel, EventSource {

  private final Engine engine;
  private final PacketOptions options;
  private final Wire wire;
  private final Transfers transfers;
  private final PacketStore store;
  private final PathTable table = new PathTable();
  private final PacketEvents events;
  private final Links links;
  private final SwitchPorts switches;
  private final Ports ports;
  private final PortCounters counters;
  private final Transport transport;
  private final Flows flows;
  private final Messages messages = new Messages();
  private final PacketBooks books;
  private final Sending sending;
  private final Hosts hosts;
  private final Pulls pulls;
  private final Receiving receiving;
  private final Lookahead lookahead;
  private final Arrival[] arrivals;
  private final boolean isPadded;
  private final boolean hasTelemetry;
  private final AdaptivePaths adaptive;
  private final Failures failures;
  private final QueuePairs connections;
  private final FastForward fastForward;
  private final BoundLinks boundLinks;
  private final Diagnosis diagnosis;
  private final StallWatch stalls;
  private final PacketAudit audit;
  private final int onReady;
  private final int onFree;

  /** Whether each arrival is looked at before it happens: packets are audited, or links fail. */
  private boolean isWatched;

  private final boolean isAudited;

  /** Flow of a transfer that waits for its message overhead, by transfer. */
  private int[] flowOfTransfer = new int[0];

  /** Before this time there are events to handle, by the model's clock. */
  private long horizonPs;

  /** A model on an engine; it has to be {@linkplain Engine#attach attached} to it. */
  public PacketModel(
      Engine engine,
      Fabric fabric,
      Router router,
      TransferProbe probe,
      PacketOptions options,
      long seed) {
    this(engine, fabric, router, probe, options, seed, Watchdogs.DEFAULT, false);
  }

  /**
   * A model with other watchdogs.
   *
   * @param audit whether it checks itself all through the run; {@link AuditException} then tells of
   *     a bug
   */
  public PacketModel(
      Engine engine,
      Fabric fabric,
      Router router,
      TransferProbe probe,
      PacketOptions options,
      long seed,
      Watchdogs watchdogs,
      boolean audit) {
    this.engine = engine;
    this.options = options;
    wire = options.wire();
    PacketFabric onWire = new PacketFabric(fabric);
    transfers = new Transfers(engine, fabric, router, probe);
    transport = options.transport().create();
    hasTelemetry = transport.telemetryWordsPerHop() > 0;
    store = new PacketStore(hasTelemetry ? Telemetry.words(0) : 0);
    events = new PacketEvents(expectedGapPs(fabric), onWire.linkCount());
    links = new Links(onWire, store, table, events, wire, options.switches());
    lookahead = new Lookahead(events, store, table, links);
    counters = new PortCounters(links.count(), watchdogs.stormPs());
    flows = new Flows(links, table, wire);
    books = new PacketBooks(store, flows, wire);
    Marking marking = new Marking(seed, store, flows::key);
    switches =
        options.switches().isPlainFifo() && !hasTelemetry
            ? new FifoPorts(links, store, options.switches(), books, counters, marking)
            : new QueuedPorts(
                links, store, table, events, wire, options.switches(), books, counters, marking);
    TransferEnd end = new End();
    PathChoice choice = PathChoices.of(options.paths(), flows, seed);
    sending = new Sending(store, events, wire, flows, messages, transport, choice, end, books);
    hosts =
        new Hosts(links, new NicPort(links, events, counters, transport.isPaced()), store, sending);
    pulls = new Pulls(onWire, links, events, flows, wire.fullBytes(), transport.pullShare());
    receiving =
        new Receiving(
            store,
            wire,
            flows,
            messages,
            transport,
            choice,
            sending,
            hosts,
            pulls,
            end,
            books,
            options.switches());
    ports = new Ports(links, hosts, switches);
    arrivals = arrivals();
    isPadded = transport.padsLastPacket();
    boolean isAdaptive = options.paths().kind() == PathPolicy.Kind.ADAPTIVE;
    DeadLinks dead = new DeadLinks(store, books, counters);
    adaptive = new AdaptivePaths(isAdaptive, store, flows, table, links, switches, dead);
    boundLinks = new BoundLinks(flows, table, links, switches);
    diagnosis = new Diagnosis(onWire, table, links, switches, counters, flows, sending);
    stalls =
        new StallWatch(
            flows, sending, books, wire, diagnosis, watchdogs.stallPs(), this::outsidePs);
    FlowRoutes routes = new FlowRoutes(onWire, router, options.paths(), seed);
    failures =
        new Failures(
            store, table, events, flows, routes, sending, hosts, links, ports, adaptive, dead,
            stalls);
    connections = new QueuePairs(router, options, store, flows, routes, this::open);
    fastForward =
        new FastForward(options.steadyTolerance(transport), flows, sending, books, links.count());
    isAudited = audit;
    isWatched = audit;
    this.audit =
        new PacketAudit(
            onWire,
            links,
            store,
            table,
            flows,
            books,
            switches::mostHeldBytes,
            PacketAudit.limits(onWire, options.switches()),
            // One that trims may have two packets change places: then ids do not tell them apart.
            !isAdaptive && !options.switches().trimming());
    onReady = engine.register(transfer -> submit((int) transfer));
    onFree = engine.register(transfer -> transfers.free((int) transfer));
  }

  /** If all links carried full packets back to back, so often one would arrive. */
  private static long expectedGapPs(Fabric fabric) {
    double perSecond = 1;
    for (int link = 0; link < fabric.linkCount(); link++) {
      perSecond += fabric.rateBps(link) / (8.0 * 4160);
    }
    return (long) (1e12 / perSecond);
  }

  @Override
  public int register(TransferListener listener) {
    return transfers.register(listener);
  }

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    int transfer = transfers.start(source, destination, flow, bytes, listener, token);
    if (transfer >= flowOfTransfer.length) {
      flowOfTransfer = Arrays.copyOf(flowOfTransfer, transfers.capacity());
    }
    flowOfTransfer[transfer] = connections.flow(source, destination, flow);
    failures.onSubmit(flowOfTransfer[transfer], events.nowPs());
    if (transfers.isAwaited(transfer)) {
      engine.scheduleAfter(flows.leastPs(flowOfTransfer[transfer], bytes), onFree, transfer);
    }
    if (options.messageOverheadPs() == 0) {
      submit(transfer);
    } else {
      engine.scheduleAfter(options.messageOverheadPs(), onReady, transfer);
    }
  }

  private void submit(int transfer) {
    int flow = flowOfTransfer[transfer];
    Port port = flows.port(flow);
    long nowPs = engine.nowPs() - fastForward.skippedPs();
    hosts.catchUp(port, nowPs);
    stalls.onSubmitted(nowPs);
    receiving.expect(flow, sending.add(flow, transfers.bytes(transfer), transfer, nowPs));
    hosts.offer(flow, port, nowPs);
    fastForward.disturb(nowPs);
  }

  private void open(int flow) {
    sending.open(flow);
    hosts.open(flow);
    pulls.open(flow);
    receiving.open(flow);
    stalls.open(flow);
  }

  /**
   * Has links fail during the run. What is on them or waits for them at that time is lost, and so
   * is all that is sent over them later, until routing has converged: then the flows that used them
   * get other paths. Without any, whoever has something to send ends the run with a {@link
   * weft.sim.route.NoPathException}.
   *
   * @param atPs when, picoseconds
   * @param convergedPs when routing has converged, not before
   * @param converged gives the routing of then
   */
  public void failLinks(int[] links, long atPs, long convergedPs, Supplier<Router> converged) {
    isWatched = true;
    failures.add(links, atPs, convergedPs, converged);
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return transfers.latencyPs(source, destination, flow);
  }

  @Override
  public long rateBps(int source, int destination, int flow) {
    return transfers.rateBps(source, destination, flow);
  }

  @Override
  public long carriedBytes(int link) {
    return links.payloadBytes(link) + fastForward.skippedBytes(link);
  }

  @Override
  public long wastedBytes() {
    return books.wastedBytes();
  }

  @Override
  public int inFlight() {
    return transfers.inFlight();
  }

  /** Links that packets have crossed or are on, acknowledgements included. */
  public long packetHops() {
    long hops = 0;
    for (int link = 0; link < links.count(); link++) {
      hops += links.sentPackets(link);
    }
    return hops;
  }

  /**
   * Most bytes that a node has held at once, ends of transmissions noted late; 0 with plain queues.
   */
  long mostHeldBytes(int node) {
    return switches.mostHeldBytes(node);
  }

  /** What happened to the packets so far. */
  public PacketReport report() {
    long marked = 0;
    long pauses = 0;
    long pausedPs = 0;
    long storms = 0;
    for (int link = 0; link < links.count(); link++) {
      marked += counters.marked(link);
      pauses += counters.pauses(link);
      pausedPs += counters.pausedPs(link, events.nowPs());
      storms += counters.storms(link, events.nowPs());
    }
    return new PacketReport(
        books.sent(),
        sending.repeated(),
        sending.timeouts(),
        books.dropped(),
        books.trimmed(),
        marked,
        pauses,
        pausedPs,
        storms,
        store.mostLive(),
        fastForward.skippedPackets(),
        fastForward.skippedPs());
  }

  /** Packets of all kinds that are under way. */
  int livePackets() {
    return store.live();
  }

  /** Bytes that packets and their events take, room to grow included. */
  long packetBytes() {
    return store.bytes() + events.bytes();
  }

  /** Number of links. */
  int links() {
    return links.count();
  }

  /** What happened at each port. */
  public PortCounters counters() {
    return counters;
  }

  /** Greatest depth of a queue of the port that feeds a link, bytes. */
  public long peakBytes(int link) {
    return switches.peakBytes(links.port(link));
  }

  /** For how long the port that feeds a link has been paused so far, picoseconds. */
  public long pausedPs(int link) {
    return counters.pausedPs(link, events.nowPs());
  }

  /** The time of the last event of a packet, picoseconds. */
  public long nowPs() {
    return outsidePs(events.nowPs());
  }

  /** Says what transfers that have not been delivered are waiting for. */
  public String diagnosis() {
    return diagnosis.text();
  }

  /**
   * Checks the books and the buffers.
   *
   * @throws AuditException if the model has contradicted itself
   */
  public void verify() {
    audit.check();
  }

  /** The engine's time of a moment of the model, picoseconds. */
  private long outsidePs(long timePs) {
    return timePs + fastForward.skippedPs();
  }

  @Override
  public long run(long most) {
    long handled = 0;
    do {
      setHorizon();
      handled += isWatched ? runWatched(most - handled) : runFreely(most - handled);
    } while (handled < most && look());
    if (handled > 0) {
      stalls.look(events.nowPs());
    }
    return handled;
  }

  private void setHorizon() {
    horizonPs = Math.min(engine.horizonPs() - fastForward.skippedPs(), fastForward.nextPs());
  }

  /** Whether the time has come to look for something to skip. */
  private boolean look() {
    long roomPs = engine.horizonPs() - fastForward.skippedPs() - fastForward.nextPs();
    if (roomPs <= 0 || events.size() == 0) {
      return false;
    }
    fastForward.look(failures.isPending() ? 0 : roomPs);
    return true;
  }

  /** A loop of its own: the other one pays nothing for it. */
  private long runWatched(long most) {
    long handled = 0;
    while (handled < most) {
      long event = events.poll(horizonPs);
      if (event == PacketEvents.NONE) {
        break;
      }
      handled++;
      int link = PacketEvents.link(event);
      if (PacketEvents.kind(event) == PacketEvents.ARRIVAL) {
        int packet = PacketEvents.packet(event);
        if (isAudited) {
          audit.onArrival(link, packet, events.nowPs());
        }
        if (!failures.takes(link, packet, events.nowPs())) {
          onArrival(link, packet, events.nowPs());
        }
      } else if (PacketEvents.kind(event) != PacketEvents.PFC || !failures.isDead(link)) {
        onOther(event, events.nowPs());
      }
    }
    if (isAudited && handled >= most) {
      audit.check();
    }
    return handled;
  }

  private long runFreely(long most) {
    long handled = 0;
    while (handled < most) {
      long event = events.poll(horizonPs);
      if (event == PacketEvents.NONE) {
        break;
      }
      handled++;
      if (PacketEvents.kind(event) == PacketEvents.ARRIVAL) {
        onArrival(PacketEvents.link(event), PacketEvents.packet(event), events.nowPs());
      } else {
        onOther(event, events.nowPs());
      }
    }
    return handled;
  }

  private void onArrival(int link, int packet, long nowPs) {
    int position = store.position(packet) + 1;
    int next = lookahead.next(packet, position);
    if (next >= 0) {
      passOn(link, packet, next, nowPs);
    } else {
      arrivals[store.kind(packet)].onArrival(link, packet, nowPs);
    }
  }

  /**
   * What becomes of a packet that has come to its host. One object for each kind: the compiler is
   * to make each a unit of its own, rather than all one unit that is too big to be optimized.
   */
  private interface Arrival {
    void onArrival(int link, int packet, long nowPs);
  }

  private Arrival[] arrivals() {
    Arrival[] byKind = new Arrival[PacketStore.CNP + 1];
    byKind[PacketStore.DATA] = this::onData;
    byKind[PacketStore.ACK] = this::onAck;
    byKind[PacketStore.NACK] = this::onNack;
    byKind[PacketStore.PULL] = this::onPull;
    byKind[PacketStore.CNP] = this::onCongestionNotification;
    return byKind;
  }

  private void passOn(int link, int packet, int planned, long nowPs) {
    int next = planned;
    store.advance(packet);
    if (adaptive.steers(packet)) {
      int position = adaptive.choose(store.flow(packet), store.position(packet), nowPs);
      store.setPosition(packet, position);
      next = table.link(position);
    }
    ports.pass(next, packet, link, nowPs);
    ports.catchUp(link, nowPs);
  }

  private void onData(int link, int packet, long nowPs) {
    ports.catchUp(link, nowPs);
    receiving.onData(packet, nowPs);
  }

  private void onAck(int link, int packet, long nowPs) {
    int flow = beginControl(link, packet, nowPs);
    if (hasTelemetry) {
      sending.readTelemetry(packet);
    }
    sending.onAck(
        flow,
        store.sequence(packet),
        flows.ackRow(flow, store.position(packet)),
        store.isMarked(packet),
        nowPs);
    endControl(packet, flow, nowPs);
  }

  private void onNack(int link, int packet, long nowPs) {
    int flow = beginControl(link, packet, nowPs);
    int row = flows.ackRow(flow, store.position(packet));
    sending.onNack(flow, store.sequence(packet), row, nowPs);
    endControl(packet, flow, nowPs);
  }

  private void onPull(int link, int packet, long nowPs) {
    int flow = beginControl(link, packet, nowPs);
    sending.onPull(flow, store.sequence(packet), nowPs);
    endControl(packet, flow, nowPs);
  }

  private void onCongestionNotification(int link, int packet, long nowPs) {
    int flow = beginControl(link, packet, nowPs);
    transport.onCongestionNotification(flow, nowPs);
    endControl(packet, flow, nowPs);
  }

  private int beginControl(int link, int packet, long nowPs) {
    ports.catchUp(link, nowPs);
    int flow = store.flow(packet);
    hosts.catchUp(flows.port(flow), nowPs);
    return flow;
  }

  private void endControl(int packet, int flow, long nowPs) {
    if (store.isNoted(packet)) {
      sending.onPull(flow, sending.pulled(flow) + 1, nowPs);
    }
    store.free(packet);
    hosts.offer(flow, flows.port(flow), nowPs);
  }

  private void onOther(long event, long nowPs) {
    int link = PacketEvents.link(event);
    switch (PacketEvents.kind(event)) {
      case PacketEvents.FREE -> ports.onFree(links.port(link), nowPs);
      case PacketEvents.PFC -> {
        int frame = PacketEvents.packet(event);
        ports.onPause(
            links.port(link), PauseFrame.trafficClass(frame), PauseFrame.isOn(frame), nowPs);
      }
      default -> onTimer(PacketEvents.purpose(event), nowPs);
    }
  }

  private void onTimer(long purpose, long nowPs) {
    int subject = Timers.subject(purpose);
    if (Timers.kind(purpose) == Timers.CHANGE) {
      failures.onChange(subject, nowPs);
      fastForward.disturb(nowPs);
      return;
    }
    if (Timers.kind(purpose) == Timers.PULL) {
      int flow = pulls.take(subject, nowPs);
      if (flow >= 0) {
        receiving.sendPull(flow, nowPs);
      }
      return;
    }
    Port port = flows.port(subject);
    hosts.catchUp(port, nowPs);
    if (Timers.kind(purpose) == Timers.PACE) {
      sending.onPaced(subject);
    } else {
      sending.onTimer(subject, nowPs);
      stalls.onTimeout(subject, nowPs);
    }
    hosts.offer(subject, port, nowPs);
  }

  private final class End implements TransferEnd {
    @Override
    public void onReceived(int transfer) {
      if (isPadded) {
        int flow = flowOfTransfer[transfer];
        books.onPadding(transfers.bytes(transfer), flows.plannedHops(flow));
      }
      if (options.completion() == PacketOptions.Completion.RECEIVED) {
        deliver(transfer);
      }
    }

    @Override
    public void onAcknowledged(int transfer) {
      if (options.completion() == PacketOptions.Completion.ACKNOWLEDGED) {
        deliver(transfer);
      }
    }

    private void deliver(int transfer) {
      stalls.onDelivered();
      fastForward.disturb(events.nowPs());
      engine.advanceTo(nowPs());
      int link = boundLinks.of(flowOfTransfer[transfer], transfers.bytes(transfer));
      transfers.boundBy(transfer, link);
      transfers.deliver(transfer);
      setHorizon();
    }
  }
}

package weft.sim.packet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.route.Router;
import weft.sim.unit.Durations;

/**
 * The packet model as one would write it first: objects, a priority queue of callbacks, an event
 * for the end of each transmission, nothing late. Go-back-N with a fixed window; steps of ECN.
 *
 * <p>At one picosecond: pause frames, arrivals by {@link PacketEvents#tieKey}, then ends of
 * transmissions. An arriving packet starts at once if its port is idle, which includes one whose
 * transmission ends now and that has nothing waiting.
 */
final class DullPackets {

  private static final int PFC = 0;
  private static final int ARRIVAL = 1;
  private static final int FREE = 3;

  private record Event(long timePs, int kind, int link, long order, Runnable action) {}

  private static final class Packet {
    final Flow flow;
    final boolean isData;
    final int sequence;
    final List<Integer> path;
    final int bytes;
    final int trafficClass;
    int hop;
    boolean isNack;

    Packet(
        Flow flow, boolean isData, int sequence, List<Integer> path, int bytes, int trafficClass) {
      this.flow = flow;
      this.isData = isData;
      this.sequence = sequence;
      this.path = path;
      this.bytes = bytes;
      this.trafficClass = trafficClass;
    }

    int link() {
      return path.get(hop);
    }
  }

  private static final class Flow {
    int number;
    List<Integer> data = List.of();
    List<Integer> acks = List.of();
    int packets;
    int lastBytes;
    int next;
    int acknowledged;
    int expected;
    boolean gapReported;
    boolean isReady;
    long endPs = -1;
  }

  private final class Port {
    final int link;
    final List<Deque<Packet>> queues = new ArrayList<>();
    final Deque<Packet> control = new ArrayDeque<>();
    final Deque<Flow> ready = new ArrayDeque<>();
    @Nullable Packet sending;
    int sendingIngress = -1;
    long busyUntilPs;
    int paused;
    int turn;
    final int[] deficits = new int[4];

    Port(int link) {
      this.link = link;
      for (int i = 0; i < 4; i++) {
        queues.add(new ArrayDeque<>());
      }
    }

    int depth(int trafficClass) {
      int depth = queues.get(trafficClass).stream().mapToInt(packet -> packet.bytes).sum();
      if (sending != null && busyUntilPs > nowPs && sending.trafficClass == trafficClass) {
        depth += sending.bytes;
      }
      return depth;
    }

    boolean isPaused(int trafficClass) {
      return (paused & (1 << trafficClass)) != 0;
    }

    boolean hasEligible() {
      for (int c = 0; c < 4; c++) {
        if (!isPaused(c) && !queues.get(c).isEmpty()) {
          return true;
        }
      }
      return false;
    }

    @Nullable Packet poll() {
      if (isHost) {
        return pull();
      }
      if (!hasEligible()) {
        return null;
      }
      int first = options.firstDataClass();
      int[] weights = options.weights();
      if (first == 1 && !isPaused(0) && !queues.get(0).isEmpty()) {
        return queues.get(0).poll();
      }
      if (weights.length == 1) {
        return queues.get(first).poll();
      }
      while (true) {
        int c = first + turn;
        Deque<Packet> queue = queues.get(c);
        if (!isPaused(c) && !queue.isEmpty() && deficits[c] > 0) {
          Packet packet = queue.remove();
          deficits[c] = queue.isEmpty() ? 0 : deficits[c] - packet.bytes;
          return packet;
        }
        turn = (turn + 1) % weights.length;
        c = first + turn;
        if (!isPaused(c) && !queues.get(c).isEmpty()) {
          deficits[c] += weights[turn] * 1024;
        }
      }
    }

    boolean isHost;

    @Nullable Packet pull() {
      if (!control.isEmpty() && !isPaused(control.element().trafficClass)) {
        return control.remove();
      }
      for (Flow flow : List.copyOf(ready)) {
        if (isPaused(classOf(flow))) {
          continue;
        }
        ready.remove(flow);
        flow.isReady = false;
        if (maySend(flow)) {
          Packet packet = dataPacket(flow);
          flow.next++;
          if (maySend(flow)) {
            flow.isReady = true;
            ready.add(flow);
          }
          return packet;
        }
      }
      return null;
    }

    void startIfIdle() {
      if (busyUntilPs <= nowPs) {
        Packet packet = poll();
        if (packet != null) {
          start(packet);
        }
      }
    }

    void start(Packet packet) {
      release();
      sending = packet;
      sendingIngress = packet.hop == 0 ? -1 : packet.path.get(packet.hop - 1);
      long durationPs = Durations.serializationPs(packet.bytes, fabric.rateBps(link));
      busyUntilPs = nowPs + durationPs;
      sentPackets++;
      Ecn ecn = options.ecn();
      if (!isHost && ecn != null && ecn.onDequeue() && isData(packet.trafficClass)) {
        int behind = queues.get(packet.trafficClass).stream().mapToInt(each -> each.bytes).sum();
        marks += behind >= ecn.maxBytes() ? 1 : 0;
      }
      at(busyUntilPs, FREE, link, this::onFree);
      long arrivalPs = busyUntilPs + fabric.latencyPs(link) - headStartPs(packet, durationPs);
      at(arrivalPs, ARRIVAL, link, () -> arrive(packet));
    }

    /** How long before its last bit a packet can go on: by cut-through, and not to its host. */
    long headStartPs(Packet packet, long durationPs) {
      if (!options.cutThrough()
          || packet.bytes <= wire.headerBytes()
          || packet.hop + 1 == packet.path.size()) {
        return 0;
      }
      // The header has come, and a faster link does not run dry.
      long headerPs = Durations.serializationPs(wire.headerBytes(), fabric.rateBps(link));
      long nextPs =
          Durations.serializationPs(packet.bytes, fabric.rateBps(packet.path.get(packet.hop + 1)));
      return Math.min(durationPs - headerPs, nextPs);
    }

    void onFree() {
      if (busyUntilPs > nowPs) {
        return;
      }
      release();
      startIfIdle();
    }

    void release() {
      Packet packet = sending;
      sending = null;
      if (packet != null && sendingIngress >= 0) {
        releaseAt(packet, sendingIngress);
      }
    }
  }

  private final Fabric fabric;
  private final Router router;
  private final SwitchOptions options;
  private final Wire wire = Wire.DEFAULT;
  private final long windowBytes;
  private final List<Port> ports = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();
  private final long[] held;
  private final long[][] ofIngress;
  private final boolean[][] xoff;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::timePs)
              .thenComparingInt(Event::kind)
              .thenComparingInt(event -> PacketEvents.tieKey(event.timePs(), event.link()))
              .thenComparingLong(Event::order));
  private long order;
  private long nowPs;
  long marks;
  long drops;
  long pauses;
  long sentPackets;

  /** Most that a node held at once, by node, bytes. */
  final long[] mostHeld;

  DullPackets(Fabric fabric, Router router, SwitchOptions options, long windowBytes) {
    this.fabric = fabric;
    this.router = router;
    this.options = options;
    this.windowBytes = windowBytes;
    for (int link = 0; link < fabric.linkCount(); link++) {
      ports.add(new Port(link));
    }
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      int node = fabric.endpointNode(endpoint);
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        ports.get(link).isHost = true;
      }
    }
    held = new long[fabric.nodeCount()];
    mostHeld = new long[fabric.nodeCount()];
    ofIngress = new long[fabric.linkCount()][4];
    xoff = new boolean[fabric.linkCount()][4];
  }

  /** One transfer of a flow of its own. */
  void start(long startPs, int source, int destination, int number, long bytes) {
    Flow flow = new Flow();
    flow.number = number;
    flow.data = path(source, destination, number);
    flow.acks = path(destination, source, number);
    flow.packets = (int) Math.max(1, (bytes + wire.payloadBytes() - 1) / wire.payloadBytes());
    flow.lastBytes = (int) (bytes - (flow.packets - 1L) * wire.payloadBytes()) + wire.headerBytes();
    flows.add(flow);
    // The engine's events come before those of packets at the same time.
    at(startPs, -1, 0, () -> offer(flow));
  }

  long[] run() {
    while (!events.isEmpty()) {
      Event event = events.remove();
      nowPs = event.timePs();
      event.action().run();
    }
    return flows.stream().mapToLong(flow -> flow.endPs).toArray();
  }

  private List<Integer> path(int source, int destination, int number) {
    int path = router.path(source, destination, number);
    List<Integer> links = new ArrayList<>();
    for (int hop = 0; hop < router.paths().hops(path); hop++) {
      links.add(router.paths().link(path, hop));
    }
    return links;
  }

  private void at(long timePs, int kind, int link, Runnable action) {
    events.add(new Event(timePs, kind, link, order++, action));
  }

  private int classOf(Flow flow) {
    return options.firstDataClass() + flow.number % options.weights().length;
  }

  private boolean isData(int trafficClass) {
    return trafficClass >= options.firstDataClass();
  }

  private boolean maySend(Flow flow) {
    if (flow.next == flow.packets) {
      return false;
    }
    long inFlight = 0;
    for (int i = flow.acknowledged; i < flow.next; i++) {
      inFlight += bytes(flow, i);
    }
    return inFlight == 0 || inFlight + bytes(flow, flow.next) <= windowBytes;
  }

  private int bytes(Flow flow, int sequence) {
    return sequence == flow.packets - 1 ? flow.lastBytes : wire.fullBytes();
  }

  private Packet dataPacket(Flow flow) {
    return new Packet(flow, true, flow.next, flow.data, bytes(flow, flow.next), classOf(flow));
  }

  private void offer(Flow flow) {
    if (!flow.isReady && maySend(flow)) {
      flow.isReady = true;
      Port port = ports.get(flow.data.get(0));
      port.ready.add(flow);
      port.startIfIdle();
    }
  }

  private void arrive(Packet packet) {
    int ingress = packet.link();
    packet.hop++;
    if (packet.hop == packet.path.size()) {
      receive(packet);
      return;
    }
    Port port = ports.get(packet.link());
    int c = packet.trafficClass;
    if (!hasRoom(port, packet, ingress)) {
      drops++;
      return;
    }
    int depth = port.depth(c);
    Ecn ecn = options.ecn();
    if (ecn != null && !ecn.onDequeue() && depth >= ecn.maxBytes()) {
      marks++;
    }
    int node = fabric.target(ingress);
    held[node] += packet.bytes;
    mostHeld[node] = Math.max(mostHeld[node], held[node]);
    ofIngress[ingress][c] += packet.bytes;
    if (port.busyUntilPs <= nowPs && !port.hasEligible() && !port.isPaused(c)) {
      port.start(packet);
    } else {
      port.queues.get(c).add(packet);
    }
    Pfc pfc = options.pfc();
    if (pfc != null && isData(c) && ofIngress[ingress][c] > pfc.xoffBytes() && !xoff[ingress][c]) {
      xoff[ingress][c] = true;
      sendPause(ingress, c, true);
    }
  }

  private boolean hasRoom(Port port, Packet packet, int ingress) {
    int c = packet.trafficClass;
    boolean isData = isData(c);
    int depth = port.depth(c);
    if (depth + packet.bytes > (isData ? options.queueBytes() : options.controlQueueBytes())) {
      return false;
    }
    if (options.pfc() != null && isData) {
      Pfc pfc = options.pfc();
      return pfc.headroomBytes() == Long.MAX_VALUE
          || ofIngress[ingress][c] + packet.bytes <= pfc.xoffBytes() + pfc.headroomBytes();
    }
    if (options.bufferBytes() == Long.MAX_VALUE) {
      return true;
    }
    long free = options.bufferBytes() - held[fabric.target(ingress)];
    return packet.bytes <= free && depth + packet.bytes <= options.alpha() * free;
  }

  private void releaseAt(Packet packet, int ingress) {
    int c = packet.trafficClass;
    held[fabric.target(ingress)] -= packet.bytes;
    ofIngress[ingress][c] -= packet.bytes;
    Pfc pfc = options.pfc();
    if (pfc != null && xoff[ingress][c] && ofIngress[ingress][c] <= pfc.xonBytes()) {
      xoff[ingress][c] = false;
      sendPause(ingress, c, false);
    }
  }

  private void sendPause(int ingress, int c, boolean on) {
    if (on) {
      pauses++;
    }
    at(
        nowPs + fabric.latencyPs(ingress),
        PFC,
        ingress,
        () -> {
          Port port = ports.get(ingress);
          port.paused = on ? port.paused | 1 << c : port.paused & ~(1 << c);
          if (!on) {
            port.startIfIdle();
          }
        });
  }

  private void receive(Packet packet) {
    Flow flow = packet.flow;
    if (packet.isData) {
      receiveData(packet);
      return;
    }
    int acknowledged = packet.isNack ? packet.sequence - 1 : packet.sequence;
    if (acknowledged + 1 > flow.acknowledged) {
      flow.acknowledged = acknowledged + 1;
      flow.next = Math.max(flow.next, flow.acknowledged);
    }
    if (packet.isNack && packet.sequence >= flow.acknowledged) {
      flow.next = flow.acknowledged;
    }
    offer(flow);
  }

  private void receiveData(Packet packet) {
    Flow flow = packet.flow;
    if (packet.sequence == flow.expected) {
      flow.expected++;
      flow.gapReported = false;
      if (flow.expected == flow.packets) {
        flow.endPs = nowPs;
      }
    } else if (packet.sequence > flow.expected) {
      if (!flow.gapReported) {
        flow.gapReported = true;
        answer(flow, flow.expected, true);
      }
      return;
    }
    answer(flow, flow.expected - 1, false);
  }

  private void answer(Flow flow, int sequence, boolean isNack) {
    Packet packet =
        new Packet(
            flow,
            false,
            sequence,
            flow.acks,
            wire.controlBytes(),
            options.controlFirst() ? 0 : classOf(flow));
    packet.isNack = isNack;
    Port port = ports.get(flow.acks.get(0));
    port.control.add(packet);
    port.startIfIdle();
  }
}

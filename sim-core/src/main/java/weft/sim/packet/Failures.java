package weft.sim.packet;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import weft.sim.packet.queue.DeadLinks;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.Port;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.packet.store.Telemetry;
import weft.sim.route.NoPathException;
import weft.sim.route.Router;

/**
 * Links that fail during the run. What is on them or waits for them at that time is lost, and so is
 * all that is sent over them later, until routing has converged: then the flows that used them get
 * other paths.
 */
final class Failures {

  private final PacketStore store;
  private final PathTable table;
  private final PacketEvents events;
  private final Flows flows;
  private final FlowRoutes routes;
  private final Sending sending;
  private final Hosts hosts;
  private final Links links;
  private final Ports ports;
  private final AdaptivePaths adaptive;
  private final DeadLinks dead;
  private final StallWatch stalls;
  private final List<Failure> failures = new ArrayList<>();
  private final IntOpenHashSet cutOffFlows = new IntOpenHashSet();
  private int pending;

  private record Failure(int[] links, long convergedPs, Supplier<Router> converged) {}

  Failures(
      PacketStore store,
      PathTable table,
      PacketEvents events,
      Flows flows,
      FlowRoutes routes,
      Sending sending,
      Hosts hosts,
      Links links,
      Ports ports,
      AdaptivePaths adaptive,
      DeadLinks dead,
      StallWatch stalls) {
    this.store = store;
    this.table = table;
    this.events = events;
    this.flows = flows;
    this.routes = routes;
    this.sending = sending;
    this.hosts = hosts;
    this.links = links;
    this.ports = ports;
    this.adaptive = adaptive;
    this.dead = dead;
    this.stalls = stalls;
  }

  void add(int[] links, long atPs, long convergedPs, Supplier<Router> converged) {
    events.addTimer(atPs, Timers.change(2 * failures.size()));
    events.addTimer(convergedPs, Timers.change(2 * failures.size() + 1));
    failures.add(new Failure(links.clone(), convergedPs, converged));
    pending += 2;
  }

  /** Whether something is still to happen. */
  boolean isPending() {
    return pending > 0;
  }

  /** Links fail, or routing has converged. */
  void onChange(int number, long nowPs) {
    pending--;
    Failure failure = failures.get(number >> 1);
    if ((number & 1) == 0) {
      stalls.onFailure(failure.convergedPs);
      for (int link : failure.links) {
        dead.add(link);
        ports.fail(links.port(link), nowPs);
      }
      return;
    }
    routes.converge(failure.converged.get());
    for (int flow = 0; flow < flows.count(); flow++) {
      if (flows.meets(flow, dead::contains)) {
        reroute(flow, nowPs);
      }
    }
  }

  /**
   * A flow has something to send.
   *
   * @throws NoPathException if there is no way left for it
   */
  void onSubmit(int flow, long nowPs) {
    if (!cutOffFlows.isEmpty() && cutOffFlows.contains(flow)) {
      reroute(flow, nowPs);
    }
  }

  /** A flow that has nothing to send can do without a path until it has. */
  private void reroute(int flow, long nowPs) {
    FlowRoutes.Rows data;
    FlowRoutes.Rows acks;
    try {
      data = routes.data(flow);
      acks = routes.acks(flow);
    } catch (NoPathException e) {
      if (sending.isIdle(flow) && cutOffFlows.add(flow)) {
        return;
      }
      throw e;
    }
    cutOffFlows.remove(flow);
    hosts.withdraw(flow, flows.port(flow), nowPs);
    flows.lay(flow, data.links(), data.hops(), acks.links(), acks.hops());
    if (store.hasTelemetry()) {
      store.reserveTelemetry(Telemetry.words(flows.hops(flow)));
    }
    sending.rerouted(flow);
    Port port = flows.port(flow);
    hosts.catchUp(port, nowPs);
    hosts.offer(flow, port, nowPs);
  }

  /** A pause frame that comes by a dead link is lost. */
  boolean isDead(int link) {
    return dead.contains(link);
  }

  /** Whether a packet that arrives has been on a dead link, or would have to go over one. */
  boolean takes(int link, int packet, long nowPs) {
    if (dead.isEmpty()) {
      return false;
    }
    if (dead.contains(link)) {
      ports.catchUp(link, nowPs);
      dead.loseOn(link, packet);
      return true;
    }
    int position = store.position(packet) + 1;
    int next = table.link(position);
    if (next != PathTable.END && adaptive.steers(packet)) {
      next = table.link(adaptive.choose(store.flow(packet), position, nowPs));
    }
    if (next == PathTable.END || !dead.contains(next)) {
      return false;
    }
    ports.catchUp(link, nowPs);
    store.setPosition(packet, position);
    dead.loseBefore(next, packet);
    return true;
  }
}

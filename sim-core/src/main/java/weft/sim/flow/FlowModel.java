package weft.sim.flow;

import java.util.Arrays;
import java.util.function.IntConsumer;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.flow.maxmin.MaxMinSystem;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.TransferListener;
import weft.sim.transfer.Transfers;
import weft.sim.unit.Durations;

/**
 * Transfers as fluids that share the links of their paths max-min fairly, plus the latency of the
 * path.
 *
 * <p>From its start a transfer flows over all links of its path at once, at the rate that {@link
 * MaxMinSolver} gives it among all that flow; when its last byte has left, it frees its links, and
 * one path latency later it is delivered. Alone on its path it takes exactly {@code ceil(bytes × 8
 * × 10¹² / rate) + latency} picoseconds.
 *
 * <p>Rates change only when a transfer starts or ends, and only for transfers that are connected to
 * it through shared links. So starts and ends mark their links, and at the end of the instant one
 * solve renews the rates of what is connected to a marked link. A transfer whose rate comes out the
 * same keeps its event. The result is the exact max-min allocation at every instant, at a cost that
 * follows the traffic that is touched.
 *
 * <p>Capacities are payload rates ({@link Fabric#payloadRateBps}); headers and acknowledgements are
 * not modelled.
 */
public final class FlowModel implements NetworkModel {

  private final Engine engine;
  private final Paths paths;
  private final TransferProbe probe;
  private final boolean audit;
  private final Transfers transfers;
  private final ActiveFlows active;
  private final AffectedFlows affected;
  private final MaxMinSystem system = new MaxMinSystem();
  private final MaxMinSolver solver = new MaxMinSolver();
  private final int onDrained;
  private final int onDelivered;
  private final int renewRates;

  /** What was left of a transfer when its rate changed last, bytes. */
  private double[] bytesLeft = new double[0];

  /** When that was, picoseconds. */
  private long[] rateSince = new long[0];

  private double[] rates = new double[0];
  private long[] drainEvents = new long[0];

  /** Results of a solve. */
  private double[] newRates = new double[0];

  private int[] newBottlenecks = new int[0];

  /**
   * A model on an engine.
   *
   * @param audit whether to report link loads to the probe after every solve
   */
  public FlowModel(
      Engine engine, Fabric fabric, Router router, TransferProbe probe, boolean audit) {
    this.engine = engine;
    this.paths = router.paths();
    this.probe = probe;
    this.audit = audit;
    transfers = new Transfers(engine, fabric, router, probe);
    active = new ActiveFlows(paths, fabric.linkCount());
    affected = new AffectedFlows(fabric, paths, active);
    onDrained = engine.register(flow -> drained((int) flow));
    onDelivered = engine.register(flow -> transfers.deliver((int) flow));
    renewRates = engine.registerInstantEnd(this::renewRates);
  }

  @Override
  public int register(TransferListener listener) {
    return transfers.register(listener);
  }

  @Override
  public boolean dependsOn(int source, int destination, int flow, IntConsumer links) {
    transfers.links(source, destination, flow, links);
    return true;
  }

  @Override
  public void repeat(
      int source, int destination, int flow, long bytes, long durationPs, long times) {
    transfers.repeat(source, destination, flow, bytes, durationPs, times);
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return transfers.latencyPs(source, destination, flow);
  }

  @Override
  public long carriedBytes(int link) {
    return transfers.carriedBytes(link);
  }

  @Override
  public int inFlight() {
    return transfers.inFlight();
  }

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    int slot = transfers.start(source, destination, flow, bytes, listener, token);
    int path = transfers.path(slot);
    if (bytes == 0) {
      engine.scheduleAfter(paths.latencyPs(path), onDelivered, slot);
      return;
    }
    reserve(transfers.capacity());
    bytesLeft[slot] = bytes;
    rateSince[slot] = engine.nowPs();
    rates[slot] = 0;
    drainEvents[slot] = -1;
    active.add(slot, path);
    touch(path);
  }

  private void drained(int flow) {
    int path = transfers.path(flow);
    active.remove(flow);
    touch(path);
    engine.scheduleAfter(paths.latencyPs(path), onDelivered, flow);
  }

  private void touch(int path) {
    affected.touch(path);
    engine.requestInstantEnd(renewRates);
  }

  private void renewRates() {
    affected.collect();
    int flows = affected.flowCount();
    if (flows > newRates.length) {
      newRates = new double[2 * flows];
      newBottlenecks = new int[2 * flows];
    }
    affected.describe(system);
    solver.solve(system, newRates, newBottlenecks);
    for (int i = 0; i < flows; i++) {
      int flow = affected.flow(i);
      transfers.boundBy(flow, affected.link(newBottlenecks[i]));
      if (newRates[i] != rates[flow]) {
        changeRate(flow, newRates[i]);
      }
    }
    if (audit) {
      reportLoads();
    }
    affected.reset();
  }

  private void changeRate(int flow, double rate) {
    long nowPs = engine.nowPs();
    if (drainEvents[flow] >= 0) {
      engine.cancel(drainEvents[flow]);
    }
    bytesLeft[flow] = Math.max(0, bytesLeft[flow] - rates[flow] * (nowPs - rateSince[flow]) / 8e12);
    rateSince[flow] = nowPs;
    rates[flow] = rate;
    drainEvents[flow] = rate > 0 ? engine.scheduleAfter(drainPs(flow), onDrained, flow) : -1;
  }

  /** Exact for a whole number of bytes at a whole rate, which is what a lone transfer has. */
  private long drainPs(int flow) {
    double rate = rates[flow];
    return bytesLeft[flow] == transfers.bytes(flow) && rate == Math.rint(rate)
        ? Durations.serializationPs(transfers.bytes(flow), (long) rate)
        : Durations.drainPs(bytesLeft[flow], rate);
  }

  private void reportLoads() {
    for (int i = 0; i < affected.linkCount(); i++) {
      int link = affected.link(i);
      double load = 0;
      for (int k = 0; k < active.count(link); k++) {
        load += rates[active.flow(link, k)] * active.share(link, k);
      }
      probe.onLinkLoad(link, load);
    }
  }

  private void reserve(int size) {
    if (size > rates.length) {
      bytesLeft = Arrays.copyOf(bytesLeft, size);
      rateSince = Arrays.copyOf(rateSince, size);
      rates = Arrays.copyOf(rates, size);
      drainEvents = Arrays.copyOf(drainEvents, size);
    }
  }
}

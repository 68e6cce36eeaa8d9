package weft.sim.flow;

import java.util.Arrays;
import java.util.function.IntConsumer;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.flow.maxmin.LiveFilling;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.TransferListener;
import weft.sim.transfer.Transfers;

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
  private final LiveFlows live;
  private final AffectedFlows affected;
  private final Fluids fluids = new Fluids();
  private final LiveFilling filling;
  private final Lateness lateness;
  private final Rates rates;
  private final int onDelivered;
  private final int renewRates;

  /**
   * A model on an engine.
   *
   * @param audit whether to report link loads to the probe after every solve
   */
  public FlowModel(
      Engine engine, Fabric fabric, Router router, TransferProbe probe, boolean audit) {
    this(engine, fabric, router, probe, audit, 0);
  }

  /**
   * A model on an engine.
   *
   * @param audit whether to report link loads to the probe after every solve
   * @param completionBatch for which part of the time that an ended transfer took the rates of the
   *     others may stay as they are, where there are many; 0 to be exact
   */
  public FlowModel(
      Engine engine,
      Fabric fabric,
      Router router,
      TransferProbe probe,
      boolean audit,
      double completionBatch) {
    this.engine = engine;
    this.paths = router.paths();
    this.probe = probe;
    this.audit = audit;
    transfers = new Transfers(engine, fabric, router, probe);
    double[] capacities = new double[fabric.linkCount()];
    Arrays.setAll(capacities, fabric::payloadRateBps);
    live = new LiveFlows(capacities);
    affected = new AffectedFlows(live, capacities);
    filling = new LiveFilling(live);
    Pools pools = new Pools(engine, fluids, this::drained, this::requestRenewal);
    lateness = new Lateness(engine, completionBatch);
    WholeTraffic whole =
        new WholeTraffic(
            engine, fluids, pools, filling, lateness, this::drained, this::requestRenewal);
    rates = new Rates(engine, fluids, live, affected, pools, whole);
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
    fluids.start(slot, bytes, engine.nowPs());
    int hops = paths.hops(path);
    live.add(slot, hops);
    for (int hop = 0; hop < hops; hop++) {
      live.addHop(slot, paths.link(path, hop), paths.share(path, hop));
    }
    filling.invalidate();
    touch(slot);
    requestRenewal();
  }

  private void drained(int flow) {
    transfers.boundBy(flow, fluids.bottleneck(flow));
    touch(flow);
    filling.onRemoved(flow);
    live.remove(flow);
    engine.scheduleAfter(paths.latencyPs(transfers.path(flow)), onDelivered, flow);
  }

  private void touch(int flow) {
    int end = live.endHop(flow);
    for (int hop = live.firstHop(flow); hop < end; hop++) {
      affected.touch(live.linkAt(hop));
    }
  }

  private void requestRenewal() {
    engine.requestInstantEnd(renewRates);
  }

  private void renewRates() {
    rates.renew();
    if (audit) {
      reportLoads();
    }
  }

  private void reportLoads() {
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      double load = 0;
      for (int k = 0; k < live.count(link); k++) {
        load += fluids.rate(live.flow(link, k)) * live.share(link, k);
      }
      probe.onLinkLoad(link, load);
    }
  }
}

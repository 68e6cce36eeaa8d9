package weft.sim.analytic;

import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.TransferListener;
import weft.sim.transfer.Transfers;
import weft.sim.unit.Durations;

/**
 * Every transfer as if it were alone: {@code bytes / (payload rate of the narrowest link) + latency
 * of the path}.
 *
 * <p>A lower bound for the other models, and equal to them where nothing is shared.
 */
public final class AnalyticModel implements NetworkModel {

  private final Engine engine;
  private final Fabric fabric;
  private final Router router;
  private final Paths paths;
  private final Transfers transfers;
  private final long[] carriedBytes;
  private final int onDelivered;

  /** A model on an engine. */
  public AnalyticModel(Engine engine, Fabric fabric, Router router, TransferProbe probe) {
    this.engine = engine;
    this.fabric = fabric;
    this.router = router;
    paths = router.paths();
    transfers = new Transfers(engine, probe);
    carriedBytes = new long[fabric.linkCount()];
    onDelivered = engine.register(slot -> delivered((int) slot));
  }

  @Override
  public int register(TransferListener listener) {
    return transfers.register(listener);
  }

  @Override
  public void start(
      int source, int destination, int connection, long bytes, int listener, long token) {
    int path = router.path(source, destination, connection);
    int slot = transfers.start(source, destination, path, bytes, listener, token);
    int narrowest = narrowestLink(path);
    transfers.boundBy(slot, narrowest);
    long drainPs = Durations.serializationPs(bytes, fabric.payloadRateBps(narrowest));
    engine.scheduleAfter(Durations.add(drainPs, paths.latencyPs(path)), onDelivered, slot);
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return paths.latencyPs(router.path(source, destination, flow));
  }

  @Override
  public long carriedBytes(int link) {
    return carriedBytes[link];
  }

  @Override
  public int inFlight() {
    return transfers.inFlight();
  }

  private void delivered(int slot) {
    int path = transfers.path(slot);
    int hops = paths.hops(path);
    for (int hop = 0; hop < hops; hop++) {
      carriedBytes[paths.link(path, hop)] += transfers.bytes(slot);
    }
    transfers.deliver(slot, hops);
  }

  private int narrowestLink(int path) {
    int narrowest = paths.link(path, 0);
    for (int hop = 1; hop < paths.hops(path); hop++) {
      int link = paths.link(path, hop);
      if (fabric.payloadRateBps(link) < fabric.payloadRateBps(narrowest)) {
        narrowest = link;
      }
    }
    return narrowest;
  }
}

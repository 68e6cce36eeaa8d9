package weft.sim.analytic;

import java.util.function.IntConsumer;
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
  private final Paths paths;
  private final Transfers transfers;
  private final int onDelivered;
  private final int onDrained;

  /** A model on an engine. */
  public AnalyticModel(Engine engine, Fabric fabric, Router router, TransferProbe probe) {
    this.engine = engine;
    this.fabric = fabric;
    paths = router.paths();
    transfers = new Transfers(engine, fabric, router, probe);
    onDelivered = engine.register(slot -> transfers.deliver((int) slot));
    onDrained = engine.register(slot -> transfers.free((int) slot));
  }

  @Override
  public int register(TransferListener listener) {
    return transfers.register(listener);
  }

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    int slot = transfers.start(source, destination, flow, bytes, listener, token);
    int path = transfers.path(slot);
    transfers.boundBy(slot, narrowestLink(fabric, paths, path));
    long durationPs = timePs(fabric, paths, path, bytes);
    long drainPs = durationPs - paths.latencyPs(path);
    transfers.slowestDrain(slot, drainPs);
    if (transfers.isAwaited(slot)) {
      engine.scheduleAfter(drainPs, onDrained, slot);
    }
    engine.scheduleAfter(durationPs, onDelivered, slot);
  }

  /** How long a transfer over a path takes if it is alone, picoseconds. */
  public static long timePs(Fabric fabric, Paths paths, int path, long bytes) {
    long rateBps = fabric.payloadRateBps(narrowestLink(fabric, paths, path));
    return Durations.add(Durations.serializationPs(bytes, rateBps), paths.latencyPs(path));
  }

  @Override
  public boolean dependsOn(int source, int destination, int flow, IntConsumer links) {
    return true;
  }

  @Override
  public void repeat(
      int source, int destination, int flow, long bytes, long durationPs, long times) {
    transfers.repeat(source, destination, flow, bytes, durationPs, times);
  }

  @Override
  public long slowestDrainPs() {
    return transfers.slowestDrainPs();
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
    return transfers.carriedBytes(link);
  }

  @Override
  public boolean isRounded(int link) {
    return transfers.isRounded(link);
  }

  @Override
  public int inFlight() {
    return transfers.inFlight();
  }

  private static int narrowestLink(Fabric fabric, Paths paths, int path) {
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

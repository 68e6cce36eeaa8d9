package weft.benchmark.model;

import weft.benchmark.fixture.FatTreeFabric;
import weft.benchmark.fixture.Permutation;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.packet.PacketModel;
import weft.sim.packet.PacketOptions;
import weft.sim.probe.TransferProbe;
import weft.sim.route.UpDownRouter;
import weft.sim.unit.Durations;

/** One permutation over a fat tree, ready to run. */
final class PacketRun {

  private final Engine engine = new Engine(new BucketEventQueue());
  private final PacketModel model;
  private final long[] endsPs;
  private int delivered;

  PacketRun(Fabric fabric, PacketOptions options, long bytes) {
    endsPs = new long[fabric.endpointCount()];
    model = new PacketModel(engine, fabric, new UpDownRouter(fabric, 1), new Nobody(), options, 1);
    engine.attach(model);
    int listener = model.register((token, link) -> deliver((int) token));
    int[] destinations = Permutation.of(fabric.endpointCount(), 7);
    for (int host = 0; host < destinations.length; host++) {
      model.start(host, destinations[host], 0, bytes, listener, host);
    }
  }

  private void deliver(int host) {
    delivered++;
    endsPs[host] = engine.nowPs();
  }

  static Fabric fabric(int hosts, long rateBps) {
    return FatTreeFabric.of(hosts == 128 ? 8 : 16, rateBps, Durations.MICROSECOND_PS);
  }

  /** Runs to the end and returns the packet-hops, those of acknowledgements included. */
  long run() {
    engine.run(RunWatch.NONE);
    return model.packetHops();
  }

  PacketModel model() {
    return model;
  }

  long events() {
    return engine.events();
  }

  int delivered() {
    return delivered;
  }

  /** When the transfer of each host was done. */
  long[] endsPs() {
    return endsPs;
  }

  long nowPs() {
    return engine.nowPs();
  }

  private static final class Nobody implements TransferProbe {
    @Override
    public void onStarted(int source, int destination, long bytes) {}

    @Override
    public void onDelivered(
        int source, int destination, long bytes, int hops, long startPs, long endPs) {}

    @Override
    public void onRepeated(long bytes, int hops, long durationPs, long times) {}

    @Override
    public void onLinkLoad(int link, double loadBps) {}
  }
}

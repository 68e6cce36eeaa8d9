package weft.sim.run;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.flow.FlowModel;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.PortFigures;
import weft.sim.packet.PacketModel;
import weft.sim.packet.PacketReport;
import weft.sim.packet.queue.PortCounters;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.SplitModel;
import weft.sim.unit.Durations;

/** The packet model on an engine, with flows inside the scale-up domains if so wanted. */
final class PacketWiring {

  private static final int WORST_PORTS = 10;

  private final Fabric fabric;
  private final PacketNetwork options;
  private final ScaleUpLinks scaleUp;
  private final PacketModel packets;
  private final NetworkModel network;

  PacketWiring(
      Engine engine,
      Fabric fabric,
      Router router,
      TransferProbe probe,
      PacketNetwork options,
      long seed,
      boolean audit) {
    this.fabric = fabric;
    this.options = options;
    scaleUp = new ScaleUpLinks(fabric);
    Fabric onWire = PacketRates.ofWire(fabric, options.options().wire());
    packets =
        new PacketModel(
            engine, onWire, router, probe, options.options(), seed, options.watchdogs(), audit);
    engine.attach(packets);
    network =
        switch (options.scaleUp()) {
          case FLOW ->
              new SplitModel(
                  router,
                  scaleUp::contains,
                  new FlowModel(engine, fabric, router, probe, audit),
                  packets);
          case PACKET -> packets;
        };
  }

  NetworkModel network() {
    return network;
  }

  /**
   * Has links fail during the run, each at its time.
   *
   * @param routers gives the routing without certain links
   * @throws IllegalArgumentException if one of the links is modelled by flows
   */
  void fail(List<LinkFailure> failures, Function<IntSet, Router> routers) {
    SortedMap<Long, IntList> byTime = new TreeMap<>();
    for (LinkFailure failure : failures) {
      if (failure.atPs() > 0 && options.scaleUp() == PacketNetwork.ScaleUp.FLOW) {
        requirePackets(failure);
      }
      byTime.computeIfAbsent(failure.atPs(), atPs -> new IntArrayList()).add(failure.link());
    }
    IntSet failed = new IntOpenHashSet();
    byTime.forEach(
        (atPs, links) -> {
          failed.addAll(links);
          IntSet all = new IntOpenHashSet(failed);
          if (atPs > 0) {
            packets.failLinks(
                links.toIntArray(),
                atPs,
                Durations.add(atPs, options.convergencePs()),
                () -> routers.apply(all));
          }
        });
  }

  private void requirePackets(LinkFailure failure) {
    if (scaleUp.contains(failure.link())) {
      throw new CutOffException(
          fabric.linkName(failure.link())
              + " fails during the run, but what stays inside a scale-up domain is modelled as"
              + " flows, which know only failures from the start");
    }
  }

  long nowPs() {
    return packets.nowPs();
  }

  /** Says what transfers that have not been delivered are waiting for. */
  String diagnosis() {
    return packets.diagnosis();
  }

  /**
   * Checks the books of a run that has come to its end.
   *
   * @throws weft.sim.packet.AuditException if packets were lost or made
   */
  void verify() {
    packets.verify();
  }

  PacketFigures figures() {
    PacketReport report = packets.report();
    return new PacketFigures(
        report.sent(),
        report.repeated(),
        report.timeouts(),
        report.dropped(),
        report.trimmed(),
        report.marked(),
        report.pauses(),
        report.pausedPs(),
        report.storms(),
        report.mostLive(),
        report.skippedPackets(),
        report.skippedPs(),
        worstPorts());
  }

  private List<PortFigures> worstPorts() {
    PortCounters counters = packets.counters();
    int[] links =
        IntStream.range(0, fabric.linkCount())
            .filter(
                link ->
                    counters.pauses(link)
                            + counters.marked(link)
                            + counters.trimmed(link)
                            + counters.dropped(link)
                            + packets.peakBytes(link)
                        > 0)
            .toArray();
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingLong(link -> counters.dropped(link) + counters.trimmed(link))
            .thenComparingLong(counters::pauses)
            .thenComparingLong(counters::marked)
            .thenComparingLong(packets::peakBytes)
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    IntArrays.quickSort(links, worstFirst::compare);
    List<PortFigures> worst = new ArrayList<>();
    for (int i = 0; i < Math.min(WORST_PORTS, links.length); i++) {
      int link = links[i];
      worst.add(
          new PortFigures(
              fabric.linkName(link),
              fabric.tiers().get(fabric.tier(link)).name(),
              counters.pauses(link),
              packets.pausedPs(link),
              counters.marked(link),
              counters.trimmed(link),
              counters.dropped(link),
              packets.peakBytes(link)));
    }
    return worst;
  }
}

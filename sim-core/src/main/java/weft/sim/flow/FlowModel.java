package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.IntConsumer;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.flow.maxmin.LiveFilling;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.Sharing;
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

  /** Links are numbered by their places in it where flows share them. */
  private final LinkOrder order;

  private final TransferProbe probe;
  private final boolean audit;
  private final boolean folds;
  private final FoldingCounts foldingCounts = new FoldingCounts();
  private final Folding folding;
  private final IntConsumer onLeft = this::left;
  private final Transfers transfers;
  private final LiveFlows live;
  private final Sharings sharings = new Sharings();
  private final AffectedFlows affected;
  private final Fluids fluids = new Fluids(this::held);
  private final LiveFilling filling;
  private final Lateness lateness;
  private final Admission admission;
  private final Entry entry;
  private final Rates rates;
  private final Deliveries deliveries;
  private final int onInstantEnd;

  /** What has drained in this instant. */
  private final Ends leaving = new Ends(fluids);

  /** What has drained since rates were renewed, and is still among those that live. */
  private final IntArrayList gone = new IntArrayList();

  private boolean isRenewalDue;

  /** Of an audit: what links carry now, and which have been added up. */
  private final double[] loads;

  private final IntArrayList loaded = new IntArrayList();

  /**
   * A model on an engine.
   *
   * @param audit whether to report link loads to the probe after every solve
   */
  public FlowModel(
      Engine engine, Fabric fabric, Router router, TransferProbe probe, boolean audit) {
    this(engine, fabric, router, probe, audit, 0, true);
  }

  /**
   * A model on an engine.
   *
   * @param audit whether to report link loads to the probe after every solve
   * @param completionBatch for which part of the time that an ended transfer took the rates of the
   *     others may stay as they are, where there are many; 0 to be exact
   * @param folds whether transfers that are interchangeable are simulated once, where that pays
   */
  public FlowModel(
      Engine engine,
      Fabric fabric,
      Router router,
      TransferProbe probe,
      boolean audit,
      double completionBatch,
      boolean folds) {
    this.engine = engine;
    this.paths = router.paths();
    this.probe = probe;
    this.audit = audit;
    this.folds = folds;
    loads = new double[audit ? fabric.linkCount() : 0];
    transfers = new Transfers(engine, fabric, router, probe);
    double[] capacities = new double[fabric.linkCount()];
    Arrays.setAll(capacities, fabric::payloadRateBps);
    order = new LinkOrder(fabric);
    double[] ordered = new double[capacities.length];
    Arrays.setAll(ordered, place -> capacities[order.link(place)]);
    live = new LiveFlows(ordered);
    affected = new AffectedFlows(live, sharings, ordered);
    filling = new LiveFilling(live);
    admission = new Admission(transfers, paths, fluids, sharings);
    Pools pools = new Pools(engine, fluids, this::drained, this::requestRenewal);
    lateness = new Lateness(engine, completionBatch, capacities.length);
    WholeTraffic whole =
        new WholeTraffic(
            engine,
            fluids,
            pools,
            live,
            filling,
            capacities.length,
            lateness,
            this::drained,
            this::requestRenewal);
    LinkPruning pruning = new LinkPruning(paths, capacities, order);
    folding =
        new Folding(
            engine,
            fluids,
            pools,
            sharings,
            paths,
            admission::path,
            capacities,
            order,
            pruning,
            foldingCounts);
    entry = new Entry(admission, paths, live, affected, pruning, order, capacities.length);
    rates = new Rates(engine, fluids, live, sharings, affected, pools, whole, lateness);
    deliveries = new Deliveries(engine, transfers);
    onInstantEnd = engine.registerInstantEnd(this::endInstant);
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

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    start(source, destination, flow, bytes, Sharing.EQUAL, listener, token);
  }

  @Override
  public void start(
      int source,
      int destination,
      int flow,
      long bytes,
      Sharing sharing,
      int listener,
      long token) {
    int slot = transfers.start(source, destination, flow, bytes, listener, token);
    if (bytes == 0) {
      deliveries.add(slot, paths.latencyPs(transfers.path(slot)));
      deliveries.close();
      return;
    }
    foldingCounts.onStarted();
    admission.add(slot, sharings.id(sharing));
    requestRenewal();
  }

  /** How far it folded. */
  public FoldingCounts folding() {
    return foldingCounts;
  }

  /** How much later a transfer ended at most because rates were renewed in batches, picoseconds. */
  public double latestPs() {
    return lateness.mostPs();
  }

  /** The same as part of the time that the transfer took. */
  public double latestPart() {
    return lateness.mostPart();
  }

  private void drained(int number) {
    if (folding.isActive()) {
      folding.drained(number, onLeft);
      return;
    }
    int end = live.endHop(number);
    for (int hop = live.firstHop(number); hop < end; hop++) {
      affected.touch(live.linkAt(hop));
    }
    lateness.onEnd(number, engine.nowPs() - fluids.startPs(number));
    filling.onRemoved(number);
    gone.add(number);
    left(number);
  }

  /**
   * The link of the fabric at a place of the order, by which all that is solved numbers links; or
   * what is said instead of one.
   */
  private int fabricLink(int place) {
    return place < 0 ? place : order.link(place);
  }

  private void held(int number, int place, long durationPs) {
    if (!folding.isActive()) {
      transfers.held(admission.slot(number), fabricLink(place), durationPs);
      return;
    }
    folding.held(
        number,
        place,
        (member, itsPlace) ->
            transfers.held(admission.slot(member), fabricLink(itsPlace), durationPs));
  }

  /** A transfer has left its links. */
  private void left(int number) {
    leaving.add(number, engine.nowPs());
    engine.requestInstantEnd(onInstantEnd);
  }

  private void requestRenewal() {
    isRenewalDue = true;
    engine.requestInstantEnd(onInstantEnd);
  }

  private void endInstant() {
    sendOff();
    if (isRenewalDue) {
      isRenewalDue = false;
      renewRates();
    }
  }

  /** Has what has drained in this instant delivered, in the order in which it started. */
  private void sendOff() {
    long nowPs = engine.nowPs();
    leaving.sort();
    while (leaving.nextPs() <= nowPs) {
      int number = leaving.take();
      int slot = admission.slot(number);
      transfers.boundBy(slot, fabricLink(fluids.bottleneck(number)));
      transfers.slowestDrain(slot, fluids.slowestDrainPs(number));
      deliveries.add(slot, paths.latencyPs(transfers.path(slot)));
      admission.release(number);
    }
    deliveries.close();
    leaving.clear();
  }

  private void renewRates() {
    live.removeAll(gone.elements(), gone.size());
    gone.clear();
    if (admission.waiting() > 0) {
      admit();
    }
    if (folding.isActive()) {
      folding.solve();
    } else {
      rates.renew();
    }
    if (audit) {
      reportLoads();
    }
    affected.reset();
  }

  /** Folds those that have started together with those that flow already, if it is worth it. */
  private void admit() {
    rates.settle();
    if (folding.isActive()) {
      IntArrayList unfolded = new IntArrayList();
      folding.unfold(unfolded::add);
      filling.invalidate();
      entry.enter(unfolded.elements(), unfolded.size());
    }
    int count = admission.waiting();
    int others = live.flows();
    boolean mayFold = folds && count >= others && folding.isWorthIt(count + others);
    admission.admit(engine.nowPs(), !mayFold);
    int[] started = admission.admitted();
    for (int i = 0; i < count; i++) {
      lateness.onStart(started[i]);
    }
    if (mayFold) {
      int[] all = Arrays.copyOf(started, count + others);
      live.numbers(all, count);
      if (folding.fold(all, all.length)) {
        for (int i = count; i < all.length; i++) {
          live.remove(all[i]);
        }
        rates.clear();
        admission.clear();
        return;
      }
      admission.sortByLink(engine.nowPs());
    }
    admission.clear();
    filling.invalidate();
    entry.enter(started, count);
  }

  private void reportLoads() {
    if (folding.isActive()) {
      folding.rates(this::addLoads);
    } else if (rates.areOfAll() || paths.spreads() > 0) {
      int[] numbers = new int[live.flows()];
      live.numbers(numbers, 0);
      for (int number : numbers) {
        addLoads(number, rates.rate(number));
      }
    } else {
      for (int i = 0; i < affected.allLinks(); i++) {
        int place = affected.anyLink(i);
        for (int k = 0; k < live.count(place); k++) {
          addLoad(fabricLink(place), rates.rate(live.flow(place, k)) * live.share(place, k));
        }
      }
    }
    for (int i = 0; i < loaded.size(); i++) {
      int link = loaded.getInt(i);
      probe.onLinkLoad(link, loads[link]);
      loads[link] = 0;
    }
    loaded.clear();
  }

  /** On all links, also those that are left out because they cannot bind. */
  private void addLoads(int number, double rate) {
    int path = admission.path(number);
    for (int hop = 0; hop < paths.hops(path); hop++) {
      addLoad(paths.link(path, hop), rate * paths.share(path, hop));
    }
  }

  private void addLoad(int link, double load) {
    if (loads[link] == 0 && load > 0) {
      loaded.add(link);
    }
    loads[link] += load;
  }
}

package weft.sim.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.FlowStory;
import weft.sim.route.Router;
import weft.sim.workload.Activity;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowLog;
import weft.sim.workload.FlowTimes;

/**
 * Charges what took the time of the flows of a list, as {@link Charges} does of a communication of
 * ranks.
 */
final class FlowCharges {

  /** Single flows that are told of. */
  private static final int MOST = 3;

  private final Fabric fabric;
  private final Router router;
  private final FlowTimes times;
  private final FlowList flows;
  private final FlowLog log;

  /**
   * Of the flows of a job, all of which are delivered.
   *
   * @param times of its flows
   * @param log of the same
   */
  FlowCharges(Fabric fabric, Router router, FlowTimes times, FlowLog log) {
    this.fabric = fabric;
    this.router = router;
    this.times = times;
    this.log = log;
    flows = times.flows();
  }

  /**
   * What a flow takes by itself.
   *
   * @param tier of the link that bound it, or else its slowest
   * @param isCapped whether its own rate cap is less than the links of that tier have for it
   * @param serializationPs its bytes at the lesser of the two rates
   */
  private record Figures(int tier, boolean isCapped, long serializationPs, long latencyPs) {

    /** As much of it as fits into the time that the flow took. */
    Figures within(long timePs) {
      long ofBytesPs = Math.min(timePs, serializationPs);
      return new Figures(tier, isCapped, ofBytesPs, Math.min(timePs - ofBytesPs, latencyPs));
    }
  }

  /** The path from the start of the run to the end of the last flow. */
  CriticalPath path() {
    CriticalPath path = new CriticalPath(fabric);
    for (FlowLog.Piece piece : log.chain()) {
      if (piece.startPs() > path.endPs()) {
        path.add(
            piece.flow(),
            Activity.NOT_STARTED.ordinal(),
            path.endPs(),
            piece.startPs(),
            CriticalPath.NO_TIER,
            0,
            0);
      }
      Figures figures = figures(piece.flow(), piece.link()).within(piece.endPs() - piece.startPs());
      path.add(
          piece.flow(),
          Activity.FLOW.ordinal(),
          piece.startPs(),
          piece.endPs(),
          figures.tier,
          figures.isCapped,
          figures.serializationPs,
          figures.latencyPs);
    }
    return path;
  }

  /** The flows that end last, and those that took longest relative to what they take alone. */
  FlowStories stories() {
    List<Integer> last = greatest(times::endPs);
    long endPs = times.endPs(last.get(0));
    int together = 0;
    for (int flow = 0; flow < flows.count(); flow++) {
      together += times.endPs(flow) == endPs ? 1 : 0;
    }
    return new FlowStories(
        last.stream().map(this::story).toList(),
        together,
        greatest(times::lastSlowdown).stream().map(this::story).toList());
  }

  private long timePs(int flow) {
    return times.endPs(flow) - times.startPs(flow);
  }

  /** The flows of the greatest values, the first ones where several are equal. */
  private List<Integer> greatest(IntToDoubleFunction value) {
    List<Integer> found = new ArrayList<>();
    for (int flow = 0; flow < flows.count(); flow++) {
      int place = found.size();
      while (place > 0 && value.applyAsDouble(flow) > value.applyAsDouble(found.get(place - 1))) {
        place--;
      }
      found.add(place, flow);
      if (found.size() > MOST) {
        found.remove(MOST);
      }
    }
    return found;
  }

  private FlowStory story(int flow) {
    int link = log.link(flow);
    Figures figures = figures(flow, link).within(timePs(flow));
    Tier tier = fabric.tiers().get(figures.tier);
    boolean isHeldByCap = figures.isCapped && link < 0;
    return new FlowStory(
        flow,
        times.startPs(flow),
        times.endPs(flow),
        times.lastSlowdown(flow),
        figures.isCapped ? 0 : figures.serializationPs,
        figures.isCapped ? figures.serializationPs : 0,
        figures.latencyPs,
        isHeldByCap ? "" : tier.name(),
        isHeldByCap ? "" : tier.label(),
        link < 0 ? "" : fabric.linkName(link),
        log.heldPs(flow));
  }

  private Figures figures(int flow, int link) {
    int source = flows.source(flow);
    int destination = flows.destination(flow);
    TierLoads loads = new TierLoads(fabric, router);
    loads.add(source, destination, flows.number(flow), flows.bytes(flow));
    long[] longestPs = loads.longestPs();
    int tier = TierLoads.boundTier(fabric, link, longestPs);
    long cappedPs = flows.sharing(flow).cappedPs(flows.bytes(flow));
    return new Figures(
        tier,
        cappedPs > longestPs[tier],
        Math.max(longestPs[tier], cappedPs),
        router.paths().latencyPs(router.path(source, destination, flows.number(flow))));
  }
}

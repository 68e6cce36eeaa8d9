package weft.sim.run;

import java.util.Arrays;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LoneTimes;
import weft.sim.workload.FlowList;

/** What the links of flows would carry if each were alone, known before a run. */
public final class LoneRates {

  private LoneRates() {}

  /**
   * The payload rate of the narrowest link of each flow's path, bits per second: what it does not
   * exceed, whatever its own cap. Of a sprayed flow a link is as wide as its rate over the share
   * that it carries.
   *
   * @param spec whose failures are all there from the start
   * @param count of how many flows, the first ones
   * @throws weft.sim.route.NoPathException if one of them has no path
   */
  public static long[] ofFlowsBps(SimulationSpec spec, int count) {
    FlowList flows = spec.flows();
    Router router =
        Simulation.router(
            spec,
            LinkFailure.fromStart(spec.failures()),
            new UpDownRouter(spec.fabric(), spec.seed()));
    LoneTimes times = new LoneTimes(spec.fabric(), router.paths());
    long[] ratesBps = new long[count];
    Arrays.setAll(
        ratesBps,
        flow ->
            times.rateBps(
                router.path(flows.source(flow), flows.destination(flow), flows.number(flow))));
    return ratesBps;
  }
}

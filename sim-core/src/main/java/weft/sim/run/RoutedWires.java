package weft.sim.run;

import weft.sim.fabric.Fabric;
import weft.sim.route.Router;
import weft.sim.transfer.LoneTimes;
import weft.sim.transfer.Wires;

/** What connections have, from their paths alone: the same as every model says. */
final class RoutedWires implements Wires {

  private final Router router;
  private final LoneTimes lone;

  RoutedWires(Fabric fabric, Router router) {
    this.router = router;
    lone = new LoneTimes(fabric, router.paths());
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return router.paths().latencyPs(router.path(source, destination, flow));
  }

  @Override
  public long rateBps(int source, int destination, int flow) {
    return lone.rateBps(router.path(source, destination, flow));
  }
}

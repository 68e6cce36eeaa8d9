package weft.sim.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.NetworkRun.Transfer;
import weft.sim.fixture.ReferenceMaxMin;
import weft.sim.route.Router;

/**
 * The fluid model as dull as can be: time is a double, and at every start and end all rates are
 * computed anew.
 */
final class DullFluid {

  private static final class Flow {
    final int transfer;
    final int[] links;
    double bitsLeft;

    Flow(int transfer, int[] links, double bitsLeft) {
      this.transfer = transfer;
      this.links = links;
      this.bitsLeft = bitsLeft;
    }
  }

  private final double[] capacities;
  private final Fabric fabric;
  private final Router router;

  DullFluid(Fabric fabric, Router router) {
    this.fabric = fabric;
    this.router = router;
    capacities = new double[fabric.linkCount()];
    Arrays.setAll(capacities, fabric::payloadRateBps);
  }

  /** When each transfer is delivered, picoseconds; transfers are sorted by start. */
  double[] endsPs(List<Transfer> transfers) {
    double[] ends = new double[transfers.size()];
    List<Flow> flows = new ArrayList<>();
    double now = 0;
    int next = 0;
    while (next < transfers.size() || !flows.isEmpty()) {
      double[] rates =
          ReferenceMaxMin.rates(
              flows.stream().map(flow -> flow.links).toArray(int[][]::new), capacities);
      double then = next < transfers.size() ? transfers.get(next).startPs() : Double.MAX_VALUE;
      int first = -1;
      for (int i = 0; i < rates.length; i++) {
        double end = now + flows.get(i).bitsLeft / rates[i] * 1e12;
        if (end < then) {
          then = end;
          first = i;
        }
      }
      for (int i = 0; i < rates.length; i++) {
        flows.get(i).bitsLeft -= rates[i] * (then - now) / 1e12;
      }
      now = then;
      if (first >= 0) {
        Flow drained = flows.remove(first);
        ends[drained.transfer] = now + latency(transfers.get(drained.transfer));
      } else {
        Transfer start = transfers.get(next);
        flows.add(new Flow(next, links(start), start.bytes() * 8.0));
        next++;
      }
    }
    return ends;
  }

  private double latency(Transfer transfer) {
    return Arrays.stream(links(transfer)).mapToLong(fabric::latencyPs).sum();
  }

  private int[] links(Transfer transfer) {
    int path = router.path(transfer.source(), transfer.destination(), transfer.flow());
    int[] links = new int[router.paths().hops(path)];
    Arrays.setAll(links, hop -> router.paths().link(path, hop));
    return links;
  }
}

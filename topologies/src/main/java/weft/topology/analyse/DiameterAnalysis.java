package weft.topology.analyse;

import java.util.List;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * The largest number of hops between two GPUs, from a few searches over the whole topology.
 *
 * <p>It is bounded from both sides. From below by the farthest GPU of the first GPU, and the
 * farthest of that one in turn; from above by the switch at the apex between these two, if it
 * stands above all GPUs: no pair is farther apart than the two GPUs deepest below it. Where the
 * bounds meet, as they do in a fabric whose top layer reaches everything, the figure is exact.
 * Elsewhere, as in a torus, all pairs are looked at if the fabric is small enough for that.
 */
final class DiameterAnalysis {

  /** What all pairs may take: visits to cables, some half a second, and GPUs, 64 MiB. */
  private static final long MOST_VISITS = 1L << 27;

  private static final int MOST_GPUS = 1 << 12;

  private final Topology topology;
  private final Ladder ladder;
  private final List<Device> gpus;

  private DiameterAnalysis(Topology topology, Ladder ladder) {
    this.topology = topology;
    this.ladder = ladder;
    gpus = topology.devices(DeviceKind.GPU).toList();
  }

  static Diameter of(Topology topology, Ladder ladder) {
    DiameterAnalysis analysis = new DiameterAnalysis(topology, ladder);
    Diameter bound = analysis.bounds();
    long visits = (long) analysis.gpus.size() * topology.cables().size();
    return bound.exact() || visits > MOST_VISITS || analysis.gpus.size() > MOST_GPUS
        ? bound
        : analysis.allPairs();
  }

  private Diameter bounds() {
    Device far = farthest(ladder.from(gpus.get(0).id()));
    Ladder.Reach fromFar = ladder.from(far.id());
    Device opposite = farthest(fromFar);
    int found = fromFar.hops(opposite.id());
    Ladder.Reach upFromFar = ladder.up(far.id());
    Ladder.Reach upFromOpposite = ladder.up(opposite.id());
    int apex = far.id();
    for (Device device : topology.devices()) {
      int id = device.id();
      if (upFromFar.includes(id)
          && upFromOpposite.includes(id)
          && upFromFar.hops(id) + upFromOpposite.hops(id) == found) {
        apex = id;
      }
    }
    Ladder.Reach belowApex = ladder.down(apex);
    int deepest = 0;
    int second = 0;
    for (Device gpu : gpus) {
      if (!belowApex.includes(gpu.id())) {
        return new Diameter(found, false);
      }
      int depth = belowApex.hops(gpu.id());
      second = Math.max(second, Math.min(depth, deepest));
      deepest = Math.max(deepest, depth);
    }
    return new Diameter(found, found == deepest + second);
  }

  private Device farthest(Ladder.Reach reach) {
    Device farthest = gpus.get(0);
    for (Device gpu : gpus) {
      if (reach.includes(gpu.id())
          && (!reach.includes(farthest.id()) || reach.hops(gpu.id()) > reach.hops(farthest.id()))) {
        farthest = gpu;
      }
    }
    return farthest;
  }

  private Diameter allPairs() {
    int[] places = new int[topology.devices().size()];
    int[][] hops = new int[gpus.size()][gpus.size()];
    for (int from = 0; from < gpus.size(); from++) {
      places[gpus.get(from).id()] = from;
      Ladder.Reach reach = ladder.from(gpus.get(from).id());
      for (int to = 0; to < gpus.size(); to++) {
        hops[from][to] = reach.hops(gpus.get(to).id());
      }
    }
    Relays relays = new Relays(gpus);
    int farthest = 0;
    for (int from = 0; from < gpus.size(); from++) {
      for (int to = 0; to < gpus.size(); to++) {
        int distance = hops[from][to];
        if (distance == Ladder.UNREACHABLE) {
          List<Device> over =
              relays.between(
                  gpus.get(from),
                  gpus.get(to),
                  (one, other) -> hops[places[one.id()]][places[other.id()]] != Ladder.UNREACHABLE);
          distance = 0;
          int at = from;
          for (Device relay : over) {
            distance += hops[at][places[relay.id()]];
            at = places[relay.id()];
          }
          distance += at == from ? 0 : hops[at][to];
        }
        farthest = Math.max(farthest, distance);
      }
    }
    return new Diameter(farthest, true);
  }
}

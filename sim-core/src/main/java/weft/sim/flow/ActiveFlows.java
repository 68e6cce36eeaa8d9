package weft.sim.flow;

import java.util.Arrays;
import weft.sim.route.Paths;

/**
 * Which flows are on which link: for each link an unordered list of flow slots, from which a flow
 * is removed in O(hops) because it knows its place in the list of each link of its path.
 */
final class ActiveFlows {

  private final Paths paths;
  private final int[][] flowsOfLink;

  /** At which hop of its path the flow at the same place of {@link #flowsOfLink} uses the link. */
  private final int[][] hopsOfLink;

  private final int[] counts;
  private int[] pathOfFlow = new int[0];
  private int[] places = new int[0];
  private int stride;

  ActiveFlows(Paths paths, int links) {
    this.paths = paths;
    flowsOfLink = new int[links][];
    hopsOfLink = new int[links][];
    Arrays.fill(flowsOfLink, new int[0]);
    Arrays.fill(hopsOfLink, new int[0]);
    counts = new int[links];
  }

  /** Number of flows on a link. */
  int count(int link) {
    return counts[link];
  }

  /** A flow on a link, {@code 0 … count − 1}, in no particular but a reproducible order. */
  int flow(int link, int index) {
    return flowsOfLink[link][index];
  }

  /** What a flow puts on a link, relative to its rate; by its index there. */
  double share(int link, int index) {
    return paths.share(path(flow(link, index)), hopsOfLink[link][index]);
  }

  /** The path that a flow was added with. */
  int path(int flow) {
    return pathOfFlow[flow];
  }

  void add(int flow, int path) {
    reserve(flow);
    pathOfFlow[flow] = path;
    for (int hop = 0; hop < paths.hops(path); hop++) {
      int link = paths.link(path, hop);
      int place = counts[link]++;
      if (place == flowsOfLink[link].length) {
        int size = Math.max(4, 2 * place);
        flowsOfLink[link] = Arrays.copyOf(flowsOfLink[link], size);
        hopsOfLink[link] = Arrays.copyOf(hopsOfLink[link], size);
      }
      put(link, place, flow, hop);
    }
  }

  void remove(int flow) {
    int path = pathOfFlow[flow];
    for (int hop = 0; hop < paths.hops(path); hop++) {
      int link = paths.link(path, hop);
      int last = --counts[link];
      int place = places[flow * stride + hop];
      if (place != last) {
        put(link, place, flowsOfLink[link][last], hopsOfLink[link][last]);
      }
    }
  }

  private void put(int link, int place, int flow, int hop) {
    flowsOfLink[link][place] = flow;
    hopsOfLink[link][place] = hop;
    places[flow * stride + hop] = place;
  }

  private void reserve(int flow) {
    if (paths.longest() > stride) {
      int wider = paths.longest();
      int[] moved = new int[pathOfFlow.length * wider];
      for (int i = 0; i < pathOfFlow.length; i++) {
        System.arraycopy(places, i * stride, moved, i * wider, stride);
      }
      places = moved;
      stride = wider;
    }
    if (flow >= pathOfFlow.length) {
      int size = Math.max(Math.max(64, flow + 1), Math.multiplyExact(pathOfFlow.length, 2));
      pathOfFlow = Arrays.copyOf(pathOfFlow, size);
      places = Arrays.copyOf(places, Math.multiplyExact(size, stride));
    }
  }
}

package weft.topology.analyse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import weft.topology.graph.Cable;
import weft.topology.graph.Topology;

/**
 * A topology's cables in two orders, so that one pass over them follows all ways up, or all ways
 * down: every cable leads up, hence in {@link #climbing} all cables into a device from below come
 * before those that leave it upwards, and in {@link #descending} the other way round.
 */
final class Ladder {

  /** Hops to what cannot be reached. */
  static final int UNREACHABLE = Integer.MAX_VALUE;

  private final int devices;
  private final Cable[] climbing;
  private final Cable[] descending;

  Ladder(Topology topology) {
    devices = topology.devices().size();
    climbing = topology.cables().toArray(new Cable[0]);
    descending = climbing.clone();
    Arrays.sort(climbing, Comparator.comparingInt(cable -> cable.lower().kind().level()));
    Arrays.sort(descending, Comparator.comparingInt(cable -> -cable.upper().kind().level()));
  }

  /** Hops and number of the shortest ways from one device that only lead up. */
  Reach up(int device) {
    Reach reach = new Reach(devices);
    reach.start(device);
    for (Cable cable : climbing) {
      reach.step(cable.lower().id(), cable.upper().id());
    }
    return reach;
  }

  /** The same, of ways that lead up and then down; either part may be missing. */
  Reach upDown(int device) {
    Reach reach = up(device);
    descend(reach);
    return reach;
  }

  /** Hops and number of the shortest ways down from the nearest of some devices. */
  Reach down(List<Integer> starts) {
    Reach reach = new Reach(devices);
    starts.forEach(reach::start);
    descend(reach);
    return reach;
  }

  private void descend(Reach reach) {
    for (Cable cable : descending) {
      reach.step(cable.upper().id(), cable.lower().id());
    }
  }

  /** Hops and number of ways to every device; parallel cables are different ways. */
  static final class Reach {

    private final int[] hops;
    private final long[] ways;

    private Reach(int devices) {
      hops = new int[devices];
      ways = new long[devices];
      Arrays.fill(hops, UNREACHABLE);
    }

    boolean includes(int device) {
      return hops[device] != UNREACHABLE;
    }

    int hops(int device) {
      return hops[device];
    }

    /** Stays at the largest {@code long} where it would be more. */
    long ways(int device) {
      return ways[device];
    }

    private void start(int device) {
      hops[device] = 0;
      ways[device] = 1;
    }

    private void step(int from, int to) {
      if (hops[from] >= hops[to]) {
        return;
      }
      if (hops[from] + 1 < hops[to]) {
        hops[to] = hops[from] + 1;
        ways[to] = ways[from];
      } else {
        long sum = ways[to] + ways[from];
        ways[to] = sum < 0 ? Long.MAX_VALUE : sum;
      }
    }
  }
}

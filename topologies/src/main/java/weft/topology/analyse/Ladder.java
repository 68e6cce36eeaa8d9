package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Shortest paths under the routing rule, from one device to all others: a path climbs, then follows
 * lateral cables of the level that it has reached, then descends; any of the three may be missing.
 * Of the shortest paths those count whose highest device is lowest, and of these the ones over NICs
 * on the rails of their own ends ({@code weft.sim.route.UpDownRouter}).
 *
 * <p>Cables that lead up are kept in two orders, so that one pass over them follows all ways up, or
 * all ways down: sorted by level, all cables into a device from below come before those that leave
 * it upwards, and the other way round.
 */
final class Ladder {

  /** Hops to what cannot be reached. */
  static final int UNREACHABLE = Integer.MAX_VALUE;

  /**
   * A cost is hops, the level of the highest device, and NICs off the rail, most important first.
   */
  private static final int STEP = 1 << 12;

  private static final int LEVEL = 1 << 4;

  private final List<Device> devices;
  private final int[] levels;
  private final int[] climbFrom;
  private final int[] climbTo;
  private final int[] descendFrom;
  private final int[] descendTo;
  private final CableIndex index;

  /** Devices with lateral cables. */
  private final int[] crossings;

  Ladder(Topology topology) {
    devices = topology.devices();
    levels = topology.devices().stream().mapToInt(device -> device.kind().level()).toArray();
    index = new CableIndex(topology);
    int highest = Arrays.stream(DeviceKind.values()).mapToInt(DeviceKind::level).max().orElse(0);
    int[] upwards =
        topology.cables().stream()
            .filter(cable -> !cable.isLateral())
            .mapToInt(Cable::id)
            .toArray();
    crossings =
        topology.cables().stream()
            .filter(Cable::isLateral)
            .flatMapToInt(cable -> IntStream.of(index.lower(cable.id()), index.upper(cable.id())))
            .distinct()
            .toArray();
    climbFrom = new int[upwards.length];
    climbTo = new int[upwards.length];
    descendFrom = new int[upwards.length];
    descendTo = new int[upwards.length];
    int climbed = 0;
    int descended = 0;
    for (int level = 0; level <= highest; level++) {
      for (int cable : upwards) {
        if (levels[index.lower(cable)] == level) {
          climbFrom[climbed] = index.lower(cable);
          climbTo[climbed++] = index.upper(cable);
        }
        if (levels[index.upper(cable)] == highest - level) {
          descendFrom[descended] = index.upper(cable);
          descendTo[descended++] = index.lower(cable);
        }
      }
    }
  }

  /** Ways from a device under the routing rule, whatever the rails. */
  Reach from(int device) {
    return from(device, at -> false, at -> false);
  }

  /** Ways from one GPU to another under the routing rule; to other devices they mean nothing. */
  Reach between(Device from, Device to) {
    return from(from.id(), at -> isOffRail(at, from), at -> isOffRail(at, to));
  }

  private Reach from(int device, IntPredicate dearToClimb, IntPredicate dearToLeave) {
    Reach reach = new Reach(levels.length);
    reach.start(device);
    for (int i = 0; i < climbFrom.length; i++) {
      reach.step(climbFrom[i], climbTo[i], dearToClimb.test(climbTo[i]) ? STEP + 1 : STEP);
    }
    reach.turn(levels);
    cross(reach);
    for (int i = 0; i < descendFrom.length; i++) {
      reach.step(descendFrom[i], descendTo[i], dearToLeave.test(descendFrom[i]) ? STEP + 1 : STEP);
    }
    return reach;
  }

  private boolean isOffRail(int at, Device gpu) {
    Device device = devices.get(at);
    return device.kind() == DeviceKind.NIC
        && device.node() == gpu.node()
        && device.rail() != Device.NONE
        && device.rail() != gpu.rail();
  }

  /** Ways from a device that only lead up. */
  Reach up(int device) {
    Reach reach = new Reach(levels.length);
    reach.start(device);
    for (int i = 0; i < climbFrom.length; i++) {
      reach.step(climbFrom[i], climbTo[i], STEP);
    }
    return reach;
  }

  /** Ways from the nearest of some devices that only lead down. */
  Reach down(int... starts) {
    Reach reach = new Reach(levels.length);
    for (int start : starts) {
      reach.start(start);
    }
    for (int i = 0; i < descendFrom.length; i++) {
      reach.step(descendFrom[i], descendTo[i], STEP);
    }
    return reach;
  }

  /** Breadth first, from many starts that are reached after different numbers of hops. */
  private void cross(Reach reach) {
    List<IntArrayList> devicesByHops = new ArrayList<>();
    for (int device : crossings) {
      if (reach.includes(device)) {
        atHops(devicesByHops, reach.hops(device)).add(device);
      }
    }
    for (int hops = 0; hops < devicesByHops.size(); hops++) {
      IntArrayList devices = devicesByHops.get(hops);
      for (int next = 0; next < devices.size(); next++) {
        int device = devices.getInt(next);
        if (reach.hops(device) == hops) {
          crossFrom(device, reach, devicesByHops);
        }
      }
    }
  }

  private void crossFrom(int device, Reach reach, List<IntArrayList> devicesByHops) {
    for (int i = index.first(device); i < index.end(device); i++) {
      int neighbour = index.opposite(index.cable(i), device);
      if (levels[neighbour] == levels[device]) {
        int before = reach.hops(neighbour);
        reach.step(device, neighbour, STEP);
        if (reach.hops(neighbour) < before) {
          atHops(devicesByHops, reach.hops(neighbour)).add(neighbour);
        }
      }
    }
  }

  private static IntArrayList atHops(List<IntArrayList> devicesByHops, int hops) {
    while (devicesByHops.size() <= hops) {
      devicesByHops.add(new IntArrayList());
    }
    return devicesByHops.get(hops);
  }

  /** Hops and number of ways to every device; parallel cables are different ways. */
  static final class Reach {

    private final int[] costs;
    private final long[] ways;

    private Reach(int devices) {
      costs = new int[devices];
      ways = new long[devices];
      Arrays.fill(costs, UNREACHABLE);
    }

    boolean includes(int device) {
      return costs[device] != UNREACHABLE;
    }

    int hops(int device) {
      return includes(device) ? costs[device] / STEP : UNREACHABLE;
    }

    /** Stays at the largest {@code long} where it would be more; 0 where there is none. */
    long ways(int device) {
      return ways[device];
    }

    private void start(int device) {
      costs[device] = 0;
      ways[device] = 1;
    }

    /** Ends the climb: the highest device of each way is the one that it has come to. */
    private void turn(int[] levels) {
      for (int device = 0; device < costs.length; device++) {
        if (includes(device)) {
          costs[device] += levels[device] * LEVEL;
        }
      }
    }

    private void step(int from, int to, int price) {
      if (costs[from] == UNREACHABLE || costs[from] + price > costs[to]) {
        return;
      }
      boolean better = costs[from] + price < costs[to];
      long sum = better ? ways[from] : ways[to] + ways[from];
      costs[to] = costs[from] + price;
      ways[to] = sum < 0 ? Long.MAX_VALUE : sum;
    }
  }
}

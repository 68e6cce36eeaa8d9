package weft.topology.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * How many cables between devices of one level lie in a row. The simulator's routes take at most
 * {@value #MOST}, the largest {@code short}: {@code weft.sim.route.Laterals} keeps distances so.
 *
 * <p>The longest of all shortest ways is bounded from both sides by three walks, each from the end
 * of the one before or from its middle ("double sweep"; Magnien, Latapy, Habib, "Fast computation
 * of empirically tight bounds for the diameter of massive graphs", 2009): exact for trees and thus
 * for chains, within a factor of two elsewhere. What the bounds leave open is refused.
 */
final class LateralChains {

  static final int MOST = Short.MAX_VALUE;

  private final List<Device> devices;
  private final List<List<Integer>> neighbours = new ArrayList<>();
  private final int[] before;
  private final int[] steps;

  /** The devices of the last walk, the nearest first. */
  private final int[] order;

  private int count;

  private LateralChains(Topology topology) {
    devices = topology.devices();
    before = new int[devices.size()];
    steps = new int[devices.size()];
    order = new int[devices.size()];
    Arrays.fill(before, Device.NONE);
    devices.forEach(device -> neighbours.add(new ArrayList<>(0)));
    for (Cable cable : topology.cables()) {
      if (cable.isLateral()) {
        neighbours.get(cable.lower().id()).add(cable.upper().id());
        neighbours.get(cable.upper().id()).add(cable.lower().id());
      }
    }
  }

  /** Refuses a topology in which a path might have to follow more cables of a level than that. */
  static void require(Topology topology, Place file) {
    if (topology.cables().stream().filter(Cable::isLateral).limit(MOST + 1L).count() > MOST) {
      new LateralChains(topology).require(file);
    }
  }

  private void require(Place file) {
    BitSet seen = new BitSet();
    for (int start = 0; start < devices.size(); start++) {
      if (seen.get(start) || neighbours.get(start).isEmpty()) {
        continue;
      }
      int from = farthest(start);
      for (int i = 0; i < count; i++) {
        seen.set(order[i]);
      }
      if (count > MOST) {
        require(from, file);
      }
    }
  }

  private void require(int from, Place file) {
    int to = farthest(from);
    int longest = steps[to];
    if (longest <= MOST) {
      int middle = to;
      for (int back = 0; back < longest / 2; back++) {
        middle = before[middle];
      }
      if (2 * steps[farthest(middle)] <= MOST) {
        return;
      }
    }
    throw file.fault(
        "%,d cables of one level in a row lead from %s to %s%s. A path takes at most %,d."
            .formatted(
                longest,
                Place.quoted(devices.get(from).name()),
                Place.quoted(devices.get(to).name()),
                longest > MOST ? "" : ", and maybe up to twice as many between others",
                MOST));
  }

  /** Walks over all that lateral cables lead to; returns the last device that it comes to. */
  private int farthest(int start) {
    for (int i = 0; i < count; i++) {
      before[order[i]] = Device.NONE;
    }
    order[0] = start;
    count = 1;
    before[start] = start;
    steps[start] = 0;
    for (int next = 0; next < count; next++) {
      for (int neighbour : neighbours.get(order[next])) {
        if (before[neighbour] == Device.NONE) {
          before[neighbour] = order[next];
          steps[neighbour] = steps[order[next]] + 1;
          order[count++] = neighbour;
        }
      }
    }
    return order[count - 1];
  }
}

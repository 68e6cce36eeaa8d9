package weft.topology.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.DisjointSets;
import weft.topology.graph.Topology;

/**
 * Where a path that starts at a device can turn: the islands that it can climb to.
 *
 * <p>An <i>island</i> is what hangs together by cables between devices of one level; most devices
 * are one of their own. A single device that has others above it is left out: who meets there also
 * meets further up. Equal sets are one object, since most devices of a fabric share theirs.
 */
final class Summits {

  private final DisjointSets islands;
  private final List<List<Integer>> above = new ArrayList<>();
  private final IntSet[] sets;
  private final Map<IntSet, IntSet> known = new HashMap<>();
  private final Map<List<IntSet>, IntSet> unions = new HashMap<>();

  Summits(Topology topology) {
    int count = topology.devices().size();
    islands = new DisjointSets(count);
    sets = new IntSet[count];
    topology.devices().forEach(device -> above.add(new ArrayList<>()));
    boolean[] joined = new boolean[count];
    for (Cable cable : topology.cables()) {
      int lower = cable.lower().id();
      int upper = cable.upper().id();
      if (cable.isLateral()) {
        islands.join(lower, upper);
        joined[lower] = true;
        joined[upper] = true;
      } else {
        above.get(lower).add(upper);
      }
    }
    topology.devices().stream()
        .sorted(Comparator.comparingInt((Device device) -> device.kind().level()).reversed())
        .forEach(device -> sets[device.id()] = climb(device.id(), joined[device.id()]));
  }

  /** The islands that can be reached from a device upwards; never empty. */
  IntSet of(Device device) {
    return sets[device.id()];
  }

  /** The one object for all sets with the members of these. */
  IntSet union(List<IntSet> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return unions.computeIfAbsent(parts, these -> unique(IntSet.union(these)));
  }

  private IntSet climb(int device, boolean joined) {
    List<IntSet> parts = new ArrayList<>();
    above.get(device).stream().map(upper -> sets[upper]).distinct().forEach(parts::add);
    if (joined || parts.isEmpty()) {
      parts.add(unique(IntSet.of(islands.root(device))));
    }
    return union(parts);
  }

  private IntSet unique(IntSet set) {
    IntSet first = known.putIfAbsent(set, set);
    return first == null ? set : first;
  }
}

package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * The coordinates of a torus or mesh of several dimensions, found in its cables.
 *
 * <p>Its places are numbered with one dimension slower than the other. In a dimension of k places,
 * each s numbers from the next, at least half of all places have a neighbour s further on, while at
 * most a third have one that is (k − 1) s away, around the end: the distances that are as common as
 * the first are those of the dimensions.
 */
final class TorusGrid {

  private static final Set<CableTier> TIERS = Set.of(CableTier.TORUS, CableTier.TORUS_OCS);

  /** By device, its place; −1 of those that are none and are joined to none. */
  private final int[] places;

  private int count;

  /** By dimension, fastest first; the last is how many places there are. */
  private final List<Integer> strides = new ArrayList<>();

  private TorusGrid(Topology topology) {
    places = new int[topology.devices().size()];
    Arrays.fill(places, -1);
    List<Cable> cables =
        topology.cables().stream()
            .filter(cable -> TIERS.contains(cable.tier()) && cable.isLateral())
            .toList();
    boolean[] ends = new boolean[places.length];
    for (Cable cable : cables) {
      ends[cable.lower().id()] = true;
      ends[cable.upper().id()] = true;
    }
    for (int device = 0; device < ends.length; device++) {
      if (ends[device]) {
        places[device] = count++;
      }
    }
    findStrides(cables);
    for (Cable cable : topology.cables()) {
      if (!cable.isLateral() && places[cable.lower().id()] < 0) {
        places[cable.lower().id()] = places[cable.upper().id()];
      }
    }
  }

  /**
   * The coordinates of a topology.
   *
   * @return with no dimension if it is no torus or mesh, or is numbered otherwise
   */
  static TorusGrid of(Topology topology) {
    return new TorusGrid(topology);
  }

  /** The dimensions of the most places, fastest first; none if there are fewer than two. */
  int[] longest() {
    int dimensions = strides.size() - 1;
    if (dimensions < 2) {
      return new int[0];
    }
    int most = IntStream.range(0, dimensions).map(this::size).max().orElseThrow();
    return IntStream.range(0, dimensions).filter(at -> size(at) == most).toArray();
  }

  /** How many places there are along a dimension. */
  int size(int dimension) {
    return strides.get(dimension + 1) / strides.get(dimension);
  }

  /**
   * Whether a device, or the switch that it is plugged into, is in the first half of a dimension.
   */
  boolean inFirstHalf(Device device, int dimension) {
    int place = places[device.id()];
    return place >= 0 && place / strides.get(dimension) % size(dimension) < size(dimension) / 2;
  }

  private void findStrides(List<Cable> cables) {
    Int2IntOpenHashMap pairs = new Int2IntOpenHashMap();
    cables.stream()
        .mapToLong(cable -> pair(places[cable.lower().id()], places[cable.upper().id()]))
        .distinct()
        .forEach(pair -> pairs.addTo((int) (pair >> Integer.SIZE) - (int) pair, 1));
    pairs.int2IntEntrySet().stream()
        .filter(entry -> 2 * entry.getIntValue() >= count)
        .mapToInt(Int2IntMap.Entry::getIntKey)
        .sorted()
        .forEach(strides::add);
    strides.add(count);
    boolean numbered = strides.get(0) == 1;
    for (int next = 1; next < strides.size(); next++) {
      numbered &= strides.get(next) % strides.get(next - 1) == 0;
    }
    if (!numbered) {
      strides.clear();
    }
  }

  private static long pair(int one, int other) {
    return (long) Math.max(one, other) << Integer.SIZE | Math.min(one, other);
  }
}

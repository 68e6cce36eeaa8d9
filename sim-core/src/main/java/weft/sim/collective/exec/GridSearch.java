package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Grid;
import weft.sim.fabric.Fabric;

/**
 * Finds out whether the ranks of a group, in their order, are a torus or mesh whose neighbours are
 * joined directly, both ways: all of one, or those along some of its dimensions.
 */
final class GridSearch {

  private final Fabric fabric;

  /** The GPU of each rank. */
  private final int[] nodes;

  private final List<Integer> extents = new ArrayList<>();
  private boolean wrapsAround = true;

  private GridSearch(Fabric fabric, int[] members) {
    this.fabric = fabric;
    nodes = IntStream.of(members).map(fabric::endpointNode).toArray();
  }

  /**
   * The grid; null if it is none.
   *
   * @param members endpoint of each rank
   */
  static @Nullable Grid find(Fabric fabric, int[] members) {
    GridSearch search = new GridSearch(fabric, members);
    return search.finds() ? new Grid(search.extents, search.wrapsAround) : null;
  }

  /** Finds dimension by dimension, the fastest first, how long it is. */
  private boolean finds() {
    int step = 1;
    while (step < nodes.length) {
      int extent = 1;
      while (isJoined(step * (extent - 1), step * extent)) {
        extent++;
      }
      if (extent == 1 || !isDimension(step, extent)) {
        return false;
      }
      extents.add(extent);
      step *= extent;
    }
    Collections.reverse(extents);
    return !extents.isEmpty();
  }

  /**
   * Whether all ranks are joined to those one further along a dimension, of which none is cut
   * short.
   */
  private boolean isDimension(int step, int extent) {
    for (int rank = 0; rank < nodes.length; rank++) {
      int at = rank / step % extent;
      if (at < extent - 1 && !isJoined(rank, rank + step)) {
        return false;
      }
      if (at == extent - 1 && !isJoined(rank, rank - at * step)) {
        wrapsAround = false;
      }
    }
    return true;
  }

  private boolean isJoined(int rank, int other) {
    return other < nodes.length
        && fabric.isJoined(nodes[rank], nodes[other])
        && fabric.isJoined(nodes[other], nodes[rank]);
  }
}

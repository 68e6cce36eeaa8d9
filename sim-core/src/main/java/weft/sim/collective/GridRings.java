package weft.sim.collective;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rings through a torus or mesh of ranks, from neighbour to neighbour: a ring in the order of the
 * ranks would cross the torus between its rows, and use one link of each rank only.
 *
 * <p>A torus has as many rings as links, if no dimension is of two: a pair, one each way, for each
 * dimension, and no two on one link ({@link CycleProduct}). Two dimensions of two are a cycle of
 * four; one that is left goes with another dimension of <i>n</i> into a cycle of 2<i>n</i>, which
 * leaves links idle. A mesh has one pair of rings that go to and fro along its rows.
 */
final class GridRings {

  private GridRings() {}

  /** Of each ring the ranks, from one to its neighbour. */
  static List<int[]> of(Grid grid) {
    List<int[]> rings = new ArrayList<>();
    for (int[] cycle : cycles(grid)) {
      rings.add(cycle);
      if (cycle.length > 2) {
        rings.add(IntStream.range(0, cycle.length).map(i -> cycle[cycle.length - 1 - i]).toArray());
      }
    }
    return rings;
  }

  /** How many pairs of rings a torus of these extents may have, no two on one link. */
  static int mostPairs(Grid grid) {
    return dimensions(grid.extents()).size();
  }

  private static List<int[]> cycles(Grid grid) {
    if (!grid.wrapsAround()) {
      return List.of(toAndFro(grid.extents()));
    }
    List<int[]> dimensions = dimensions(grid.extents());
    List<int[]> cycles = CycleProduct.cycles(dimensions.stream().map(one -> one.length).toList());
    if (cycles.isEmpty()) {
      return List.of(toAndFro(grid.extents()));
    }
    return cycles.stream().map(cycle -> ranks(cycle, dimensions)).toList();
  }

  /**
   * Cycles whose product is the torus, or most of it: of each place on one, how much it adds to the
   * number of a rank.
   */
  private static List<int[]> dimensions(List<Integer> extents) {
    List<int[]> dimensions = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    int step = 1;
    for (int i = extents.size() - 1; i >= 0; i--) {
      int stepHere = step;
      if (extents.get(i) == 2) {
        steps.add(step);
      } else {
        dimensions.add(IntStream.range(0, extents.get(i)).map(at -> at * stepHere).toArray());
      }
      step *= extents.get(i);
    }
    Collections.reverse(dimensions);
    for (int i = 0; i + 1 < steps.size(); i += 2) {
      dimensions.add(ladder(new int[] {0, steps.get(i)}, steps.get(i + 1)));
    }
    if (steps.size() % 2 == 1) {
      int last = steps.get(steps.size() - 1);
      int[] along = dimensions.isEmpty() ? new int[] {0} : dimensions.remove(0);
      dimensions.add(ladder(along, last));
    }
    return dimensions;
  }

  /** Along one side and back along the other. */
  private static int[] ladder(int[] side, int step) {
    return IntStream.range(0, 2 * side.length)
        .map(i -> i < side.length ? side[i] : side[2 * side.length - 1 - i] + step)
        .toArray();
  }

  private static int[] ranks(int[] places, List<int[]> dimensions) {
    return IntStream.of(places).map(place -> rank(place, dimensions)).toArray();
  }

  private static int rank(int place, List<int[]> dimensions) {
    int rest = place;
    int rank = 0;
    for (int i = dimensions.size() - 1; i >= 0; i--) {
      int[] dimension = dimensions.get(i);
      rank += dimension[rest % dimension.length];
      rest /= dimension.length;
    }
    return rank;
  }

  /**
   * To and fro along the rows. If a dimension is even, all but the first place of each of its rows
   * is visited so, and these on the way back; if none is, the last hop is as long as it is.
   */
  private static int[] toAndFro(List<Integer> extents) {
    int ranks = extents.stream().reduce(1, Math::multiplyExact);
    int even =
        IntStream.range(0, extents.size())
            .filter(i -> extents.get(i) % 2 == 0)
            .findFirst()
            .orElse(-1);
    int[] row = path(extents, even);
    if (even < 0 || row.length == 1) {
      return path(extents, -1);
    }
    int step =
        IntStream.range(even + 1, extents.size())
            .map(extents::get)
            .reduce(1, (one, two) -> one * two);
    int[] ring = new int[ranks];
    int count = 0;
    for (int at = 0; at < extents.get(even); at++) {
      for (int i = 1; i < row.length; i++) {
        ring[count++] = at * step + row[at % 2 == 0 ? i : row.length - i];
      }
    }
    for (int at = extents.get(even) - 1; at >= 0; at--) {
      ring[count++] = at * step;
    }
    return ring;
  }

  /**
   * The places of a mesh in the order of the reflected Gray code, each a neighbour of the one
   * before.
   *
   * @param without a dimension of which only the first place is visited; −1 for none
   */
  private static int[] path(List<Integer> extents, int without) {
    int[] path = {0};
    int step = 1;
    for (int i = extents.size() - 1; i >= 0; i--) {
      int extent = i == without ? 1 : extents.get(i);
      int[] before = path;
      path = new int[before.length * extent];
      for (int place = 0; place < path.length; place++) {
        int at = place / before.length;
        int inRow = place % before.length;
        path[place] = at * step + before[at % 2 == 0 ? inRow : before.length - 1 - inRow];
      }
      step *= extents.get(i);
    }
    return path;
  }
}

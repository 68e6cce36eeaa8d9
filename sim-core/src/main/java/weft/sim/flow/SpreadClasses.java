package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import weft.sim.fabric.LinkOrder;
import weft.sim.route.Paths;

/**
 * The classes of links that each spread crosses, and of each class the first link, so that nobody
 * has to look at hundreds of links that cannot bind, or are alike, for each flow of a spread.
 */
final class SpreadClasses {

  /**
   * Where the classes of a spread begin, after those of {@link Paths#NO_SPREAD}, which has none.
   */
  private final int[] firsts;

  private final IntArrayList linkClasses = new IntArrayList();
  private final IntArrayList places = new IntArrayList();

  /** Of the spreads that there are. */
  SpreadClasses(Paths paths, Quotient quotient, LinkOrder order) {
    int[] rowOfClass = new int[quotient.linkClasses()];
    Arrays.fill(rowOfClass, -1);
    firsts = new int[paths.spreads() + 2];
    for (int spread = 0; spread < paths.spreads(); spread++) {
      int begin = firsts[spread + 1];
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        int linkClass = quotient.classOfLink(paths.spreadLink(hop));
        if (linkClass >= 0) {
          int place = order.place(paths.spreadLink(hop));
          int row = rowOfClass[linkClass];
          if (row < begin) {
            rowOfClass[linkClass] = places.size();
            linkClasses.add(linkClass);
            places.add(place);
          } else {
            places.set(row, Math.min(places.getInt(row), place));
          }
        }
      }
      firsts[spread + 2] = places.size();
    }
  }

  /** Where the classes of a spread begin; it may be none. */
  int first(int spread) {
    return firsts[spread + 1];
  }

  /** Where they end. */
  int end(int spread) {
    return firsts[spread + 2];
  }

  /** A class of links. */
  int linkClass(int at) {
    return linkClasses.getInt(at);
  }

  /** The place of its first link in the spread. */
  int place(int at) {
    return places.getInt(at);
  }
}

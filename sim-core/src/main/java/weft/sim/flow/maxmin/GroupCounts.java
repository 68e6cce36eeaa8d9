package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * For each link, which groups of flows are on it, and how many flows of each: a row of pairs for
 * each link, in no particular order.
 */
final class GroupCounts {

  private static final int FEW = 8;

  /** In turns a group and how many flows of it. */
  private final int[][] rows;

  private final int[] ends;

  /** The most flows of one group that are on each link, or more. */
  private final int[] most;

  GroupCounts(int links) {
    rows = new int[links][];
    Arrays.fill(rows, IntArrays.EMPTY_ARRAY);
    ends = new int[links];
    most = new int[links];
  }

  /** A link's row: at even places before {@link #end} its groups, each before its flows. */
  int[] row(int link) {
    return rows[link];
  }

  int end(int link) {
    return ends[link];
  }

  /** The most flows of one group that are on a link, or more. */
  int most(int link) {
    return most[link];
  }

  /** Tells what has been seen to be the most. */
  void most(int link, int flows) {
    most[link] = flows;
  }

  /** Empties a link's row. */
  void clear(int link) {
    ends[link] = 0;
  }

  /** Adds a group that is not on a link yet. */
  void append(int link, int group, int flows) {
    int end = ends[link];
    if (end == rows[link].length) {
      rows[link] = Arrays.copyOf(rows[link], Math.max(FEW, 2 * end));
    }
    rows[link][end] = group;
    rows[link][end + 1] = flows;
    most[link] = Math.max(most[link], flows);
    ends[link] = end + 2;
  }

  /** There is one flow more of a group on a link. */
  void increment(int link, int group) {
    int[] row = rows[link];
    int end = ends[link];
    for (int i = 0; i < end; i += 2) {
      if (row[i] == group) {
        most[link] = Math.max(most[link], ++row[i + 1]);
        return;
      }
    }
    append(link, group, 1);
  }

  /** There is one flow less of a group that is on a link. */
  void decrement(int link, int group) {
    int[] row = rows[link];
    int i = 0;
    while (row[i] != group) {
      i += 2;
    }
    if (--row[i + 1] == 0) {
      int last = ends[link] -= 2;
      row[i] = row[last];
      row[i + 1] = row[last + 1];
    }
  }
}

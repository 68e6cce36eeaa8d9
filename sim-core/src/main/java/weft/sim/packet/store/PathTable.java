package weft.sim.packet.store;

import java.util.Arrays;
import weft.sim.unit.LimitException;

/**
 * Paths as rows of links in one array, each row closed by {@link #END}: a packet knows where it is
 * by one index, and its next hop is the entry behind.
 */
public final class PathTable {

  /** Behind the last link of a path. */
  public static final int END = -1;

  /** Entries at most: a position has to fit a packet. */
  private static final int MAX_ENTRIES = 1 << 26;

  private final int most;
  private int[] entries = new int[1 << 10];
  private int size;

  /** An empty table. */
  public PathTable() {
    this(MAX_ENTRIES);
  }

  /** An empty table of so many entries at most. */
  PathTable(int most) {
    this.most = most;
  }

  /**
   * Adds paths of equally many links; path <i>i</i> starts at the returned position plus <i>i</i> ×
   * (hops + 1).
   *
   * @param links the links, path after path
   * @return the position of the first link of the first path
   * @throws LimitException if there are too many
   */
  public int add(int[] links, int hops) {
    int first = size;
    int count = links.length / hops;
    long wanted = (long) size + (long) count * (hops + 1);
    if (wanted > most) {
      throw new LimitException(most, "hops of all paths together");
    }
    if (wanted > entries.length) {
      entries = Arrays.copyOf(entries, (int) Math.min(most, wanted + (wanted >> 1)));
    }
    for (int path = 0; path < count; path++) {
      System.arraycopy(links, path * hops, entries, size, hops);
      size += hops;
      entries[size++] = END;
    }
    return first;
  }

  /** The position of the first link of the path that a position is on. */
  public int start(int position) {
    int at = position;
    while (at > 0 && entries[at - 1] != END) {
      at--;
    }
    return at;
  }

  /** The link at a position, or {@link #END}. */
  public int link(int position) {
    return entries[position];
  }
}

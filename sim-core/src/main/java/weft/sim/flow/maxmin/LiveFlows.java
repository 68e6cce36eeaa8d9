package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Flows that come and go, and which of them are on which link: for each link an unordered list of
 * flows, from which one is removed in O(hops) because it knows its place in the list of each link
 * of its row.
 *
 * <p>Rows lie in one array; the room of a flow that has gone is used again by the next of about its
 * length. The links that have flows are in a list of their own. Nothing is allocated once the
 * arrays are large enough. Not thread-safe.
 */
public final class LiveFlows {

  private static final int NONE = -1;
  private static final int FEW = 4;

  /**
   * Where so many flows go, and of all at least one in {@link #PART}, links are gone through one
   * after the other instead of looked up for each flow. Assumptions.
   */
  private static final int MANY = 1_024;

  private static final int PART = 8;

  private final double[] capacities;
  private final int[][] flowsOfLink;

  /** Where in {@link #rowLinks} the flow at the same place of {@link #flowsOfLink} has the link. */
  private final int[][] hopsOfLink;

  private final int[] counts;
  private final int[] busy;
  private final int[] placeInBusy;
  private int busyCount;

  /** Where the row of each flow begins, in the upper half, and where it ends. */
  private long[] rows = new long[0];

  private int flows;
  private int liveHops;

  /** Link of each hop; of free room, in its first element, where the next free room begins. */
  private int[] rowLinks = new int[0];

  private int[] rowPlaces = new int[0];
  private double @Nullable [] rowShares;
  private int rowsEnd;

  /** By the logarithm of its size, where free room begins. */
  private final int[] freeRows = new int[Integer.SIZE];

  /** No flows yet, over links of these capacities. */
  public LiveFlows(double[] capacities) {
    this.capacities = capacities.clone();
    int links = capacities.length;
    flowsOfLink = new int[links][];
    hopsOfLink = new int[links][];
    Arrays.fill(flowsOfLink, IntArrays.EMPTY_ARRAY);
    Arrays.fill(hopsOfLink, IntArrays.EMPTY_ARRAY);
    counts = new int[links];
    busy = new int[links];
    placeInBusy = new int[links];
    Arrays.fill(freeRows, NONE);
  }

  /**
   * Adds a flow, whose row is still empty.
   *
   * @param flow a number that no live flow has
   * @param most how many links it will have at most
   */
  public void add(int flow, int most) {
    if (flow >= rows.length) {
      rows = LongArrays.grow(rows, Math.max(FEW, flow + 1));
    }
    long first = takeRoom(most);
    rows[flow] = first << Integer.SIZE | first;
    flows++;
  }

  /**
   * Adds a link to the row of a flow.
   *
   * @param link the link; at most once in a flow
   * @param share what the flow puts on the link, relative to its rate
   */
  public void addHop(int flow, int link, double share) {
    int hop = (int) rows[flow]++;
    rowLinks[hop] = link;
    if (share != 1 && rowShares == null) {
      rowShares = new double[rowLinks.length];
      Arrays.fill(rowShares, 1);
    }
    if (rowShares != null) {
      rowShares[hop] = share;
    }
    int place = counts[link]++;
    if (place == 0) {
      placeInBusy[link] = busyCount;
      busy[busyCount++] = link;
    }
    if (place == flowsOfLink[link].length) {
      int size = Math.max(FEW, 2 * place);
      flowsOfLink[link] = Arrays.copyOf(flowsOfLink[link], size);
      hopsOfLink[link] = Arrays.copyOf(hopsOfLink[link], size);
    }
    put(link, place, flow, hop);
    liveHops++;
  }

  /** Removes a flow. */
  public void remove(int flow) {
    int first = firstHop(flow);
    int end = endHop(flow);
    for (int hop = first; hop < end; hop++) {
      int link = rowLinks[hop];
      int last = --counts[link];
      int place = rowPlaces[hop];
      if (place != last) {
        put(link, place, flowsOfLink[link][last], hopsOfLink[link][last]);
      }
      if (last == 0) {
        leaveBusy(link);
      }
    }
    forget(first, end);
  }

  private void leaveBusy(int link) {
    int moved = busy[--busyCount];
    busy[placeInBusy[link]] = moved;
    placeInBusy[moved] = placeInBusy[link];
  }

  private void forget(int first, int end) {
    flows--;
    liveHops -= end - first;
    giveRoom(first, end);
  }

  /** Removes flows: the first {@code count}. */
  public void removeAll(int[] gone, int count) {
    if (count < MANY || (long) PART * count < flows) {
      for (int i = 0; i < count; i++) {
        remove(gone[i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      rows[gone[i]] = ~rows[gone[i]];
    }
    for (int i = busyCount - 1; i >= 0; i--) {
      keepThoseThatStay(busy[i]);
    }
    for (int i = 0; i < count; i++) {
      long row = ~rows[gone[i]];
      forget((int) (row >> Integer.SIZE), (int) row);
    }
  }

  /** Of the flows of a link; those that go have a row that is turned round. */
  private void keepThoseThatStay(int link) {
    int[] its = flowsOfLink[link];
    int[] hops = hopsOfLink[link];
    int kept = 0;
    for (int k = 0; k < counts[link]; k++) {
      if (rows[its[k]] >= 0) {
        if (kept < k) {
          put(link, kept, its[k], hops[k]);
        }
        kept++;
      }
    }
    counts[link] = kept;
    if (kept == 0) {
      leaveBusy(link);
    }
  }

  /** Writes the numbers of all flows into an array from a place on, in a reproducible order. */
  public void numbers(int[] to, int place) {
    int next = place;
    for (int i = 0; i < busyCount; i++) {
      int link = busy[i];
      for (int k = 0; k < counts[link]; k++) {
        if (hopsOfLink[link][k] == firstHop(flowsOfLink[link][k])) {
          to[next++] = flowsOfLink[link][k];
        }
      }
    }
  }

  /** Number of flows. */
  public int flows() {
    return flows;
  }

  /** Sum of the lengths of their rows. */
  public int hops() {
    return liveHops;
  }

  /** Whether all shares that were ever added are 1. */
  public boolean isUniform() {
    return rowShares == null;
  }

  /** Number of flows on a link. */
  public int count(int link) {
    return counts[link];
  }

  /** A flow on a link, {@code 0 … count − 1}, in no particular but a reproducible order. */
  public int flow(int link, int index) {
    return flowsOfLink[link][index];
  }

  /** What the flow at an index of a link puts on it, relative to its rate. */
  public double share(int link, int index) {
    return shareAt(hopsOfLink[link][index]);
  }

  /** Where a flow's row begins, for {@link #linkAt} and {@link #shareAt}. */
  public int firstHop(int flow) {
    return (int) (rows[flow] >> Integer.SIZE);
  }

  /** Where it ends. */
  public int endHop(int flow) {
    return (int) rows[flow];
  }

  /** A link of a row. */
  public int linkAt(int hop) {
    return rowLinks[hop];
  }

  /** What its flow puts on it, relative to its rate. */
  public double shareAt(int hop) {
    return rowShares == null ? 1 : rowShares[hop];
  }

  double capacity(int link) {
    return capacities[link];
  }

  int links() {
    return capacities.length;
  }

  /** Number of links that have flows. */
  public int busyCount() {
    return busyCount;
  }

  /** One of the links that have flows, in no particular but a reproducible order. */
  public int busy(int index) {
    return busy[index];
  }

  int[] flowsOf(int link) {
    return flowsOfLink[link];
  }

  long[] rows() {
    return rows;
  }

  int[] rowLinks() {
    return rowLinks;
  }

  private void put(int link, int place, int flow, int hop) {
    flowsOfLink[link][place] = flow;
    hopsOfLink[link][place] = hop;
    rowPlaces[hop] = place;
  }

  private static int sizeClass(int hops) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, hops) - 1);
  }

  private int takeRoom(int hops) {
    int sizeClass = sizeClass(hops);
    int room = freeRows[sizeClass];
    if (room != NONE) {
      freeRows[sizeClass] = rowLinks[room];
      return room;
    }
    room = rowsEnd;
    // The size class of what comes back is told from its row, which may be shorter.
    rowsEnd = Math.addExact(room, 1 << sizeClass);
    if (rowsEnd > rowLinks.length) {
      rowLinks = IntArrays.grow(rowLinks, rowsEnd, room);
      rowPlaces = IntArrays.grow(rowPlaces, rowLinks.length, room);
      if (rowShares != null) {
        int before = rowShares.length;
        rowShares = DoubleArrays.grow(rowShares, rowLinks.length, before);
        Arrays.fill(rowShares, before, rowShares.length, 1);
      }
    }
    return room;
  }

  private void giveRoom(int first, int end) {
    int sizeClass = sizeClass(end - first);
    rowLinks[first] = freeRows[sizeClass];
    freeRows[sizeClass] = first;
  }
}

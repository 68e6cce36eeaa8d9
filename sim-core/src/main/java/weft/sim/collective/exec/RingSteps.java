package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * How far the rings of a communicator have come that go step by step: which edges may send, and who
 * may when a chunk has arrived. Edges are numbered channel × ranks + position; of those that go
 * alike, only the first counts.
 */
final class RingSteps {

  private final int[] started;
  private final int[] arrived;
  private final int[] passed;
  private final int[] links;
  private final boolean[] isBusy;

  /** Of each edge, the times of all its deliveries less those of all its starts. */
  private final long[] durations;

  /** For each edge, those that pass on what it brings. */
  private final int[][] followers;

  private final int edges;
  private int steps;
  private int pending;

  /**
   * Rings of a communicator.
   *
   * @param rings laid and folded for good
   */
  RingSteps(Rings rings) {
    int ranks = rings.ranks();
    int count = rings.edges();
    AlikeEdges alike = rings.alike();
    started = new int[count];
    arrived = new int[count];
    passed = new int[count];
    links = new int[count];
    isBusy = new boolean[count];
    durations = new long[count];
    IntArrayList[] of = new IntArrayList[count];
    Arrays.setAll(of, any -> new IntArrayList(1));
    int simulated = 0;
    for (int edge = 0; edge < count; edge++) {
      if (alike == null || alike.first(edge) == edge) {
        simulated++;
        int before = edge % ranks == 0 ? edge + ranks - 1 : edge - 1;
        of[alike == null ? before : alike.first(before)].add(edge);
      }
    }
    edges = simulated;
    followers = Arrays.stream(of).map(IntArrayList::toIntArray).toArray(int[][]::new);
  }

  /** A collective of so many steps, at least 1, begins. */
  void start(int steps) {
    this.steps = steps;
    pending = edges;
    Arrays.fill(started, 0);
    Arrays.fill(arrived, 0);
    Arrays.fill(passed, 0);
    Arrays.fill(isBusy, false);
    Arrays.fill(durations, 0);
  }

  /**
   * Has an edge send its next chunk, if it is free and the chunk is there.
   *
   * @return the step; −1 if it cannot
   */
  int send(int edge, long nowPs) {
    if (isBusy[edge] || started[edge] == steps || arrived[edge] < started[edge]) {
      return -1;
    }
    isBusy[edge] = true;
    durations[edge] -= nowPs;
    return started[edge]++;
  }

  /** The chunk that an edge has been sending has left. */
  void free(int edge) {
    isBusy[edge] = false;
  }

  /** Those that may pass on what an edge brings. */
  int[] followers(int edge) {
    return followers[edge];
  }

  /** An edge may pass on one more chunk. */
  void arrived(int edge) {
    arrived[edge]++;
  }

  /** A chunk has been delivered over an edge, limited by a link last; −1 if by none. */
  void delivered(int edge, long nowPs, int link) {
    durations[edge] += nowPs;
    links[edge] = link;
  }

  /** How long the transfers of an edge took in the mean, picoseconds. */
  long transferPs(int edge) {
    return durations[edge] / steps;
  }

  /** What limited the edge that sent for longest, last; −1 if nothing did. */
  int boundLink() {
    int slowest = 0;
    for (int edge = 1; edge < durations.length; edge++) {
      slowest = durations[edge] > durations[slowest] ? edge : slowest;
    }
    return links[slowest];
  }

  /**
   * A chunk has arrived over an edge.
   *
   * @return whether it was the last of all
   */
  boolean isLast(int edge) {
    return ++passed[edge] == steps && --pending == 0;
  }
}

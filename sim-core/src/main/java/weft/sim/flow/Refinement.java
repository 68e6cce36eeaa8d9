package weft.sim.flow;

import java.util.Arrays;

/**
 * The coarsest equitable partition of a graph that is finer than a given one: any two vertices of a
 * class have edges of the same weight, in sum, to each class. Colour refinement by a work list of
 * classes that may still split others (Cardon and Crochemore, Partitioning a graph in O(|A| log
 * |V|), Theoretical Computer Science 19, 1982); of the parts of a class that splits, the largest
 * need not be looked at again.
 *
 * <p>{@link weft.sim.collect.EquitablePartition} does the same for graphs with labels instead of
 * weights, and follows edges without a limit.
 *
 * <p>The graph is bipartite here: flows and links, each a vertex, with what a flow puts on a link
 * as the weight. Whoever gets rates by what happens on links cannot tell the flows of a class
 * apart, so that their max-min rates are the same.
 */
final class Refinement {

  /** The rows of both sides. */
  interface Graph {
    int vertices();

    int firstEdge(int vertex);

    int endEdge(int vertex);

    int target(int edge);

    double weight(int edge);
  }

  private final Graph graph;
  private final int[] classOf;

  /** Vertices class by class, where each stands, and where each class begins and ends. */
  private final int[] order;

  private final int[] places;
  private final int[] begins;
  private final int[] ends;
  private int classes;

  /** Classes that may split others: a stack. */
  private final int[] work;

  private final boolean[] isWaiting;
  private int workCount;

  private final double[] sums;
  private int[] reached;
  private final boolean[] isReached;
  private int reachedCount;

  /** The classes of what was reached; of each class, how many that are, and where they go next. */
  private final int[] reachedClasses;

  private final int[] reachedOf;
  private final int[] nextPlaces;

  /** Takes what was reached in another order, in exchange for {@link #reached}. */
  private int[] sorted;

  private long edgesSeen;

  /**
   * A partition to begin with.
   *
   * @param colours class of each vertex, 0 … {@code count} − 1, each of which has a vertex
   */
  Refinement(Graph graph, int[] colours, int count) {
    this.graph = graph;
    int vertices = graph.vertices();
    classOf = colours.clone();
    order = new int[vertices];
    places = new int[vertices];
    begins = new int[vertices];
    ends = new int[vertices];
    work = new int[vertices];
    isWaiting = new boolean[vertices];
    sums = new double[vertices];
    reached = new int[vertices];
    isReached = new boolean[vertices];
    classes = count;
    reachedClasses = new int[vertices];
    reachedOf = new int[vertices];
    nextPlaces = new int[vertices];
    sorted = new int[vertices];
    sortByClass(vertices);
    for (int each = 0; each < classes; each++) {
      push(each);
    }
  }

  private void sortByClass(int vertices) {
    for (int vertex = 0; vertex < vertices; vertex++) {
      ends[classOf[vertex]]++;
    }
    int sum = 0;
    for (int each = 0; each < classes; each++) {
      begins[each] = sum;
      sum += ends[each];
      ends[each] = begins[each];
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      place(vertex, ends[classOf[vertex]]++);
    }
  }

  private void place(int vertex, int place) {
    order[place] = vertex;
    places[vertex] = place;
  }

  /**
   * Refines until nothing splits.
   *
   * @param mostClasses gives up when there are more
   * @param mostEdges gives up when more have been followed
   * @return false if it was given up
   */
  boolean refine(int mostClasses, long mostEdges) {
    while (workCount > 0) {
      int splitter = work[--workCount];
      isWaiting[splitter] = false;
      reach(splitter);
      if (classes > mostClasses || edgesSeen > mostEdges) {
        return false;
      }
      splitReached();
    }
    return classes <= mostClasses;
  }

  int classes() {
    return classes;
  }

  int classOf(int vertex) {
    return classOf[vertex];
  }

  /** Where the members of a class begin in {@link #member}. */
  int begin(int each) {
    return begins[each];
  }

  int end(int each) {
    return ends[each];
  }

  int member(int place) {
    return order[place];
  }

  private void reach(int splitter) {
    reachedCount = 0;
    for (int place = begins[splitter]; place < ends[splitter]; place++) {
      int vertex = order[place];
      int end = graph.endEdge(vertex);
      edgesSeen += end - graph.firstEdge(vertex);
      for (int edge = graph.firstEdge(vertex); edge < end; edge++) {
        int target = graph.target(edge);
        if (!isReached[target]) {
          isReached[target] = true;
          sums[target] = 0;
          reached[reachedCount++] = target;
        }
        sums[target] += graph.weight(edge);
      }
    }
  }

  private void splitReached() {
    if (isUniform()) {
      if (reachedCount > 0) {
        split(classOf[reached[0]], 0, reachedCount);
      }
    } else {
      int count = sortReachedByClass();
      int from = 0;
      for (int i = 0; i < count; i++) {
        int each = reachedClasses[i];
        int to = nextPlaces[each];
        sortBySum(from, to);
        split(each, from, to);
        from = to;
      }
    }
    for (int i = 0; i < reachedCount; i++) {
      isReached[reached[i]] = false;
    }
  }

  /** Returns how many classes they are of, which stand in {@link #reachedClasses}, ascending. */
  private int sortReachedByClass() {
    int count = 0;
    for (int i = 0; i < reachedCount; i++) {
      int each = classOf[reached[i]];
      if (reachedOf[each]++ == 0) {
        reachedClasses[count++] = each;
      }
    }
    Arrays.sort(reachedClasses, 0, count);
    int place = 0;
    for (int i = 0; i < count; i++) {
      int each = reachedClasses[i];
      nextPlaces[each] = place;
      place += reachedOf[each];
      reachedOf[each] = 0;
    }
    for (int i = 0; i < reachedCount; i++) {
      sorted[nextPlaces[classOf[reached[i]]]++] = reached[i];
    }
    int[] unsorted = reached;
    reached = sorted;
    sorted = unsorted;
    return count;
  }

  private void sortBySum(int from, int to) {
    long[] keys = new long[to - from];
    boolean isEqual = true;
    for (int i = from; i < to; i++) {
      // Sums are of positive weights, and such bits are in the order of their numbers.
      keys[i - from] = Double.doubleToRawLongBits(sums[reached[i]]);
      isEqual &= keys[i - from] == keys[0];
    }
    if (isEqual) {
      return;
    }
    long[] distinct = Colours.distinct(keys);
    int[] ends = new int[distinct.length];
    for (long key : keys) {
      ends[Arrays.binarySearch(distinct, key)]++;
    }
    int place = from;
    for (int i = 0; i < ends.length; i++) {
      place += ends[i];
      ends[i] = place;
    }
    for (int i = to - 1; i >= from; i--) {
      sorted[--ends[Arrays.binarySearch(distinct, keys[i - from])]] = reached[i];
    }
    System.arraycopy(sorted, from, reached, from, to - from);
  }

  /** Whether all that was reached is of one class and sum: as in symmetric systems mostly. */
  private boolean isUniform() {
    for (int i = 1; i < reachedCount; i++) {
      if (classOf[reached[i]] != classOf[reached[0]] || sums[reached[i]] != sums[reached[0]]) {
        return false;
      }
    }
    return true;
  }

  /** Splits a class by the sums of those of its vertices that were reached, which are sorted. */
  private void split(int each, int from, int to) {
    boolean all = to - from == ends[each] - begins[each];
    if (all && sums[reached[from]] == sums[reached[to - 1]]) {
      return;
    }
    boolean wasWaiting = isWaiting[each];
    int firstNew = classes;
    int end = to;
    // From behind; if all were reached, those of the least sum keep the class.
    while (end > from) {
      int begin = end - 1;
      while (begin > from && sums[reached[begin - 1]] == sums[reached[end - 1]]) {
        begin--;
      }
      if (all && begin == from) {
        break;
      }
      takeOut(each, begin, end);
      end = begin;
    }
    int largest = each;
    int largestSize = ends[each] - begins[each];
    for (int part = firstNew; part < classes; part++) {
      if (ends[part] - begins[part] > largestSize) {
        largest = part;
        largestSize = ends[part] - begins[part];
      }
    }
    for (int part = firstNew; part < classes; part++) {
      if (wasWaiting || part != largest) {
        push(part);
      }
    }
    if (!wasWaiting && largest != each) {
      push(each);
    }
  }

  /** Makes a class of its own of some vertices, at the end of the one that they are in. */
  private void takeOut(int each, int from, int to) {
    int part = classes++;
    ends[part] = ends[each];
    for (int i = from; i < to; i++) {
      int vertex = reached[i];
      int last = --ends[each];
      int moved = order[last];
      place(moved, places[vertex]);
      place(vertex, last);
      classOf[vertex] = part;
    }
    begins[part] = ends[each];
  }

  private void push(int each) {
    if (!isWaiting[each]) {
      isWaiting[each] = true;
      work[workCount++] = each;
    }
  }
}

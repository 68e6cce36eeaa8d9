package weft.sim.collect;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * The coarsest equitable partition of a {@link LabelledGraph}: vertices of one class have the same
 * colour and, for each class and each label, as many neighbours there as each other.
 *
 * <p>Colour refinement with a work list: a class that is new splits the classes of its neighbours
 * by how many they have in it; of a class that is split, all parts but the largest go on the list,
 * for counts in that follow from the others (Hopcroft: An n log n algorithm for minimizing states
 * in a finite automaton, 1971; for graphs: Berkholz, Bonsma, Grohe: Tight lower and upper bounds
 * for the complexity of canonical colour refinement, Theory of Computing Systems 60, 2017). It
 * takes O(m log n) for n vertices and m edges. Which number a class gets is no property of the
 * graph, but the same always.
 */
public final class EquitablePartition {

  private final LabelledGraph graph;

  /** Vertices by class, and where each stands. */
  private final int[] members;

  private final int[] places;
  private final int[] classes;

  /** Of each class, where its members begin, and how many they are. */
  private int[] begins;

  private int[] sizes;
  private int count;

  /** Classes that have yet to split others: a stack. */
  private int[] waiting;

  private int waitingCount;
  private boolean[] isWaiting;

  /** Of each vertex, its neighbours in the class at hand. */
  private final int[] counts;

  /** Of each class, how many members have such neighbours; they stand first. */
  private int[] touched;

  private int[] touchedClasses = new int[16];
  private int touchedClassCount;
  private int[] splitter = new int[16];

  /** The partition by colours alone; {@link #refine} makes it equitable. */
  public EquitablePartition(LabelledGraph graph) {
    this.graph = graph;
    graph.seal();
    int vertices = graph.vertices();
    members = new int[vertices];
    Arrays.setAll(members, vertex -> vertex);
    places = members.clone();
    classes = new int[vertices];
    counts = new int[vertices];
    int room = 64;
    begins = new int[room];
    sizes = new int[room];
    waiting = new int[room];
    isWaiting = new boolean[room];
    touched = new int[room];
    if (vertices > 0) {
      newClass(0, vertices);
      enlist(0);
      splitBy(graph::colour);
    }
  }

  /** A number for each vertex. */
  @FunctionalInterface
  public interface Keys {
    int of(int vertex);
  }

  /** Splits each class by a key of its members; {@link #refine} has to follow. */
  public void splitBy(Keys keys) {
    int before = count;
    for (int part = 0; part < before; part++) {
      int begin = begins[part];
      int end = begin + sizes[part];
      int[] sorted = Arrays.copyOfRange(members, begin, end);
      IntArrays.mergeSort(sorted, (one, other) -> Integer.compare(keys.of(one), keys.of(other)));
      for (int i = 0; i < sorted.length; i++) {
        members[begin + i] = sorted[i];
        places[sorted[i]] = begin + i;
      }
      cut(part, begin, end, end, keys);
    }
  }

  /**
   * Splits until the partition is equitable.
   *
   * @param most how many classes it may have
   * @return false if it would have more: then it is not equitable
   */
  public boolean refine(int most) {
    while (waitingCount > 0) {
      int part = waiting[--waitingCount];
      isWaiting[part] = false;
      int size = sizes[part];
      splitter = IntArrays.grow(splitter, size, 0);
      System.arraycopy(members, begins[part], splitter, 0, size);
      for (int label = 0; label < graph.labels(); label++) {
        splitNeighbours(size, label);
      }
      if (count > most) {
        return false;
      }
    }
    return true;
  }

  /** Number of classes. */
  public int classes() {
    return count;
  }

  /** The class of a vertex. */
  public int classOf(int vertex) {
    return classes[vertex];
  }

  /** How many vertices a class has. */
  public int size(int part) {
    return sizes[part];
  }

  private void splitNeighbours(int size, int label) {
    touchedClassCount = 0;
    for (int i = 0; i < size; i++) {
      int vertex = splitter[i];
      int end = graph.end(vertex, label);
      for (int place = graph.first(vertex, label); place < end; place++) {
        touch(graph.target(place));
      }
    }
    for (int i = 0; i < touchedClassCount; i++) {
      split(touchedClasses[i]);
    }
  }

  /** Counts a neighbour, and moves it to those of its class that have been counted. */
  private void touch(int vertex) {
    if (counts[vertex]++ > 0) {
      return;
    }
    int part = classes[vertex];
    if (touched[part] == 0) {
      touchedClasses = IntArrays.grow(touchedClasses, touchedClassCount + 1, touchedClassCount);
      touchedClasses[touchedClassCount++] = part;
    }
    int to = begins[part] + touched[part]++;
    int other = members[to];
    members[places[vertex]] = other;
    places[other] = places[vertex];
    members[to] = vertex;
    places[vertex] = to;
  }

  /** Splits a class by the counts of its members, of which some may have none. */
  private void split(int part) {
    int begin = begins[part];
    int end = begin + touched[part];
    touched[part] = 0;
    int first = counts[members[begin]];
    boolean equal = true;
    for (int place = begin; equal && place < end; place++) {
      equal = counts[members[place]] == first;
    }
    if (!equal) {
      IntArrays.quickSort(
          members, begin, end, (one, other) -> Integer.compare(counts[one], counts[other]));
      for (int place = begin; place < end; place++) {
        places[members[place]] = place;
      }
    }
    if (!equal || end < begin + sizes[part]) {
      cut(part, begin, end, begin + sizes[part], vertex -> counts[vertex]);
    }
    for (int place = begin; place < end; place++) {
      counts[members[place]] = 0;
    }
  }

  /**
   * Makes classes of the runs of equal keys, and of the rest; the largest of them stays what it
   * was. The rest is not looked at, so that what a splitter costs follows what it touches.
   *
   * @param end where the runs end, and the rest begins
   * @param restEnd where that ends
   */
  private void cut(int part, int begin, int end, int restEnd, Keys keys) {
    int largestBegin = end;
    int largest = restEnd - end;
    for (int from = begin; from < end; ) {
      int to = runEnd(from, end, keys);
      if (to - from > largest) {
        largest = to - from;
        largestBegin = from;
      }
      from = to;
    }
    if (largest == restEnd - begin) {
      return;
    }
    for (int from = begin; from < end; ) {
      int to = runEnd(from, end, keys);
      if (from != largestBegin) {
        enlist(newClass(from, to));
      }
      from = to;
    }
    if (end < restEnd && end != largestBegin) {
      enlist(newClass(end, restEnd));
    }
    begins[part] = largestBegin;
    sizes[part] = largest;
  }

  private int runEnd(int from, int end, Keys keys) {
    int key = keys.of(members[from]);
    int to = from + 1;
    while (to < end && keys.of(members[to]) == key) {
      to++;
    }
    return to;
  }

  private int newClass(int begin, int end) {
    if (count == begins.length) {
      int room = 2 * count;
      begins = Arrays.copyOf(begins, room);
      sizes = Arrays.copyOf(sizes, room);
      waiting = Arrays.copyOf(waiting, room);
      isWaiting = Arrays.copyOf(isWaiting, room);
      touched = Arrays.copyOf(touched, room);
    }
    int part = count++;
    begins[part] = begin;
    sizes[part] = end - begin;
    for (int place = begin; place < end; place++) {
      classes[members[place]] = part;
    }
    return part;
  }

  private void enlist(int part) {
    if (!isWaiting[part]) {
      isWaiting[part] = true;
      waiting[waitingCount++] = part;
    }
  }
}

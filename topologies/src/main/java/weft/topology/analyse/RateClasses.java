package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * The coarsest division of vertices into classes that refines given colours and is equitable:
 * vertices of one class have the same total rate to every class.
 *
 * <p>Classes are split by their rates to one class after another until none splits any more. Of the
 * parts of a split class all but the largest split others in turn: the rate to that one follows
 * from the others (Hopcroft's trick; R. Paige and R. E. Tarjan, "Three partition refinement
 * algorithms", SIAM J. Computing 16, 1987). An edge is so looked at no more often than the
 * logarithm of the number of vertices says.
 *
 * <p>The engine has two of its own, {@code weft.sim.collect.EquitablePartition} for labels and
 * {@code weft.sim.flow.Refinement} for weights, which analyses of a topology do not depend on.
 */
final class RateClasses {

  private final NodeNetwork network;

  /** Vertices class by class, and where each of them is. */
  private final int[] members;

  private final int[] places;
  private final int[] classes;
  private final IntArrayList starts = new IntArrayList();
  private final IntArrayList ends = new IntArrayList();
  private final boolean[] waiting;
  private final IntArrayList splitters = new IntArrayList();

  /** By vertex, the rate to the class that splits; 0 elsewhere. */
  private final long[] rates;

  private final IntArrayList touched = new IntArrayList();

  /** By class, how many of its vertices are touched, and their least and largest rates. */
  private final int[] touches;

  private final long[] least;
  private final long[] most;

  /** Refines {@code colours}, one for each device of the network. */
  RateClasses(NodeNetwork network, int[] colours) {
    this.network = network;
    int vertices = colours.length;
    members = new int[vertices];
    Arrays.setAll(members, vertex -> vertex);
    IntArrays.stableSort(members, (a, b) -> Integer.compare(colours[a], colours[b]));
    places = new int[vertices];
    classes = new int[vertices];
    waiting = new boolean[vertices];
    rates = new long[vertices];
    touches = new int[vertices];
    least = new long[vertices];
    most = new long[vertices];
    for (int place = 0; place < vertices; place++) {
      boolean isFirst = place == 0 || colours[members[place]] != colours[members[place - 1]];
      if (isFirst) {
        enqueue(addClass(place, place));
      }
      places[members[place]] = place;
      classes[members[place]] = count() - 1;
      ends.set(count() - 1, place + 1);
    }
    while (!splitters.isEmpty()) {
      int splitter = splitters.popInt();
      waiting[splitter] = false;
      splitBy(splitter);
    }
  }

  /** How many classes there are. */
  int count() {
    return starts.size();
  }

  /** The class of a device, 0 … count − 1. */
  int of(int vertex) {
    return classes[vertex];
  }

  /** How many vertices are in a class. */
  int size(int group) {
    return ends.getInt(group) - starts.getInt(group);
  }

  /** One of a class. */
  int representative(int group) {
    return members[starts.getInt(group)];
  }

  private int addClass(int start, int end) {
    starts.add(start);
    ends.add(end);
    return count() - 1;
  }

  private void enqueue(int group) {
    waiting[group] = true;
    splitters.add(group);
  }

  private void splitBy(int splitter) {
    touch(splitter);
    IntArrayList splitting = new IntArrayList();
    for (int i = 0; i < touched.size(); i++) {
      int vertex = touched.getInt(i);
      int own = classes[vertex];
      if (touches[own] < size(own) || least[own] < most[own]) {
        splitting.add(vertex);
      }
    }
    int[] sorted = splitting.toIntArray();
    IntArrays.quickSort(sorted, this::byClassAndRate);
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && classes[sorted[to]] == classes[sorted[from]]) {
        to++;
      }
      split(sorted, from, to);
      from = to;
    }
    for (int i = 0; i < touched.size(); i++) {
      rates[touched.getInt(i)] = 0;
    }
  }

  private int byClassAndRate(int one, int other) {
    if (classes[one] != classes[other]) {
      return Integer.compare(classes[one], classes[other]);
    }
    return rates[one] != rates[other]
        ? Long.compare(rates[one], rates[other])
        : Integer.compare(one, other);
  }

  private void touch(int splitter) {
    touched.clear();
    for (int place = starts.getInt(splitter); place < ends.getInt(splitter); place++) {
      int vertex = members[place];
      for (int i = network.first(vertex); i < network.end(vertex); i++) {
        int neighbour = network.neighbour(i);
        if (rates[neighbour] == 0) {
          touched.add(neighbour);
          touches[classes[neighbour]] = 0;
        }
        rates[neighbour] += network.rateBps(i);
      }
    }
    for (int i = 0; i < touched.size(); i++) {
      int own = classes[touched.getInt(i)];
      long rate = rates[touched.getInt(i)];
      least[own] = touches[own] == 0 ? rate : Math.min(least[own], rate);
      most[own] = touches[own] == 0 ? rate : Math.max(most[own], rate);
      touches[own]++;
    }
  }

  /** Splits the class of {@code vertices[from … to − 1]}, which are sorted by rate. */
  private void split(int[] vertices, int from, int to) {
    int old = classes[vertices[from]];
    int firstNew = count();
    boolean keepsOthers = to - from < size(old);
    int start = from;
    for (int i = from; i < to; i++) {
      boolean isLast = i + 1 == to || rates[vertices[i + 1]] != rates[vertices[i]];
      if (isLast) {
        // Where all of the class are touched, the first of its parts keeps its number.
        if (keepsOthers || start > from) {
          moveOut(old, vertices, start, i + 1);
        }
        start = i + 1;
      }
    }
    int largest = old;
    for (int part = firstNew; part < count(); part++) {
      largest = size(part) > size(largest) ? part : largest;
    }
    boolean all = waiting[old];
    if (!all && largest != old) {
      enqueue(old);
    }
    for (int part = firstNew; part < count(); part++) {
      if (all || part != largest) {
        enqueue(part);
      }
    }
  }

  /** Gives some vertices of a class, behind which it then ends, a class of their own. */
  private void moveOut(int old, int[] vertices, int from, int to) {
    int end = ends.getInt(old);
    int part = addClass(end - (to - from), end);
    for (int i = from; i < to; i++) {
      int last = members[--end];
      int place = places[vertices[i]];
      members[place] = last;
      places[last] = place;
      members[end] = vertices[i];
      places[vertices[i]] = end;
    }
    ends.set(old, end);
    for (int i = from; i < to; i++) {
      classes[vertices[i]] = part;
    }
  }
}

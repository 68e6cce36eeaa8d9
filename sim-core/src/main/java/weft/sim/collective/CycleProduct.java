package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Hamiltonian cycles of a product of cycles, which is a torus: as many as it has factors, no two on
 * one edge. That there are such for any number of factors: Kotzig 1973 for two, Foregger 1978 for
 * three, Aubert and Schneider, Discrete Mathematics 38 (1982); as told in Stong, Discrete
 * Mathematics 306 (2006), introduction.
 *
 * <p>They are found by exchange, as in these proofs. To begin with, each dimension has all edges
 * along it, many short cycles. Of a square whose two edges in one direction belong to one dimension
 * and the two others to another, both can exchange their pair: cycles that are crossed are joined.
 * Exchanges are made, in a random order from a fixed seed, that leave fewer cycles in all, and now
 * and then as many, until each has one.
 */
final class CycleProduct {

  /**
   * So many places are looked at before it is given up, in a second or so: cycles are looked
   * through again for each of the last exchanges. An assumption.
   */
  private static final long MOST_LOOKS = 1L << 28;

  private static final int ATTEMPTS = 10;
  private static final int PASSES = 200;
  private static final int SEED = 1;

  /** How often an exchange is made that leaves as many cycles as before. An assumption. */
  private static final double SIDEWAYS = 0.5;

  private final int[] lengths;
  private final int[] steps;
  private final int places;
  private final Random random;

  /** For each dimension, place and side of it, the neighbour on the cycle; of the sides 0 and 1. */
  private final int[][] neighbours;

  /** For each direction, which dimension the edge from a place to the next one belongs to. */
  private final int[][] owners;

  /** For each dimension the number of the cycle of each place, and how many there are. */
  private final int[][] labels;

  private final int[] counts;

  /** Places that were looked at, of attempts before as well. */
  private long looks;

  private CycleProduct(List<Integer> factors, Random random) {
    this.random = random;
    lengths = factors.stream().mapToInt(length -> length).toArray();
    steps = new int[lengths.length];
    int step = 1;
    for (int i = lengths.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= lengths[i];
    }
    places = step;
    neighbours = new int[lengths.length][2 * places];
    owners = new int[lengths.length][places];
    labels = new int[lengths.length][places];
    counts = new int[lengths.length];
    for (int dimension = 0; dimension < lengths.length; dimension++) {
      Arrays.fill(owners[dimension], dimension);
      for (int place = 0; place < places; place++) {
        int next = next(place, dimension);
        neighbours[dimension][2 * place + 1] = next;
        neighbours[dimension][2 * next] = place;
      }
      counts[dimension] = label(dimension, labels[dimension]);
    }
  }

  /**
   * The cycles, each as the numbers of its places one after the other, where the last factor is the
   * fastest; none if they are not found.
   *
   * @param factors length of each cycle, three or more, or one cycle alone
   */
  static List<int[]> cycles(List<Integer> factors) {
    if (factors.size() == 1) {
      return List.of(IntStream.range(0, factors.get(0)).toArray());
    }
    Random random = new Random(SEED);
    long looks = 0;
    for (int attempt = 0; attempt < ATTEMPTS && looks < MOST_LOOKS; attempt++) {
      CycleProduct product = new CycleProduct(factors, random);
      product.looks += looks;
      if (product.join()) {
        return product.found();
      }
      looks = product.looks;
    }
    return List.of();
  }

  private int next(int place, int dimension) {
    int at = place / steps[dimension] % lengths[dimension];
    return at + 1 < lengths[dimension] ? place + steps[dimension] : place - at * steps[dimension];
  }

  /** Exchanges until each dimension has one cycle; false if that takes too long. */
  private boolean join() {
    int pairs = lengths.length * lengths.length;
    int[] squares = IntStream.range(0, places * pairs).toArray();
    for (int pass = 0; pass < PASSES && !isEnded(); pass++) {
      IntArrays.shuffle(squares, random);
      for (int square : squares) {
        int one = square % pairs / lengths.length;
        int two = square % lengths.length;
        if (one < two && !isEnded()) {
          exchange(square / pairs, one, two);
        }
      }
    }
    return isDone();
  }

  private boolean isEnded() {
    return looks >= MOST_LOOKS || isDone();
  }

  private boolean isDone() {
    return Arrays.stream(counts).allMatch(count -> count == 1);
  }

  /** Exchanges the edges of the square at a place, in two directions, if that is of use. */
  private void exchange(int place, int one, int two) {
    int along = next(place, one);
    int across = next(place, two);
    int opposite = next(along, two);
    int first = owners[one][place];
    int second = owners[two][place];
    boolean isTwoPairs =
        first != second && owners[one][across] == first && owners[two][along] == second;
    boolean joinsFirst = labels[first][place] != labels[first][across];
    boolean joinsSecond = labels[second][place] != labels[second][along];
    if (!isTwoPairs || !(joinsFirst || joinsSecond)) {
      return;
    }
    cross(first, place, along, across, opposite);
    cross(second, place, across, along, opposite);
    boolean joins = joinsFirst && joinsSecond;
    if (joins) {
      join(first, place);
      join(second, place);
    }
    if (joins || isOfUse(first, second)) {
      owners[one][place] = second;
      owners[one][across] = second;
      owners[two][place] = first;
      owners[two][along] = first;
    } else {
      cross(first, place, across, along, opposite);
      cross(second, place, along, across, opposite);
    }
  }

  /** Two cycles have become one. */
  private void join(int dimension, int place) {
    walk(dimension, place, labels[dimension], labels[dimension][place]);
    counts[dimension]--;
  }

  /** Whether there are fewer cycles after an exchange, or as many and it may be made. */
  private boolean isOfUse(int first, int second) {
    int[] firstLabels = new int[places];
    int[] secondLabels = new int[places];
    int firstCount = label(first, firstLabels);
    int secondCount = label(second, secondLabels);
    int gained = counts[first] + counts[second] - firstCount - secondCount;
    if (gained < 0 || (gained == 0 && random.nextDouble() >= SIDEWAYS)) {
      return false;
    }
    labels[first] = firstLabels;
    labels[second] = secondLabels;
    counts[first] = firstCount;
    counts[second] = secondCount;
    return true;
  }

  /**
   * Of a square place, along, opposite, across: takes the edges between place and along, and across
   * and opposite, from a dimension, and gives it the two others.
   */
  private void cross(int dimension, int place, int along, int across, int opposite) {
    replace(dimension, place, along, across);
    replace(dimension, along, place, opposite);
    replace(dimension, across, opposite, place);
    replace(dimension, opposite, across, along);
  }

  private void replace(int dimension, int place, int before, int after) {
    int side = neighbours[dimension][2 * place] == before ? 0 : 1;
    neighbours[dimension][2 * place + side] = after;
  }

  /** Numbers the cycles of a dimension; returns how many there are. */
  private int label(int dimension, int[] numbers) {
    Arrays.fill(numbers, -1);
    int count = 0;
    for (int place = 0; place < places; place++) {
      if (numbers[place] < 0) {
        walk(dimension, place, numbers, count++);
      }
    }
    return count;
  }

  /** Gives all places of a cycle a number. */
  private void walk(int dimension, int start, int[] numbers, int number) {
    int before = -1;
    int at = start;
    do {
      numbers[at] = number;
      looks++;
      int next = after(dimension, at, before);
      before = at;
      at = next;
    } while (at != start);
  }

  /** The neighbour of a place on its cycle that is not the one before. */
  private int after(int dimension, int place, int before) {
    int side = neighbours[dimension][2 * place] == before ? 1 : 0;
    return neighbours[dimension][2 * place + side];
  }

  private List<int[]> found() {
    List<int[]> cycles = new ArrayList<>();
    for (int dimension = 0; dimension < lengths.length; dimension++) {
      int[] cycle = new int[places];
      int before = -1;
      int at = 0;
      for (int position = 0; position < places; position++) {
        cycle[position] = at;
        int next = after(dimension, at, before);
        before = at;
        at = next;
      }
      cycles.add(cycle);
    }
    return cycles;
  }
}

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
   * It is given up when so many places have been looked at, which takes a few seconds. An
   * assumption.
   */
  private static final long MOST_LOOKS = 1L << 28;

  private static final int ATTEMPTS = 10;
  private static final int PASSES = 200;
  private static final int SEED = 1;
  private static final int NONE = -1;

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

  /** For each dimension the number of the cycle of each place. */
  private final int[][] labels;

  /** How many cycles there are, of all dimensions. */
  private int cycles;

  private int nextLabel;

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
    for (int dimension = 0; dimension < lengths.length; dimension++) {
      Arrays.fill(owners[dimension], dimension);
      for (int place = 0; place < places; place++) {
        int next = next(place, dimension);
        neighbours[dimension][2 * place + 1] = next;
        neighbours[dimension][2 * next] = place;
      }
      label(dimension);
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
    return cycles == lengths.length;
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
    int crossed = joinsFirst ? second : first;
    int split = NONE;
    if (!joinsFirst || !joinsSecond) {
      split =
          joinsFirst
              ? shorterPart(second, place, across, along, opposite)
              : shorterPart(first, place, along, across, opposite);
      if (split != NONE && random.nextDouble() >= SIDEWAYS) {
        return;
      }
    }
    if (joinsFirst) {
      join(first, place, across);
    }
    if (joinsSecond) {
      join(second, place, along);
    }
    cross(first, place, along, across, opposite);
    cross(second, place, across, along, opposite);
    if (split != NONE) {
      walk(crossed, split, nextLabel++);
      cycles++;
    }
    owners[one][place] = second;
    owners[one][across] = second;
    owners[two][place] = first;
    owners[two][along] = first;
  }

  /** Two cycles are about to become one, with the number of the longer. */
  private void join(int dimension, int one, int other) {
    Steps ofOne = new Steps(dimension, one, NONE);
    Steps ofOther = new Steps(dimension, other, NONE);
    do {
      ofOne.go();
      ofOther.go();
    } while (ofOne.at != one && ofOther.at != other);
    int shorter = ofOne.at == one ? one : other;
    int longer = shorter == one ? other : one;
    walk(dimension, shorter, labels[dimension][longer]);
    cycles--;
  }

  /**
   * Of one cycle two edges are to be crossed, from place to partner and from side to opposite: a
   * place on the shorter of the two cycles that this would leave; none if it would leave one.
   */
  private int shorterPart(int dimension, int place, int partner, int side, int opposite) {
    Steps ofPlace = new Steps(dimension, place, partner);
    Steps ofPartner = new Steps(dimension, partner, place);
    while (true) {
      ofPlace.go();
      if (ofPlace.at == side || ofPlace.at == opposite) {
        return ofPlace.at == side ? place : NONE;
      }
      ofPartner.go();
      if (ofPartner.at == side || ofPartner.at == opposite) {
        return ofPartner.at == opposite ? partner : NONE;
      }
    }
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

  /** Numbers the cycles of a dimension. */
  private void label(int dimension) {
    Arrays.fill(labels[dimension], NONE);
    for (int place = 0; place < places; place++) {
      if (labels[dimension][place] == NONE) {
        walk(dimension, place, nextLabel++);
        cycles++;
      }
    }
  }

  /** Gives all places of a cycle a number. */
  private void walk(int dimension, int start, int number) {
    Steps steps = new Steps(dimension, start, NONE);
    do {
      labels[dimension][steps.at] = number;
      steps.go();
    } while (steps.at != start);
  }

  private List<int[]> found() {
    List<int[]> cycles = new ArrayList<>();
    for (int dimension = 0; dimension < lengths.length; dimension++) {
      int[] cycle = new int[places];
      Steps steps = new Steps(dimension, 0, NONE);
      for (int position = 0; position < places; position++) {
        cycle[position] = steps.at;
        steps.go();
      }
      cycles.add(cycle);
    }
    return cycles;
  }

  /** A way along a cycle, from a place away from a neighbour, or from no one in particular. */
  private final class Steps {

    private final int[] sides;
    private int before;
    private int at;

    Steps(int dimension, int start, int before) {
      sides = neighbours[dimension];
      this.before = before;
      at = start;
    }

    void go() {
      looks++;
      int next = sides[2 * at + (sides[2 * at] == before ? 1 : 0)];
      before = at;
      at = next;
    }
  }
}

package weft.topology.build;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import weft.topology.error.TopologyException;

/**
 * The places of a torus or mesh, numbered with the first dimension slowest: half of the numbers are
 * half of the machine, cut across the first dimension.
 *
 * <p>In a dimension of two places there is one link between them, not two: the link around would
 * join the same two. A dimension of one place has none.
 *
 * @param sizes places in each dimension
 * @param wrapAround for each dimension whether its ends are joined; that of a mesh are not
 */
public record TorusShape(List<Integer> sizes, List<Boolean> wrapAround) {

  private static final int MOST_DIMENSIONS = 6;

  /**
   * Checks the sizes.
   *
   * @throws TopologyException if one is less than 1, or there are too many places or dimensions
   */
  public TorusShape {
    sizes = List.copyOf(sizes);
    wrapAround = List.copyOf(wrapAround);
    Require.between("number of dimensions", sizes.size(), 1, MOST_DIMENSIONS);
    if (wrapAround.size() != sizes.size()) {
      throw new TopologyException(
          "wrap-around: %d values for %d dimensions. Maybe [%s]."
              .formatted(
                  wrapAround.size(),
                  sizes.size(),
                  String.join(", ", Collections.nCopies(sizes.size(), "on"))));
    }
    long places = 1;
    for (int size : sizes) {
      places *= Require.between("dimension", size, 1, Require.MOST_NODES);
      if (places > Require.MOST_NODES) {
        throw new TopologyException(
            "dimensions: %s are more than %,d places".formatted(text(sizes), Require.MOST_NODES));
      }
    }
  }

  /** With the ends of every dimension joined. */
  public static TorusShape torus(List<Integer> sizes) {
    return new TorusShape(sizes, Collections.nCopies(sizes.size(), true));
  }

  /** How many places there are. */
  public int places() {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  /** As people write it: {@code 8x8x16}. */
  public String text() {
    return text(sizes);
  }

  /** What the shape is called: a mesh if no ends are joined. */
  String noun() {
    return wrapAround.contains(true) ? "torus" : "mesh";
  }

  private static String text(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  int[] coordinates(int place) {
    int[] coordinates = new int[sizes.size()];
    int rest = place;
    for (int dimension = sizes.size() - 1; dimension >= 0; dimension--) {
      coordinates[dimension] = rest % sizes.get(dimension);
      rest /= sizes.get(dimension);
    }
    return coordinates;
  }

  int place(int[] coordinates) {
    int place = 0;
    for (int dimension = 0; dimension < coordinates.length; dimension++) {
      place = place * sizes.get(dimension) + coordinates[dimension];
    }
    return place;
  }

  /** The coordinates in a name, each as wide as its dimension's largest: {@code 0-07-3}. */
  String name(int place) {
    int[] coordinates = coordinates(place);
    StringBuilder name = new StringBuilder();
    for (int dimension = 0; dimension < coordinates.length; dimension++) {
      name.append(dimension == 0 ? "" : "-")
          .append(Numbering.padded(coordinates[dimension], sizes.get(dimension)));
    }
    return name.toString();
  }

  /** The next place in a dimension, or −1 at an end that is not joined to the other. */
  int next(int place, int dimension) {
    int[] coordinates = coordinates(place);
    int size = sizes.get(dimension);
    if (coordinates[dimension] < size - 1) {
      coordinates[dimension]++;
    } else if (wrapAround.get(dimension) && size > 2) {
      coordinates[dimension] = 0;
    } else {
      return -1;
    }
    return place(coordinates);
  }

  /** Takes each pair of neighbours once. */
  interface Visitor {
    void neighbours(int place, int next);
  }

  void forEachLink(Visitor visitor) {
    for (int place = 0; place < places(); place++) {
      for (int dimension = 0; dimension < sizes.size(); dimension++) {
        int next = next(place, dimension);
        if (next >= 0) {
          visitor.neighbours(place, next);
        }
      }
    }
  }
}

package weft.sim.collective;

import java.util.List;

/**
 * A torus or mesh of ranks that are joined to their neighbours directly, without switches, numbered
 * with the first dimension slowest.
 *
 * @param extents number of ranks in each dimension, two or more
 * @param wrapsAround whether the ends of every dimension are joined; those of two always are
 */
public record Grid(List<Integer> extents, boolean wrapsAround) {

  /** Copies the extents. */
  public Grid {
    extents = List.copyOf(extents);
  }

  /** Number of ranks. */
  public int ranks() {
    return extents.stream().reduce(1, Math::multiplyExact);
  }
}

package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Ways through a node whose GPUs are all joined to each other, chosen so that rings share as few
 * links as can be: a ring over one link of each GPU would leave the others idle.
 */
final class MeshRings {

  /**
   * Seven directed Hamiltonian cycles of eight GPUs that use each of the 56 directed links once.
   * That there are such: T. W. Tillson, "A Hamiltonian decomposition of K*2m, 2m ≥ 8", Journal of
   * Combinatorial Theory B 29 (1980); these were found by search.
   */
  private static final int[][] OF_EIGHT = {
    {0, 7, 6, 4, 1, 2, 3, 5},
    {0, 5, 7, 4, 6, 2, 1, 3},
    {0, 4, 3, 7, 5, 2, 6, 1},
    {0, 3, 2, 7, 1, 6, 5, 4},
    {0, 6, 3, 4, 2, 5, 1, 7},
    {0, 2, 4, 7, 3, 1, 5, 6},
    {0, 1, 4, 5, 3, 6, 7, 2},
  };

  private MeshRings() {}

  /** How many closed rings there are within a node of so many GPUs, no two on one link. */
  static int closedRings(int gpus) {
    return gpus == OF_EIGHT.length + 1 ? OF_EIGHT.length : Math.max(1, strides(gpus).size());
  }

  /**
   * A closed ring: the eight's by table, otherwise by going round with a stride that has no divisor
   * in common with the number of GPUs.
   */
  static int[] closedRing(int gpus, int ring) {
    if (gpus == OF_EIGHT.length + 1) {
      return OF_EIGHT[ring % OF_EIGHT.length].clone();
    }
    int[] places = new int[gpus];
    IntArrayList strides = strides(gpus);
    int stride = strides.isEmpty() ? 1 : strides.getInt(ring % strides.size());
    for (int step = 0; step < gpus; step++) {
      places[step] = step * stride % gpus;
    }
    return places;
  }

  /**
   * A way through all GPUs from one of them. Of an even number it zigzags, entry, entry + 1, entry
   * − 1, entry + 2, …, and ends opposite: its steps all differ, so that the ways from different
   * entries share no link. Of an odd number it goes round with the strides in turn.
   */
  static int[] way(int gpus, int entry) {
    int[] places = new int[gpus];
    if (gpus % 2 == 0) {
      for (int step = 0; step < gpus; step++) {
        int offset = step % 2 == 0 ? -step / 2 : (step + 1) / 2;
        places[step] = Math.floorMod(entry + offset, gpus);
      }
    } else {
      IntArrayList strides = strides(gpus);
      int stride = strides.isEmpty() ? 1 : strides.getInt(entry % strides.size());
      for (int step = 0; step < gpus; step++) {
        places[step] = (entry + step * stride) % gpus;
      }
    }
    return places;
  }

  private static IntArrayList strides(int gpus) {
    IntArrayList strides = new IntArrayList();
    for (int stride = 1; stride < gpus; stride++) {
      if (gcd(stride, gpus) == 1) {
        strides.add(stride);
      }
    }
    return strides;
  }

  private static int gcd(int one, int other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}

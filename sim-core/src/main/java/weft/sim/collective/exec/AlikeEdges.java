package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/** Which edges of a group's rings go just like others: of each class the first is simulated. */
final class AlikeEdges {

  static final int NONE = -1;

  private final int[] next;
  private final int[] first;

  /**
   * Edges in classes.
   *
   * @param classes of each edge, channel × ranks + position: those of one class are alike
   */
  AlikeEdges(int[] classes) {
    next = new int[classes.length];
    first = new int[classes.length];
    Int2IntOpenHashMap last = new Int2IntOpenHashMap();
    last.defaultReturnValue(NONE);
    for (int edge = 0; edge < classes.length; edge++) {
      next[edge] = NONE;
      int before = last.put(classes[edge], edge);
      first[edge] = before == NONE ? edge : first[before];
      if (before != NONE) {
        next[before] = edge;
      }
    }
  }

  /** The next edge that goes just like one; −1 if there is none. */
  int next(int edge) {
    return next[edge];
  }

  /** The first edge that goes just like one. */
  int first(int edge) {
    return first[edge];
  }
}

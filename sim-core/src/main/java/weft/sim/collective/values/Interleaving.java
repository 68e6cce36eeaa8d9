package weft.sim.collective.values;

/** Which of the lanes that could go on does so next. The result must not depend on it. */
@FunctionalInterface
public interface Interleaving {

  /** The one that has waited longest. */
  Interleaving FIRST_COME = lanes -> 0;

  /** The one that has waited shortest: lanes run as far ahead as they can. */
  Interleaving LAST_COME = lanes -> lanes - 1;

  /**
   * Picks one.
   *
   * @param lanes how many there are, at least 1, in the order since when
   * @return from 0 to {@code lanes} − 1
   */
  int next(int lanes);
}

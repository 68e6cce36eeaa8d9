package weft.sim.unit;

/** A simulation needs more of something than a model can number. */
public final class LimitException extends RuntimeException {

  /**
   * A limit was reached.
   *
   * @param most what is possible
   * @param what of, such as {@code flows}
   */
  public LimitException(long most, String what) {
    super("needs more than %,d %s".formatted(most, what));
  }
}

package weft.scenario.explain;

/**
 * What is known of the point beyond which more of a resource brings nothing.
 *
 * @param found how much
 * @param above the greatest factor that is known not to be enough, 1 if there is none; not a number
 *     if it is unknown what is enough
 * @param factor so many times as good, what is gained is less than {@link EnoughSearch#NOTHING}
 *     short of what there is to gain; the greatest factor that is tried if that is beyond; not a
 *     number if it is unknown
 */
public record Enough(Found found, double above, double factor) {

  /** Nothing is known. */
  static final Enough UNKNOWN = new Enough(Found.UNKNOWN, Double.NaN, Double.NaN);

  /** How much is known. */
  public enum Found {
    /** Where it is, to 9 %. */
    FOUND,
    /** Between which factors. */
    BETWEEN,
    /** It is beyond what is tried: the last doubling gained, too. */
    BEYOND,
    /** Nothing. */
    UNKNOWN
  }

  /** Whether so many times as good it is enough. */
  public boolean isEnough() {
    return found == Found.FOUND || found == Found.BETWEEN;
  }
}

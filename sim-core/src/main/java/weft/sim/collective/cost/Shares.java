package weft.sim.collective.cost;

/**
 * Which share of a link's payload rate a library's kernels keep busy, for each protocol; what the
 * protocol itself adds to the data comes on top.
 *
 * @param ll with {@link Protocol#LL}, above 0, at most 1
 * @param ll128 with {@link Protocol#LL128}
 * @param simple with {@link Protocol#SIMPLE}
 */
public record Shares(double ll, double ll128, double simple) {

  /** The whole rate. */
  public static final Shares ALL = new Shares(1, 1, 1);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is not above 0, or above 1
   */
  public Shares {
    requireShare(ll);
    requireShare(ll128);
    requireShare(simple);
  }

  static void requireShare(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(share + " of a rate is used");
    }
  }

  /** That of a protocol. */
  public double of(Protocol protocol) {
    return switch (protocol) {
      case LL -> ll;
      case LL128 -> ll128;
      case SIMPLE -> simple;
    };
  }
}

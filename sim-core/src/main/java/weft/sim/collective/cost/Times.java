package weft.sim.collective.cost;

/**
 * A time for each protocol, picoseconds.
 *
 * @param llPs with {@link Protocol#LL}
 * @param ll128Ps with {@link Protocol#LL128}
 * @param simplePs with {@link Protocol#SIMPLE}
 */
public record Times(long llPs, long ll128Ps, long simplePs) {

  /** No time. */
  public static final Times ZERO = new Times(0, 0, 0);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Times {
    if (llPs < 0 || ll128Ps < 0 || simplePs < 0) {
      throw new IllegalArgumentException(
          "a time below 0: %,d, %,d, %,d ps".formatted(llPs, ll128Ps, simplePs));
    }
  }

  /** That of a protocol, picoseconds. */
  public long of(Protocol protocol) {
    return switch (protocol) {
      case LL -> llPs;
      case LL128 -> ll128Ps;
      case SIMPLE -> simplePs;
    };
  }
}

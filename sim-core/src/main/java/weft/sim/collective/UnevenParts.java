package weft.sim.collective;

import java.util.Arrays;

/**
 * How an all-to-all is divided where some members of a group get more than others: each sends the
 * same amount, and each member gets its share of that from everybody; or the way back, where each
 * member sends to everybody what it got of them.
 */
public final class UnevenParts implements AllToAllParts {

  private final double[] shares;
  private final boolean isBack;

  /**
   * Parts of what is sent.
   *
   * @param shares of each member of a group, in any measure, at least 0 and not all 0
   * @param isBack whether what came in such parts goes back
   * @throws IllegalArgumentException if a share is negative or no number, or all are 0
   */
  public UnevenParts(double[] shares, boolean isBack) {
    this.shares = shares.clone();
    this.isBack = isBack;
    double sum = 0;
    for (double share : shares) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("a share of " + share);
      }
      sum += share;
    }
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException("shares of " + sum + " together");
    }
  }

  @Override
  public UnevenParts back() {
    return new UnevenParts(shares, !isBack);
  }

  /**
   * What each member has for each other, itself included.
   *
   * @param bytes what each sends, or on the way back gets; the parts of it add up to that
   */
  @Override
  public PairSizes sizes(GroupShape shape, long bytes) {
    long[] parts = parts(bytes);
    long[][] sizes = new long[parts.length][parts.length];
    for (int source = 0; source < parts.length; source++) {
      if (isBack) {
        Arrays.fill(sizes[source], parts[source]);
      } else {
        sizes[source] = parts;
      }
    }
    return new PairSizes(sizes);
  }

  @Override
  public boolean isEven(GroupShape shape) {
    return false;
  }

  private long[] parts(long bytes) {
    double sum = Arrays.stream(shares).sum();
    long[] parts = new long[shares.length];
    double upTo = 0;
    long before = 0;
    for (int member = 0; member < parts.length; member++) {
      upTo += shares[member];
      long end =
          member == parts.length - 1 ? bytes : Math.min(bytes, Math.round(bytes * (upTo / sum)));
      parts[member] = end - before;
      before = end;
    }
    return parts;
  }
}

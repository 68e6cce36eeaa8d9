package weft.sim.collective;

/** What each rank of a group has for each other, itself included, bytes. */
public final class PairSizes implements Sizes.Pairs {

  private final long[][] bytes;
  private final long largest;

  /**
   * Sizes by source and destination.
   *
   * @throws IllegalArgumentException if it is no square, or one is negative
   * @throws ArithmeticException if what a rank sends or receives is no {@code long}
   */
  public PairSizes(long[][] bytes) {
    this.bytes = new long[bytes.length][];
    long most = 0;
    long[] received = new long[bytes.length];
    for (int source = 0; source < bytes.length; source++) {
      if (bytes[source].length != bytes.length) {
        throw new IllegalArgumentException(
            bytes[source].length + " sizes of rank " + source + " of " + bytes.length);
      }
      this.bytes[source] = bytes[source].clone();
      long sent = 0;
      for (int destination = 0; destination < bytes.length; destination++) {
        long size = bytes[source][destination];
        if (size < 0) {
          throw new IllegalArgumentException(size + " bytes");
        }
        sent = Math.addExact(sent, size);
        received[destination] = Math.addExact(received[destination], size);
        most = Math.max(most, received[destination]);
      }
      most = Math.max(most, sent);
    }
    largest = most;
  }

  /** Number of ranks. */
  public int ranks() {
    return bytes.length;
  }

  @Override
  public long bytes(int source, int destination) {
    return bytes[source][destination];
  }

  /**
   * The largest buffer of a rank, before or after: the size of the collective as {@link Operation}
   * counts it, on the rank that has most.
   */
  public long largest() {
    return largest;
  }
}

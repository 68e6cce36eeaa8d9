package weft.sim.collective;

/**
 * How long the pieces of the data are that one pass of a schedule handles.
 *
 * <p>Pieces are numbered from 0. Of {@link Operation#ALL_TO_ALL} and {@link Operation#SENDRECV},
 * where every rank sends data of its own, rank <i>r</i> has the pieces from <i>r</i> × {@link
 * Schedule#pieces} on; elsewhere all ranks have the same ones.
 */
public final class Sizes {

  /** What one rank sends to another. */
  @FunctionalInterface
  public interface Pairs {
    /** Bytes that {@code source} has for {@code destination}, at least 0. */
    long bytes(int source, int destination);
  }

  private final int pieces;
  private final long quotient;
  private final long remainder;
  private final Pairs pairs;

  private Sizes(int pieces, long quotient, long remainder, Pairs pairs) {
    this.pieces = pieces;
    this.quotient = quotient;
    this.remainder = remainder;
    this.pairs = pairs;
  }

  /**
   * Pieces as equal as can be: of {@code bytes mod pieces}, the first are one byte longer.
   *
   * @param bytes the data of a pass on one rank, as {@link Operation} counts it, at least 0
   * @param pieces {@link Schedule#pieces}
   */
  public static Sizes equal(long bytes, int pieces) {
    if (bytes < 0 || pieces < 1) {
      throw new IllegalArgumentException(bytes + " bytes in " + pieces + " pieces");
    }
    return new Sizes(pieces, bytes / pieces, bytes % pieces, (source, destination) -> 0);
  }

  /**
   * All-to-all with a size for each pair of ranks (alltoallv).
   *
   * @param pieces {@link Schedule#pieces}, a multiple of {@code ranks}: what a pair sends is cut
   *     into as many equal pieces as there are for each destination
   */
  public static Sizes ofPairs(Pairs pairs, int ranks, int pieces) {
    if (pieces % ranks != 0) {
      throw new IllegalArgumentException(pieces + " pieces for " + ranks + " ranks");
    }
    int parts = pieces / ranks;
    return new Sizes(
        pieces,
        -1,
        -1,
        (source, place) -> {
          long bytes = pairs.bytes(source, place / parts);
          return bytes / parts + (place % parts < bytes % parts ? 1 : 0);
        });
  }

  /** Whether all pieces have the same size. */
  public boolean areEqual() {
    return remainder == 0;
  }

  /** Length of a piece, bytes. */
  public long bytes(long piece) {
    int place = (int) (piece % pieces);
    return quotient < 0
        ? pairs.bytes((int) (piece / pieces), place)
        : quotient + (place < remainder ? 1 : 0);
  }
}

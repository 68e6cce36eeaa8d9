package weft.sim.metrics;

/** All collectives of one kind: groups, operation, ranks and size. */
final class CollectiveTotal {

  private final int groups;
  private final int operation;
  private final int ranks;
  private final int channels;
  private final long bytes;

  /** By tier, and last by latency: the time of the collectives that it bounded. */
  private final double[] boundPs;

  private long count;
  private double sumPs;
  private StreamError error = StreamError.NONE;

  CollectiveTotal(int groups, int operation, int ranks, int channels, long bytes, int columns) {
    this.groups = groups;
    this.operation = operation;
    this.ranks = ranks;
    this.channels = channels;
    this.bytes = bytes;
    boundPs = new double[columns];
  }

  boolean matches(int groups, int operation, int ranks, long bytes) {
    return this.groups == groups
        && this.operation == operation
        && this.ranks == ranks
        && this.bytes == bytes;
  }

  void add(long durationPs, int boundColumn, boolean isStepped, double latenessPs, int times) {
    error = error.with(isStepped, latenessPs, durationPs, times);
    count += times;
    sumPs += (double) durationPs * times;
    boundPs[boundColumn] += (double) durationPs * times;
  }

  int groups() {
    return groups;
  }

  double[] boundPs() {
    return boundPs;
  }

  CollectiveTiming timing(CollectiveNames names, String boundBy) {
    return new CollectiveTiming(
        names.group(groups),
        names.operation(operation),
        names.algorithm(groups, operation, bytes),
        ranks,
        channels,
        bytes,
        count,
        sumPs / count,
        names.busFactor(operation, ranks),
        boundBy,
        error);
  }
}

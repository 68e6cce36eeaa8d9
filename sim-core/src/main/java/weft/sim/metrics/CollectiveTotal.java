package weft.sim.metrics;

/** All collectives of one kind: groups, operation, ranks and size. */
final class CollectiveTotal {

  /** What makes collectives one kind. */
  record Kind(int groups, int operation, int ranks, long bytes) {}

  private final Kind kind;
  private final int channels;

  /** By tier, and last by latency: the time of the collectives that it bounded. */
  private final double[] boundPs;

  private long count;
  private double sumPs;
  private StreamError error = StreamError.NONE;

  CollectiveTotal(Kind kind, int channels, int columns) {
    this.kind = kind;
    this.channels = channels;
    boundPs = new double[columns];
  }

  void add(long durationPs, int boundColumn, boolean isStepped, double latenessPs, int times) {
    error = error.with(isStepped, latenessPs, durationPs, times);
    count += times;
    sumPs += (double) durationPs * times;
    boundPs[boundColumn] += (double) durationPs * times;
  }

  int groups() {
    return kind.groups();
  }

  double[] boundPs() {
    return boundPs;
  }

  CollectiveTiming timing(CollectiveNames names, String boundBy) {
    return new CollectiveTiming(
        names.group(kind.groups()),
        names.operation(kind.operation()),
        names.algorithm(kind.groups(), kind.operation(), kind.bytes()),
        kind.ranks(),
        channels,
        kind.bytes(),
        count,
        sumPs / count,
        names.busFactor(kind.operation(), kind.ranks()),
        boundBy,
        error);
  }
}

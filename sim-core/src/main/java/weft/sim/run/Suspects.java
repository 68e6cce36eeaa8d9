package weft.sim.run;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;
import weft.sim.workload.ComputeTimes;

/** Finds out whether a critical path is as long as it is because of a slow rank. */
final class Suspects {

  /** A rank that computes less than this part of the path does not make it long. */
  private static final double LEAST_SHARE = 0.01;

  /** Others may take longer by so much, as by rounding. */
  private static final double ALIKE = 1.005;

  private Suspects() {}

  /** The rank on the path that loses most time by being slower than its peers; null if none is. */
  static @Nullable SlowRank slowest(CriticalPath path, ComputeTimes times, int ranks) {
    long[] onPathPs = new long[ranks];
    for (int piece = 0; piece < path.pieces(); piece++) {
      onPathPs[path.rank(piece)] += path.timePs(piece, CriticalPath.Charge.COMPUTE);
    }
    return IntStream.range(0, ranks)
        .filter(rank -> onPathPs[rank] > LEAST_SHARE * path.endPs())
        .mapToObj(
            rank -> new SlowRank(rank, times.computePs(rank), times.peersPs(rank), onPathPs[rank]))
        .filter(rank -> rank.computePs() > ALIKE * rank.peersPs())
        .max(Comparator.comparingLong(SlowRank::lostPs).thenComparing(rank -> -rank.rank()))
        .orElse(null);
  }
}

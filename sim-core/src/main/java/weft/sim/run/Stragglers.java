package weft.sim.run;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;
import weft.sim.workload.ComputeTimes;

/** Finds out whether a critical path is as long as it is because of a slow rank. */
final class Stragglers {

  private Stragglers() {}

  /**
   * The rank on the path that loses most time by being slower than others with the same work; null
   * if none is.
   *
   * @param firstRank the path counts ranks from this one on
   * @param ranks how many it can be on
   */
  static @Nullable SlowRank slowest(
      CriticalPath path, ComputeTimes times, int firstRank, int ranks) {
    long[] onPathPs = new long[ranks];
    for (int piece = 0; piece < path.pieces(); piece++) {
      onPathPs[path.rank(piece)] += path.timePs(piece, CriticalPath.Charge.COMPUTE);
    }
    return IntStream.range(0, ranks)
        .filter(rank -> onPathPs[rank] > SlowRank.WORTH_NAMING * path.endPs())
        .mapToObj(
            rank ->
                new SlowRank(
                    rank,
                    times.computePs(firstRank + rank),
                    times.peersPs(firstRank + rank),
                    onPathPs[rank]))
        .filter(rank -> rank.lostPs() > SlowRank.WORTH_NAMING * path.endPs())
        .max(Comparator.comparingLong(SlowRank::lostPs).thenComparing(rank -> -rank.rank()))
        .orElse(null);
  }
}

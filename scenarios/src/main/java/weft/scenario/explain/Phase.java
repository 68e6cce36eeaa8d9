package weft.scenario.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import weft.sim.metrics.CriticalPath;

/**
 * A stretch of a critical path: what it does on one rank, or where it passes over many.
 *
 * @param startPs when it begins, picoseconds
 * @param endPs when it ends
 * @param firstRank where it begins
 * @param lastRank where it ends
 * @param ranks number of ranks that it passes over
 * @param timesPs by number of the activity, what the time went to
 */
public record Phase(
    long startPs, long endPs, int firstRank, int lastRank, int ranks, Map<Integer, Long> timesPs) {

  /** Stretches on one rank that take a smaller share are put together. */
  private static final double SHORT = 0.05;

  /** What people read. */
  private static final int MOST = 5;

  /** The phases of a path, first to last. */
  public static List<Phase> of(CriticalPath path) {
    int[] begins =
        IntStream.range(0, path.pieces())
            .filter(piece -> piece == 0 || path.rank(piece) != path.rank(piece - 1))
            .toArray();
    List<Integer> cuts = new ArrayList<>();
    boolean isShortBefore = false;
    for (int i = 0; i < begins.length; i++) {
      int end = i + 1 < begins.length ? begins[i + 1] : path.pieces();
      boolean isShort = path.endPs(end - 1) - path.startPs(begins[i]) < SHORT * path.endPs();
      if (!isShort || !isShortBefore) {
        cuts.add(begins[i]);
      }
      isShortBefore = isShort;
    }
    while (cuts.size() > MOST) {
      cuts.remove(shortestJoint(path, cuts));
    }
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      phases.add(phase(path, cuts.get(i), i + 1 < cuts.size() ? cuts.get(i + 1) : path.pieces()));
    }
    return phases;
  }

  /** The cut whose neighbours take the least time together. */
  private static int shortestJoint(CriticalPath path, List<Integer> cuts) {
    int shortest = 1;
    long shortestPs = Long.MAX_VALUE;
    for (int i = 1; i < cuts.size(); i++) {
      long endPs = i + 1 < cuts.size() ? path.startPs(cuts.get(i + 1)) : path.endPs();
      long bothPs = endPs - path.startPs(cuts.get(i - 1));
      if (bothPs < shortestPs) {
        shortestPs = bothPs;
        shortest = i;
      }
    }
    return shortest;
  }

  private static Phase phase(CriticalPath path, int begin, int end) {
    Map<Integer, Long> timesPs = new TreeMap<>();
    for (int piece = begin; piece < end; piece++) {
      timesPs.merge(path.activity(piece), path.endPs(piece) - path.startPs(piece), Long::sum);
    }
    return new Phase(
        path.startPs(begin),
        path.endPs(end - 1),
        path.rank(begin),
        path.rank(end - 1),
        (int) IntStream.range(begin, end).map(path::rank).distinct().count(),
        timesPs);
  }
}

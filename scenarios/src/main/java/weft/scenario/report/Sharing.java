package weft.scenario.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * For how much of its run a job has others beside it, and what that costs it.
 *
 * <p>A mean over a run of E that lasted longer than the others' dilutes what it lost to them. Of E,
 * others were there for W. What took E<sub>a</sub> alone took L = E − E<sub>a</sub> more, all of it
 * within W (an assumption: transfers that others have delayed can end later), in which it did what
 * alone takes W − L. So while others are there it takes L / (W − L) longer, and would take
 * E<sub>a</sub> (1 + L / (W − L)) if they always were.
 *
 * @param tookPs how long the job took E, picoseconds
 * @param sharedPs for how long of that others ran W, picoseconds
 * @param lostPs how much longer it took because of them L, picoseconds; null if that is not known
 */
record Sharing(long tookPs, long sharedPs, @Nullable Long lostPs) {

  /** The jobs of a run, in their order. */
  static List<Sharing> of(List<JobOutcome> outcomes) {
    return IntStream.range(0, outcomes.size()).mapToObj(job -> of(job, outcomes)).toList();
  }

  private static Sharing of(int job, List<JobOutcome> outcomes) {
    JobOutcome outcome = outcomes.get(job);
    long startPs = outcome.startPs();
    long endPs = outcome.endPs();
    long sharedPs = 0;
    long doneTo = startPs;
    List<JobOutcome> others = new ArrayList<>(outcomes);
    others.remove(job);
    others.sort(Comparator.comparingLong(JobOutcome::startPs));
    for (JobOutcome other : others) {
      long from = Math.max(doneTo, other.startPs());
      long to = Math.min(endPs, other.endPs());
      if (to > from) {
        sharedPs += to - from;
        doneTo = to;
      }
    }
    return new Sharing(endPs - startPs, sharedPs, outcome.lostPs());
  }

  /** The part of its run in which others run, 0 … 1. */
  double share() {
    return tookPs == 0 ? 0 : (double) sharedPs / tookPs;
  }

  /** How much longer it takes while others run, as part of the time without them. */
  double lostShare() {
    return lostPs == null || sharedPs <= lostPs
        ? Double.NaN
        : (double) lostPs / (sharedPs - lostPs);
  }

  /** How long it would take if others always ran, picoseconds. */
  double alwaysSharedPs() {
    double lost = lostShare();
    return lostPs == null || Double.isNaN(lost) ? tookPs : (tookPs - lostPs) * (1 + lost);
  }
}

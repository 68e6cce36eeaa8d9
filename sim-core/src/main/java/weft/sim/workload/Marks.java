package weft.sim.workload;

import java.util.ArrayList;
import java.util.List;

/** Sums up the moments that ranks note. */
final class Marks {

  private final List<String> names;
  private final double[] sumsPs;
  private final long[] counts;
  private final long[] latestPs;

  Marks(List<String> names) {
    this.names = names;
    sumsPs = new double[names.size()];
    counts = new long[names.size()];
    latestPs = new long[names.size()];
  }

  /**
   * A moment.
   *
   * @param times for how many ranks it is noted
   */
  void note(int mark, long nowPs, int times) {
    sumsPs[mark] += (double) nowPs * times;
    counts[mark] += times;
    latestPs[mark] = Math.max(latestPs[mark], nowPs);
  }

  List<MarkTimes> times() {
    List<MarkTimes> times = new ArrayList<>();
    for (int mark = 0; mark < names.size(); mark++) {
      times.add(
          new MarkTimes(
              names.get(mark),
              counts[mark],
              counts[mark] == 0 ? 0 : sumsPs[mark] / counts[mark],
              latestPs[mark]));
    }
    return times;
  }
}

package weft.sim.run;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.List;

/**
 * A link that fails and stays so.
 *
 * @param link directed link of the fabric; a cable that is cut is two failures
 * @param atPs when, picoseconds of simulated time; 0 if it never works. Later failures are for the
 *     packet model
 */
public record LinkFailure(int link, long atPs) {

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public LinkFailure {
    if (atPs < 0) {
      throw new IllegalArgumentException("link " + link + " fails at " + atPs + " ps");
    }
  }

  /** The links of those that never work. */
  static IntSet fromStart(List<LinkFailure> failures) {
    IntSet links = new IntOpenHashSet();
    for (LinkFailure failure : failures) {
      if (failure.atPs() == 0) {
        links.add(failure.link());
      }
    }
    return links;
  }
}

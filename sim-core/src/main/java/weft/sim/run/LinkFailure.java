package weft.sim.run;

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
}

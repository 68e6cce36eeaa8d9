package weft.sim.flow.maxmin;

/**
 * Which occasions to try something that may be in vain: after each time that it was, twice as many
 * are let pass as after the one before, up to 64.
 */
public final class Backoff {

  private static final int MOST_SKIPPED = 64;

  private int next = 1;
  private int toSkip;

  /** An occasion: whether it is to be let pass. */
  public boolean skips() {
    if (toSkip == 0) {
      return false;
    }
    toSkip--;
    return true;
  }

  /** It was tried in vain. */
  public void failed() {
    toSkip = next;
    next = Math.min(2 * next, MOST_SKIPPED);
  }

  /** It has paid. */
  public void succeeded() {
    next = 1;
  }
}

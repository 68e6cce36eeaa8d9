package weft.sim.flow;

/** How far a run folded, and what kept it from folding further. */
public final class FoldingCounts {

  /** Why many flows that were there at once were not folded. */
  public enum Reason {
    /** Nearly each has another size, or more of it left. */
    SIZES,
    /** Nearly each meets others on its way, as where paths are chosen by a hash. */
    PATHS
  }

  private long transfers;
  private long folded;
  private long classes;
  private long unfoldings;
  private final long[] givenUp = new long[Reason.values().length];

  /** A transfer has started. */
  void onStarted() {
    transfers++;
  }

  void onFolded(int flows, int into) {
    folded += flows;
    classes += into;
  }

  void onGivenUp(Reason reason) {
    givenUp[reason.ordinal()]++;
  }

  void onUnfolded() {
    unfoldings++;
  }

  /** Transfers of more than nothing that have started. */
  public long transfers() {
    return transfers;
  }

  /** How many of them were folded; one that was folded twice counts twice. */
  public long folded() {
    return folded;
  }

  /** Into how many classes. */
  public long classes() {
    return classes;
  }

  /** How often what was folded had to be unfolded, because others started. */
  public long unfoldings() {
    return unfoldings;
  }

  /** How often it was tried in vain. */
  public long givenUp(Reason reason) {
    return givenUp[reason.ordinal()];
  }
}

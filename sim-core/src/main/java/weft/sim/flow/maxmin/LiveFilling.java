package weft.sim.flow.maxmin;

import org.jspecify.annotations.Nullable;

/**
 * Max-min fair rates of all {@link LiveFlows}, where all weights and shares are 1 and nothing is
 * capped: what {@link MaxMinSolver} computes, kept from one solution to the next.
 *
 * <p>From scratch, rows are copied and solved by {@link RowFilling}. When few flows have gone since
 * the last time and none has come, twice in turn unless there are many, the solution becomes a
 * {@link StandingSolution}, which is kept right from then on until a flow comes or many go
 * together; unless that was in vain lately.
 */
public final class LiveFilling {

  /** Is told of the rates that may have changed. */
  public interface Listener {

    /**
     * Solved from scratch: flows have a rate.
     *
     * @param bottleneck the link that limits them
     * @param rate of each
     * @param flows those from {@code first} to before {@code end}; good until the call returns
     */
    void onRate(int bottleneck, double rate, int[] flows, int first, int end);

    /**
     * Of a solution that is kept: a flow is maybe limited by another link than before. Its rate is
     * told by {@link #onLevel} afterwards, when all have moved.
     */
    void onMoved(int flow, int bottleneck, double rate);

    /**
     * Of a solution that is kept: all flows that a link limits have a rate. Also told of a link
     * that limits nobody any more, and some that have not changed.
     *
     * @param flows those from 0 to before {@code end}; good until the call returns
     */
    void onLevel(int bottleneck, double rate, int[] flows, int end);
  }

  /**
   * Of so many flows one in {@link #PART} may go at a time, of fewer only one. Taking a flow out
   * looks at about as many counts as its links have groups, which may be hundreds each; solving
   * from scratch costs some 0.1 µs a flow, and more where its rate is written down. Both are
   * assumptions, from all-to-alls of 1,024 ranks.
   */
  private static final int MANY = 65_536;

  private static final int PART = 64;

  private final LiveFlows live;
  private final RowFilling filling = new RowFilling();
  private final Ties ties;

  /** Made when it is used first: it takes 80 bytes a link. */
  private @Nullable StandingSolution standing;

  private boolean isStanding;

  /** Whether it has been of use. */
  private boolean isUsed;

  private boolean wereFew;

  private final Backoff beginnings = new Backoff();

  /** Flows that have gone since the last solution; −1 if others have come. */
  private int gone = -1;

  /** A solver for these flows. */
  public LiveFilling(LiveFlows live) {
    this.live = live;
    ties = new Ties(live);
  }

  /** Flows have come, or nothing is known of what there was. */
  public void invalidate() {
    gone = -1;
    wereFew = false;
    giveUp();
  }

  private void giveUp() {
    if (isStanding && !isUsed) {
      beginnings.failed();
    }
    isStanding = false;
  }

  /** A flow of the last solution is about to be removed. */
  public void onRemoved(int flow) {
    if (gone >= 0) {
      gone++;
      if (!areFew()) {
        giveUp();
      }
    }
    if (isStanding) {
      standing().remove(flow);
    }
  }

  private boolean areFew() {
    int most = live.flows() < MANY ? 1 : live.flows() / PART;
    return gone >= 0 && gone <= most;
  }

  /** Whether the next solution may be kept. */
  public boolean isStanding() {
    return isStanding;
  }

  /** How many links limit flows. */
  public int bottlenecks() {
    return isStanding ? standing().count() : filling.steps();
  }

  /** One of them. */
  public int bottleneck(int index) {
    return isStanding ? standing().link(index) : filling.bottleneck(index + 1);
  }

  /** Where the flows that one of them limits begin, among its {@link #flows}. */
  public int firstFlow(int index) {
    return isStanding ? 0 : filling.firstFlow(index + 1);
  }

  /** Where they end. */
  public int endFlow(int index) {
    return isStanding ? standing().size(bottleneck(index)) : filling.endFlow(index + 1);
  }

  /** The array that they are in; good until a flow is removed. */
  public int[] flows(int index) {
    return isStanding ? standing().group(bottleneck(index)) : filling.rows();
  }

  /**
   * Solves for all live flows, each of which has a link.
   *
   * @param numbers above the largest number of a flow
   * @param listener is told all rates that are not as before, and maybe some that are
   * @return whether that was done without looking at all flows
   */
  public boolean solve(int numbers, Listener listener) {
    if (isStanding && standing().solve()) {
      StandingSolution kept = standing();
      for (int i = 0; i < kept.movedCount(); i++) {
        int link = kept.groupOf(kept.moved(i));
        listener.onMoved(kept.moved(i), link, kept.level(link));
      }
      for (int i = 0; i < kept.changedCount(); i++) {
        int link = kept.changed(i);
        listener.onLevel(link, kept.level(link), kept.group(link), kept.size(link));
      }
      kept.clearChanged();
      gone = 0;
      isUsed = true;
      beginnings.succeeded();
      return true;
    }
    giveUp();
    solveAll(numbers);
    for (int step = 1; step <= filling.steps(); step++) {
      listener.onRate(
          filling.bottleneck(step),
          filling.rate(step),
          filling.rows(),
          filling.firstFlow(step),
          filling.endFlow(step));
    }
    boolean areFew = areFew();
    if (areFew && (wereFew || live.flows() >= MANY) && !beginnings.skips()) {
      isStanding = standing().begin(filling, numbers);
      isUsed = false;
      if (!isStanding) {
        beginnings.failed();
      }
    }
    wereFew = areFew;
    gone = 0;
    return false;
  }

  private void solveAll(int numbers) {
    filling.clear(live.links(), numbers, live.hops());
    int end = 0;
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      int begin = end;
      end += live.count(link);
      System.arraycopy(live.flowsOf(link), 0, filling.rows(), begin, end - begin);
      filling.add(link, live.capacity(link), begin, end);
    }
    filling.solve();
    ties.settle(filling);
  }

  private StandingSolution standing() {
    if (standing == null) {
      standing = new StandingSolution(live);
    }
    return standing;
  }
}

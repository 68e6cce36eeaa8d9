package weft.sim.flow.maxmin;

/**
 * Max-min fair rates by progressive filling (Bertsekas and Gallager, Data Networks, 2nd edition,
 * section 6.5.2), with weights, caps and priorities.
 *
 * <p>Flow <i>f</i> has weight <i>w</i>, cap <i>c</i>, and puts <i>a x</i> on each of its links at
 * rate <i>x</i>. All rates rise together as x = min(c, w φ) with the level φ, until Σ<sub>f over
 * l</sub> a x = C for some link; its flows are frozen there, and the rest goes on. In the end no x
 * / w can grow without shrinking one that is not larger, and the rates are the only ones of that
 * kind. Flows of a lower priority number are solved first; the next class has what is left of the
 * links.
 *
 * <p>The next link to fill is the one with the least (capacity left) / (Σ a w of flows not frozen).
 * Freezing the flows of one link can only raise that level at others. So the links wait in a {@link
 * LevelQueue} under levels that may be out of date: one that has risen since is put back when it
 * comes up. Each flow is frozen once, so the cost is that of the hops, and the links' moves.
 *
 * <p>Links that fill at the same level are taken in the order of their numbers, so the result is
 * the same always. An instance keeps its scratch arrays from call to call, so a solve allocates
 * nothing once they are large enough. Not thread-safe.
 */
public final class MaxMinSolver {

  /** Instead of a bottleneck link: nothing limits the flow, its rate is infinite. */
  public static final int NO_BOTTLENECK = -1;

  /** Instead of a bottleneck link: the flow has reached its cap. */
  public static final int CAPPED = -2;

  private final UniformFilling uniform;
  private final WeightedFilling weighted;

  /** A solver without scratch space yet. */
  public MaxMinSolver() {
    LinkRows rows = new LinkRows();
    uniform = new UniformFilling(rows);
    weighted = new WeightedFilling(rows);
  }

  /**
   * Solves a system that {@link MaxMinSystem#check()} would accept, or one with links of capacity 0
   * besides, whose flows get nothing.
   *
   * @param rates out: the rate of each flow in the unit of the capacities
   * @param bottlenecks out: the link at which each flow was frozen, {@link #CAPPED}, or {@link
   *     #NO_BOTTLENECK} for a flow without links and cap
   */
  public void solve(MaxMinSystem system, double[] rates, int[] bottlenecks) {
    if (system.uniform()) {
      uniform.solve(system, rates, bottlenecks);
    } else {
      weighted.solve(system, rates, bottlenecks);
    }
  }
}

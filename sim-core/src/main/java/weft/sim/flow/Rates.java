package weft.sim.flow;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.function.IntUnaryOperator;
import weft.sim.event.Engine;
import weft.sim.flow.maxmin.Backoff;
import weft.sim.flow.maxmin.Holders;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.flow.maxmin.MaxMinSystem;

/**
 * Renews the rates of what is connected to touched links: either by a search that finds the
 * components that are, each of which is solved on its own, or, where these would be most of all
 * traffic, by solving all of it, which needs no search.
 *
 * <p>Which is cheaper is found by trying. A search that has looked at a third of all hops is given
 * up, and the next few renewals do not try again: twice as many each time that it fails, none once
 * it has succeeded. So traffic that avalanches pays for a search now and then, and sparse traffic
 * for a whole solution now and then.
 */
final class Rates {

  /** Looking at a hop, and describing it, costs about three times what solving it in place does. */
  private static final int SEARCH_COST = 3;

  /** Solutions that are kept cost little: of these a search is tried after so many. */
  private static final int KEPT_AT_LEAST = 16;

  /** Systems below this are not worth a thought. */
  private static final int FEW_HOPS = 256;

  private final Engine engine;
  private final Fluids fluids;
  private final LiveFlows live;
  private final Sharings sharings;
  private final AffectedFlows affected;
  private final Pools pools;
  private final WholeTraffic whole;
  private final Lateness lateness;
  private final MaxMinSystem system = new MaxMinSystem();
  private final MaxMinSolver solver = new MaxMinSolver();
  private final Holders holders = new Holders();

  /** The link of a component's link; kept, as each new one would be an object. */
  private final IntUnaryOperator places;

  private double[] newRates = new double[0];
  private int[] newBottlenecks = new int[0];

  /** Whether all transfers are solved together; else each component has a pool. */
  private boolean isWhole;

  private int kept;
  private final Backoff search = new Backoff();

  Rates(
      Engine engine,
      Fluids fluids,
      LiveFlows live,
      Sharings sharings,
      AffectedFlows affected,
      Pools pools,
      WholeTraffic whole,
      Lateness lateness) {
    this.engine = engine;
    this.fluids = fluids;
    this.live = live;
    this.sharings = sharings;
    this.affected = affected;
    places = affected::link;
    this.pools = pools;
    this.whole = whole;
    this.lateness = lateness;
  }

  /** Renews what is connected to touched links. */
  void renew() {
    boolean mayBeWhole = sharings.areEqual() && live.isUniform() && live.hops() > FEW_HOPS;
    if (!mayBeWhole) {
      solveComponents(Long.MAX_VALUE);
    } else if (isKept() || search.skips()) {
      solveWhole();
    } else if (solveComponents(live.hops() / SEARCH_COST)) {
      search.succeeded();
    } else {
      search.failed();
      solveWhole();
    }
  }

  /** Whether all transfers have been solved together; else those that were affected have. */
  boolean areOfAll() {
    return isWhole;
  }

  /** Whether a solution that is kept is not to be given up for a search. */
  private boolean isKept() {
    return whole.isServed() && ++kept % KEPT_AT_LEAST > 0;
  }

  /** The rate of a transfer. */
  double rate(int flow) {
    return whole.rate(flow);
  }

  /** Transfers are about to come or to go elsewhere. */
  void settle() {
    whole.settle();
  }

  /** All transfers have gone elsewhere. */
  void clear() {
    if (isWhole) {
      isWhole = false;
      whole.dissolve();
    }
    affected.reset();
  }

  /** Returns false if it was given up, as more hops than {@code most} would be looked at. */
  private boolean solveComponents(long most) {
    if (!affected.search(most)) {
      return false;
    }
    if (isWhole) {
      isWhole = false;
      settle();
      whole.dissolve();
      for (int i = 0; i < live.busyCount(); i++) {
        affected.touch(live.busy(i));
      }
      affected.search(Long.MAX_VALUE);
    }
    for (int component = 0; component < affected.components(); component++) {
      affected.select(component);
      solveComponent();
    }
    lateness.onRenewed();
    return true;
  }

  private void solveComponent() {
    int flows = affected.flowCount();
    if (flows == 0) {
      return;
    }
    newRates = DoubleArrays.grow(newRates, flows, 0);
    newBottlenecks = IntArrays.grow(newBottlenecks, flows, 0);
    affected.describe(system);
    solver.solve(system, newRates, newBottlenecks);
    holders.find(system, newRates);
    holders.name(system, newRates, newBottlenecks, places);
    long nowPs = engine.nowPs();
    pools.open();
    for (int i = 0; i < flows; i++) {
      double rate = newRates[i];
      int bottleneck = newBottlenecks[i] < 0 ? newBottlenecks[i] : affected.link(newBottlenecks[i]);
      int flow = affected.flow(i);
      lateness.onRate(flow, fluids.rate(flow), rate);
      pools.add(flow, fluids.flowAt(flow, rate, Fluids.psPerByte(rate), bottleneck, nowPs));
    }
    pools.close();
  }

  private void solveWhole() {
    isWhole = true;
    whole.solve();
  }
}

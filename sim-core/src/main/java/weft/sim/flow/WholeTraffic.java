package weft.sim.flow;

import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.function.IntConsumer;
import weft.sim.event.Engine;
import weft.sim.flow.maxmin.LiveFilling;
import weft.sim.unit.Durations;

/**
 * All transfers at once, where most are connected anyway: their rates from one {@link LiveFilling},
 * and one event at the first end among them.
 *
 * <p>Of each step of the filling, whose transfers have one rate, the first end is kept, so that
 * what a solution has not changed need not be looked at again.
 *
 * <p><b>Batches.</b> If completions are batched, the rates are not renewed at an end but later,
 * when a given part of the time has passed that the transfer took which has ended. Until then the
 * others go on as before, each ends when it ends at its rate, and what the ended have left is idle:
 * no link is overloaded, and ends are late rather than early.
 */
final class WholeTraffic {

  /** The pool of a transfer that belongs here. */
  static final int POOL = -2;

  private static final int NONE = -1;

  private final Engine engine;
  private final Fluids fluids;
  private final Pools pools;
  private final LiveFilling filling;
  private final IntConsumer onDrained;
  private final Runnable requestRenewal;
  private final Lateness lateness;
  private final LiveFilling.Listener onFrozen = this::onFrozen;
  private final int onDue;

  /** When the first transfer of each step ends. */
  private long[] firstEnds = new long[0];

  private long event = NONE;

  /** When rates are to be renewed, since transfers have ended; never if none has. */
  private long renewalPs = Durations.NEVER;

  WholeTraffic(
      Engine engine,
      Fluids fluids,
      Pools pools,
      LiveFilling filling,
      Lateness lateness,
      IntConsumer onDrained,
      Runnable requestRenewal) {
    this.engine = engine;
    this.fluids = fluids;
    this.pools = pools;
    this.filling = filling;
    this.lateness = lateness;
    this.onDrained = onDrained;
    this.requestRenewal = requestRenewal;
    onDue = engine.register(any -> due());
  }

  /** Renews the rates of all transfers. */
  void solve() {
    renewalPs = Durations.NEVER;
    filling.solve(fluids.slots(), onFrozen);
    lateness.onRenewed();
    scheduleNext();
  }

  /** Hands all transfers over to pools of components. */
  void dissolve() {
    renewalPs = Durations.NEVER;
    filling.invalidate();
    cancel();
  }

  private void onFrozen(int step, int bottleneck, double rate, int[] flows, int first, int end) {
    double psPerByte = Fluids.psPerByte(rate);
    long nowPs = engine.nowPs();
    double leastPs = Double.POSITIVE_INFINITY;
    int least = NONE;
    for (int place = first; place < end; place++) {
      int flow = flows[place];
      if (fluids.pool(flow) != POOL) {
        pools.remove(flow);
        fluids.setPool(flow, POOL);
      }
      lateness.onRate(flow, fluids.rate(flow), rate);
      double inPs = fluids.flowAt(flow, rate, psPerByte, bottleneck, nowPs);
      if (inPs < leastPs) {
        leastPs = inPs;
        least = flow;
      }
    }
    if (step >= firstEnds.length) {
      firstEnds = LongArrays.grow(firstEnds, step + 1, step);
    }
    firstEnds[step] = least == NONE ? Durations.NEVER : fluids.drainedAtPs(least);
  }

  private void due() {
    event = NONE;
    long nowPs = engine.nowPs();
    if (nowPs < renewalPs) {
      for (int step = 0; step < filling.steps(); step++) {
        if (firstEnds[step] <= nowPs) {
          drain(step, nowPs);
        }
      }
    }
    if (renewalPs <= nowPs) {
      requestRenewal.run();
    } else {
      scheduleNext();
    }
  }

  /** Ends what has drained of a step, and finds the next end of it. */
  private void drain(int step, long nowPs) {
    long nextPs = Durations.NEVER;
    for (int place = filling.firstFlow(step); place < filling.firstFlow(step + 1); place++) {
      int flow = filling.flow(place);
      if (fluids.pool(flow) != POOL) {
        continue;
      }
      long endPs = fluids.drainedAtPs(flow);
      if (endPs > nowPs) {
        nextPs = Math.min(nextPs, endPs);
        continue;
      }
      renewalPs = Math.min(renewalPs, lateness.renewalPs(fluids.startPs(flow), nowPs));
      lateness.onEnd(flow, nowPs - fluids.startPs(flow));
      fluids.end(flow);
      onDrained.accept(flow);
    }
    firstEnds[step] = nextPs;
  }

  private void scheduleNext() {
    cancel();
    long nextPs = renewalPs;
    for (int step = 0; step < filling.steps(); step++) {
      nextPs = Math.min(nextPs, firstEnds[step]);
    }
    if (nextPs < Durations.NEVER) {
      event = engine.schedule(Math.max(nextPs, engine.nowPs()), onDue, 0);
    }
  }

  private void cancel() {
    if (event >= 0) {
      engine.cancel(event);
      event = NONE;
    }
  }
}

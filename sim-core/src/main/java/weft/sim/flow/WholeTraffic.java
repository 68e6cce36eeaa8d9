package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.event.Engine;
import weft.sim.flow.maxmin.LiveFilling;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.unit.Durations;

/**
 * All transfers at once, where most are connected anyway: their rates from one {@link LiveFilling},
 * and one event at the first end among them.
 *
 * <p>Of the transfers that each link limits, which have one rate, the first end is kept, so that
 * what a solution has not changed need not be looked at again. While the solution is kept from one
 * end to the next, how far transfers have flowed is known by links ({@link VirtualService}), so
 * that an end costs what it changes of links, not of transfers.
 *
 * <p><b>Batches.</b> If completions are batched, the rates are not renewed at an end but later,
 * when a given part of the time has passed that the transfer took which has ended. Until then the
 * others go on as before, each ends when it ends at its rate, and what the ended have left is idle:
 * no link is overloaded, and ends are late rather than early.
 */
final class WholeTraffic implements LiveFilling.Listener {

  /** The pool of a transfer that belongs here. */
  static final int POOL = -2;

  private static final int NONE = -1;

  private final Engine engine;
  private final Fluids fluids;
  private final Pools pools;
  private final LiveFlows live;
  private final LiveFilling filling;
  private final int links;
  private final IntConsumer onDrained;
  private final Runnable requestRenewal;
  private final Lateness lateness;

  /** Made when it is used first: it takes 70 bytes a link. */
  private @Nullable VirtualService service;

  private final int onDue;

  /** Whether transfers flow as the service says, because the solution is kept. */
  private boolean isServed;

  /** For each link when the first transfer ends that it limits. */
  private long[] firstEnds = new long[0];

  private int[] numbers = new int[0];

  /** Keeps the just-in-time compiler from leaving {@link Fluids#touch} out. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private long event = NONE;

  /** How many transfers flow. */
  private int flowing;

  /** When rates are to be renewed, and who ends until then. */
  private long renewalPs;

  private final Ends ends;

  WholeTraffic(
      Engine engine,
      Fluids fluids,
      Pools pools,
      LiveFlows live,
      LiveFilling filling,
      int links,
      Lateness lateness,
      IntConsumer onDrained,
      Runnable requestRenewal) {
    this.engine = engine;
    this.fluids = fluids;
    this.pools = pools;
    ends = new Ends(fluids);
    this.live = live;
    this.filling = filling;
    this.links = links;
    this.lateness = lateness;
    this.onDrained = onDrained;
    this.requestRenewal = requestRenewal;
    onDue = engine.register(any -> due());
  }

  /** Renews the rates of all transfers. */
  void solve() {
    if (isServed) {
      service().nextRound();
    }
    if (!filling.solve(fluids.slots(), this)) {
      isServed = filling.isStanding();
      if (isServed) {
        serve();
      }
    }
    lateness.onRenewed();
    flowing = live.flows();
    scheduleNext();
  }

  private void serve() {
    long nowPs = engine.nowPs();
    if (service == null) {
      service = new VirtualService(fluids, links);
    }
    // Any link may limit transfers later on.
    firstEnds = LongArrays.grow(firstEnds, links);
    VirtualService begun = service;
    begun.nextRound();
    for (int i = 0; i < filling.bottlenecks(); i++) {
      int link = filling.bottleneck(i);
      int[] flows = filling.flows(i);
      int end = filling.endFlow(i);
      double rate = fluids.rate(flows[0]);
      begun.begin(link, nowPs);
      for (int place = 0; place < end; place++) {
        begun.add(flows[place], nowPs);
        lateness.join(flows[place], link);
      }
      firstEnds[link] = begun.set(link, rate, flows, end, nowPs);
    }
  }

  /** Has each transfer flow by itself again, before others come or these go elsewhere. */
  void settle() {
    if (isServed) {
      numbers = IntArrays.grow(numbers, live.flows(), 0);
      live.numbers(numbers, 0);
      for (int i = 0; i < live.flows(); i++) {
        flowAlone(numbers[i], engine.nowPs());
      }
      isServed = false;
    }
  }

  /** Hands all transfers over to pools of components. */
  void dissolve() {
    ends.clear();
    filling.invalidate();
    cancel();
  }

  /** Whether the next solution may be kept. */
  boolean isServed() {
    return isServed;
  }

  /** The rate of a transfer. */
  double rate(int flow) {
    return isServed ? service().rate(flow) : fluids.rate(flow);
  }

  @Override
  public void onRate(int bottleneck, double rate, int[] flows, int first, int end) {
    double psPerByte = Fluids.psPerByte(rate);
    long nowPs = engine.nowPs();
    double leastPs = Double.POSITIVE_INFINITY;
    int least = NONE;
    touched += fluids.touch(flows, first, end);
    for (int place = first; place < end; place++) {
      int flow = flows[place];
      if (isServed) {
        flowAlone(flow, nowPs);
      } else if (fluids.pool(flow) != POOL) {
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
    if (bottleneck >= firstEnds.length) {
      firstEnds = LongArrays.grow(firstEnds, bottleneck + 1);
    }
    firstEnds[bottleneck] = least == NONE ? Durations.NEVER : fluids.drainedAtPs(least);
  }

  /** A transfer flows by itself again. */
  private void flowAlone(int flow, long nowPs) {
    lateness.leave(flow, fluids.bottleneck(flow));
    service().remove(flow, nowPs);
  }

  @Override
  public void onMoved(int flow, int bottleneck, double rate) {
    int before = fluids.bottleneck(flow);
    lateness.onMoved(
        flow, before, service().linkRate(before), bottleneck, service().linkRate(bottleneck), rate);
    service().move(flow, bottleneck, engine.nowPs());
  }

  @Override
  public void onLevel(int bottleneck, double rate, int[] flows, int end) {
    lateness.onLevel(bottleneck, service().linkRate(bottleneck), rate);
    firstEnds[bottleneck] = service().set(bottleneck, rate, flows, end, engine.nowPs());
  }

  private void due() {
    event = NONE;
    long nowPs = engine.nowPs();
    while (ends.nextPs() <= nowPs) {
      int flow = ends.take();
      if (isServed) {
        lateness.leave(flow, fluids.bottleneck(flow));
        service().end(flow);
      }
      fluids.end(flow, nowPs);
      flowing--;
      onDrained.accept(flow);
    }
    if (renewalPs <= nowPs) {
      requestRenewal.run();
    } else if (flowing == 0) {
      // Nobody waits for a renewal, which would only make the run longer.
      lateness.onRenewed();
    } else {
      event = engine.schedule(Math.min(ends.nextPs(), renewalPs), onDue, 0);
    }
  }

  /** Finds who ends until the next renewal. */
  private void scheduleNext() {
    cancel();
    ends.clear();
    long firstPs = Durations.NEVER;
    int first = NONE;
    for (int i = 0; i < filling.bottlenecks(); i++) {
      long endPs = firstEnds[filling.bottleneck(i)];
      if (endPs < firstPs) {
        firstPs = endPs;
        first = i;
      }
    }
    if (first == NONE) {
      return;
    }
    firstPs = Math.max(firstPs, engine.nowPs());
    renewalPs = firstPs;
    collect(first);
    if (lateness.isBatched()) {
      renewalPs = lateness.renewalPs(fluids.startPs(ends.take()), firstPs);
      ends.clear();
    }
    for (int i = 0; i < filling.bottlenecks(); i++) {
      boolean isCollected = i == first && !lateness.isBatched();
      if (firstEnds[filling.bottleneck(i)] <= renewalPs && !isCollected) {
        collect(i);
      }
    }
    ends.sort();
    event = engine.schedule(firstPs, onDue, 0);
  }

  private void collect(int index) {
    long nowPs = engine.nowPs();
    if (isServed) {
      service()
          .addEnds(
              filling.bottleneck(index),
              filling.flows(index),
              filling.endFlow(index),
              nowPs,
              renewalPs,
              ends);
      return;
    }
    double mostPs = (double) (renewalPs - nowPs) + Fluids.SLACK_PS;
    int[] flows = filling.flows(index);
    int end = filling.endFlow(index);
    for (int place = filling.firstFlow(index); place < end; place++) {
      int flow = flows[place];
      if (fluids.pool(flow) == POOL && fluids.drainedInPs(flow, nowPs) <= mostPs) {
        long endPs = fluids.drainedAtPs(flow);
        if (endPs <= renewalPs) {
          ends.add(flow, Math.max(endPs, nowPs));
        }
      }
    }
  }

  private VirtualService service() {
    if (service == null) {
      throw new IllegalStateException("nothing is served");
    }
    return service;
  }

  private void cancel() {
    if (event >= 0) {
      engine.cancel(event);
      event = NONE;
    }
  }
}

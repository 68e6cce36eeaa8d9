package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.function.IntConsumer;
import weft.sim.event.Engine;

/**
 * Who drains next. Transfers whose rates were worked out together are a pool, and a pool has one
 * event, at the first end among them: at it the rates of the rest change in any case, so that no
 * other end is certain yet.
 *
 * <p>A pool is opened, told of each of its transfers, and closed. A transfer that comes into
 * another pool takes its old one with it, since all of that is solved again.
 */
final class Pools {

  /** The pool of a transfer that is in none. */
  static final int NONE = -1;

  /** Ends may round to the same picosecond as the first up to this part, if it is more. */
  private static final double SLACK = 1e-12;

  private final Engine engine;
  private final Fluids fluids;
  private final IntConsumer onDrained;
  private final Runnable requestRenewal;
  private final int onDue;

  private int[][] candidates = new int[0][];
  private int[] candidateCounts = new int[0];

  /** Transfers of each pool; one without any is free. */
  private int[] sizes = new int[0];

  private long[] events = new long[0];

  /** Of a pool that is not in use, the next such. */
  private int[] nextFree = new int[0];

  private int free = NONE;
  private int pools;

  private int open = NONE;
  private int[] first = new int[64];
  private int firstCount;
  private double leastPs;
  private double limitPs;

  /**
   * No pools yet.
   *
   * @param onDrained is called for each transfer that has drained
   * @param requestRenewal has rates renewed at the end of the instant
   */
  Pools(Engine engine, Fluids fluids, IntConsumer onDrained, Runnable requestRenewal) {
    this.engine = engine;
    this.fluids = fluids;
    this.onDrained = onDrained;
    this.requestRenewal = requestRenewal;
    onDue = engine.register(pool -> due((int) pool));
  }

  /** A new pool takes the transfers that are told next. Returns its id. */
  int open() {
    if (free == NONE) {
      if (pools == events.length) {
        grow(Math.max(16, 2 * pools));
      }
      nextFree[pools] = NONE;
      free = pools++;
    }
    int pool = free;
    free = nextFree[pool];
    sizes[pool] = 0;
    events[pool] = NONE;
    begin(pool);
    return pool;
  }

  /** A transfer goes elsewhere, and so will all others of its pool. */
  void remove(int flow) {
    int pool = fluids.pool(flow);
    if (pool >= 0) {
      cancel(pool);
      leave(pool);
    }
  }

  private void begin(int pool) {
    open = pool;
    firstCount = 0;
    leastPs = Double.POSITIVE_INFINITY;
    limitPs = Double.POSITIVE_INFINITY;
  }

  /**
   * A transfer is in the open pool.
   *
   * @param inPs when it will have drained, from now, picoseconds before rounding
   */
  void add(int flow, double inPs) {
    if (fluids.pool(flow) != open) {
      remove(flow);
      fluids.setPool(flow, open);
      sizes[open]++;
    }
    if (inPs <= limitPs) {
      candidate(flow, inPs);
    }
  }

  private void candidate(int flow, double inPs) {
    if (inPs == Double.POSITIVE_INFINITY) {
      return;
    }
    if (inPs < leastPs) {
      leastPs = inPs;
      limitPs = inPs + Math.max(Fluids.SLACK_PS, SLACK * inPs);
    }
    if (firstCount == first.length) {
      first = IntArrays.grow(first, firstCount + 1, firstCount);
    }
    first[firstCount++] = flow;
  }

  /** The open pool is complete. */
  void close() {
    int pool = open;
    open = NONE;
    long nowPs = engine.nowPs();
    int count = 0;
    long firstPs = Long.MAX_VALUE;
    for (int i = 0; i < firstCount; i++) {
      int flow = first[i];
      if (fluids.drainedInPs(flow, nowPs) <= limitPs) {
        first[count++] = flow;
        firstPs = Math.min(firstPs, fluids.drainedAtPs(flow));
      }
    }
    if (candidates[pool].length < count) {
      candidates[pool] = IntArrays.grow(candidates[pool], count, 0);
    }
    System.arraycopy(first, 0, candidates[pool], 0, count);
    candidateCounts[pool] = count;
    events[pool] = count == 0 ? NONE : engine.schedule(Math.max(nowPs, firstPs), onDue, pool);
  }

  private void due(int pool) {
    events[pool] = NONE;
    long nowPs = engine.nowPs();
    int[] due = candidates[pool];
    int drained = 0;
    for (int i = 0; i < candidateCounts[pool]; i++) {
      if (fluids.drainedAtPs(due[i]) <= nowPs) {
        fluids.end(due[i], nowPs);
        drained++;
        onDrained.accept(due[i]);
      }
    }
    for (; drained > 0; drained--) {
      leave(pool);
    }
    requestRenewal.run();
  }

  private void cancel(int pool) {
    if (events[pool] >= 0) {
      engine.cancel(events[pool]);
      events[pool] = NONE;
    }
  }

  private void leave(int pool) {
    if (--sizes[pool] == 0) {
      nextFree[pool] = free;
      free = pool;
    }
  }

  private void grow(int size) {
    int before = events.length;
    candidates = Arrays.copyOf(candidates, size);
    Arrays.fill(candidates, before, size, IntArrays.EMPTY_ARRAY);
    candidateCounts = Arrays.copyOf(candidateCounts, size);
    sizes = Arrays.copyOf(sizes, size);
    events = Arrays.copyOf(events, size);
    nextFree = Arrays.copyOf(nextFree, size);
  }
}

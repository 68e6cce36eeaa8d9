package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import weft.sim.random.KeyedHash;

/**
 * Which lanes have to be run through where connections are alone: channels have nothing to do with
 * each other then, and many are alike but for the ranks that they pass.
 *
 * <p>Lanes that are joined by connections or dependencies are a component. Each lane has a colour,
 * a hash of its steps in order with the colours of the lanes that they receive from, send to and
 * wait for, the latency and rate of the connections, and how many blocks are sent; refined until no
 * more colours appear. What a lane does and when follows from that, so components with the same
 * colours take the same time, and one of each is enough. (That messages of equally many blocks may
 * differ by a byte a block is left out.)
 */
final class AlikeLanes {

  private final PlacedSchedule placed;
  private final Lanes lanes;

  /** Of each step, how much it sends, in any measure. */
  private final long[] amounts;

  /** Of each lane, a lane of the same component. */
  private final int[] parents;

  private long[] colours;

  private AlikeLanes(PlacedSchedule placed) {
    this.placed = placed;
    lanes = placed.lanes();
    amounts = lanes.sentAmounts();
    parents = new int[lanes.count()];
    colours = new long[lanes.count()];
    Arrays.setAll(parents, lane -> lane);
  }

  /** Of each lane, whether it has to be run through. */
  static boolean[] representatives(PlacedSchedule placed) {
    AlikeLanes alike = new AlikeLanes(placed);
    alike.join();
    alike.refine();
    return alike.choose();
  }

  private void join() {
    for (int connection = 0; connection < lanes.connections(); connection++) {
      union(lanes.sender(connection), lanes.receiver(connection));
    }
    for (int step = 0; step < lanes.steps(); step++) {
      for (int i = lanes.firstDependent(step); i < lanes.firstDependent(step + 1); i++) {
        union(lanes.lane(step), lanes.dependent(i));
      }
    }
  }

  private void union(int one, int other) {
    parents[find(one)] = find(other);
  }

  private int find(int lane) {
    int root = lane;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  private void refine() {
    int before = 0;
    int count = 1;
    while (count > before) {
      before = count;
      long[] next = new long[colours.length];
      for (int lane = 0; lane < next.length; lane++) {
        next[lane] = colour(lane);
      }
      colours = next;
      count = new LongOpenHashSet(colours).size();
    }
  }

  private long colour(int lane) {
    long hash = colours[lane];
    for (int step = lanes.firstStep(lane); step < lanes.firstStep(lane + 1); step++) {
      int receives = lanes.receives(step);
      int sends = lanes.sends(step);
      hash = KeyedHash.mix(hash, amounts[step]);
      hash = KeyedHash.mix(hash, receives < 0 ? -1 : link(receives, lanes.sender(receives)));
      hash = KeyedHash.mix(hash, sends < 0 ? -1 : link(sends, lanes.receiver(sends)));
      for (int i = lanes.firstDependency(step); i < lanes.firstDependency(step + 1); i++) {
        int before = lanes.dependency(i);
        int other = lanes.lane(before);
        hash = KeyedHash.mix(hash, KeyedHash.mix(colours[other], before - lanes.firstStep(other)));
      }
    }
    return hash;
  }

  private long link(int connection, int other) {
    long hash = KeyedHash.mix(colours[other], placed.latencyPs(connection));
    hash = KeyedHash.mix(hash, placed.rateBps(connection));
    return KeyedHash.mix(hash, placed.isScaleOut(connection) ? 1 : 0);
  }

  private static long signature(long[] sorted) {
    long hash = sorted.length;
    for (long colour : sorted) {
      hash = KeyedHash.mix(hash, colour);
    }
    return hash;
  }

  private boolean[] choose() {
    int[] sizes = new int[colours.length];
    for (int lane = 0; lane < colours.length; lane++) {
      sizes[find(lane)]++;
    }
    long[][] ofComponents = new long[colours.length][];
    int[] filled = new int[colours.length];
    for (int lane = 0; lane < colours.length; lane++) {
      int root = find(lane);
      if (ofComponents[root] == null) {
        ofComponents[root] = new long[sizes[root]];
      }
      ofComponents[root][filled[root]++] = colours[lane];
    }
    LongOpenHashSet seen = new LongOpenHashSet();
    boolean[] isChosen = new boolean[colours.length];
    for (int root = 0; root < colours.length; root++) {
      if (ofComponents[root] != null) {
        LongArrays.quickSort(ofComponents[root]);
        isChosen[root] = seen.add(signature(ofComponents[root]));
      }
    }
    boolean[] isRun = new boolean[colours.length];
    for (int lane = 0; lane < isRun.length; lane++) {
      isRun[lane] = isChosen[find(lane)];
    }
    return isRun;
  }
}

package weft.sim.route;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;

/**
 * The path of each flow that has one: a hash table in which pairs of eight sources and eight
 * destinations that are next to each other lie next to each other, as those who send to many do it
 * in their order, or all of them do it in step. Whoever asks for all pairs of a thousand endpoints
 * then finds most answers in a cache. Whoever asks for flows again in the order in which they got
 * their paths finds each next to the one before.
 */
final class PathIds {

  static final int NONE = -1;

  /** Destinations of a slot, and slots of a group: shifts. */
  private static final int SLOT = 2;

  private static final int GROUP = 4;

  /** Sources, and destinations, of a group. */
  private static final int TILE = 3;

  private static final int MASK = (1 << TILE) - 1;

  /** To the next group, and odd, so that all slots are tried. */
  private static final int STEP = (1 << GROUP) + 1;

  private static final int FEWEST_SLOTS = 1 << 10;
  private static final long FREE = -1;

  /** For each slot the flow and the destinations that it is for. */
  private long[] keys = new long[0];

  private int[] paths = new int[0];
  private int used;

  /** The flow of each path, as far as one has it. */
  private long[] flowOfPath = new long[0];

  /** The path that was told last. */
  private int last = NONE;

  PathIds() {
    allocate(FEWEST_SLOTS);
  }

  /**
   * The path of a flow; {@link #NONE} if it has none yet.
   *
   * @param source endpoint, below 2²⁴
   * @param destination endpoint, below 2²⁴
   * @param flow below 2¹⁶
   */
  int get(int source, int destination, int flow) {
    int next = last + 1 < flowOfPath.length ? last + 1 : 0;
    if (next < flowOfPath.length && flowOfPath[next] == whole(source, destination, flow)) {
      last = next;
      return next;
    }
    long key = key(source, destination, flow);
    int slot = slot(key);
    last = keys[slot] == key ? paths[place(slot, destination)] : NONE;
    return last;
  }

  /** Gives a flow a path. */
  void put(int source, int destination, int flow, int path) {
    long key = key(source, destination, flow);
    int slot = slot(key);
    if (keys[slot] == FREE) {
      if (2 * used >= keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      used++;
    }
    int place = place(slot, destination);
    if (paths[place] != NONE) {
      flowOfPath[paths[place]] = FREE;
    }
    paths[place] = path;
    if (path >= flowOfPath.length) {
      int before = flowOfPath.length;
      flowOfPath = LongArrays.grow(flowOfPath, path + 1);
      Arrays.fill(flowOfPath, before, flowOfPath.length, FREE);
    }
    flowOfPath[path] = whole(source, destination, flow);
    last = path;
  }

  private static long whole(int source, int destination, int flow) {
    return ((long) source << Short.SIZE | flow) << 24 | destination;
  }

  private static long key(int source, int destination, int flow) {
    long group =
        ((long) (source >> TILE) << Short.SIZE | flow) << (24 - TILE) | destination >> TILE;
    int inGroup = (source & MASK) << (TILE - SLOT) | (destination & MASK) >> SLOT;
    return group << GROUP | inGroup;
  }

  private static int place(int slot, int destination) {
    return (slot << SLOT) + (destination & ((1 << SLOT) - 1));
  }

  /**
   * Where a key is, or would be: in a group that hangs on its upper bits, as does where the pairs
   * begin in there, so that few pairs fill groups evenly too.
   */
  private int slot(long key) {
    int mask = keys.length - 1;
    long group = HashCommon.mix(key >> GROUP);
    int within = (int) (key ^ group >>> Integer.SIZE) & ((1 << GROUP) - 1);
    int slot = ((int) group << GROUP | within) & mask;
    while (keys[slot] != key && keys[slot] != FREE) {
      slot = (slot + STEP) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldPaths = paths;
    allocate(Math.multiplyExact(2, oldKeys.length));
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != FREE) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        System.arraycopy(oldPaths, old << SLOT, paths, slot << SLOT, 1 << SLOT);
      }
    }
  }

  private void allocate(int slots) {
    keys = new long[slots];
    Arrays.fill(keys, FREE);
    paths = new int[Math.multiplyExact(slots, 1 << SLOT)];
    Arrays.fill(paths, NONE);
  }
}

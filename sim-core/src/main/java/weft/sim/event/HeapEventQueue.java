package weft.sim.event;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.NoSuchElementException;
import weft.sim.unit.Durations;

/**
 * An {@link EventQueue} as a 4-ary heap of instants, each with the list of its events.
 *
 * <p>The events of one picosecond form a first-in-first-out list, so insertion order needs no
 * sequence number, and only distinct times take part in the heap. In a simulation of
 * interchangeable ranks most events share their time with hundreds of others: then adding and
 * removing are a few array accesses. When all times differ it is a heap of (time, instant) with a
 * hash look-up on top.
 *
 * <p>Everything lies in primitive arrays. Lists are linked through event slots in both directions
 * and instants know their place in the heap, so that a cancelled event and an instant left without
 * events are gone at once.
 */
public final class HeapEventQueue implements EventQueue {

  private static final int ARITY = 4;
  private static final int INITIAL_CAPACITY = 1024;
  private static final int NONE = -1;

  // Events, by slot. Free slots are chained through next.
  private int[] handlers = new int[INITIAL_CAPACITY];
  private long[] payloads = new long[INITIAL_CAPACITY];
  private int[] generations = new int[INITIAL_CAPACITY];
  private int[] instants = new int[INITIAL_CAPACITY];
  private int[] next = new int[INITIAL_CAPACITY];
  private int[] previous = new int[INITIAL_CAPACITY];
  private int usedSlots;
  private int freeSlot = NONE;
  private int size;

  // Instants, by number. Free numbers are chained through heads.
  private long[] times = new long[INITIAL_CAPACITY];
  private int[] heads = new int[INITIAL_CAPACITY];
  private int[] tails = new int[INITIAL_CAPACITY];
  private int[] places = new int[INITIAL_CAPACITY];
  private int usedInstants;
  private int freeInstant = NONE;
  private final GrowingMap instantAt = new GrowingMap();

  /** The instant that was added to last: the next event is likely to be of the same. */
  private int lastInstant = NONE;

  // The heap of instants. The times stand here too, so that sifting touches no other array.
  private long[] heapTimes = new long[INITIAL_CAPACITY];
  private int[] heapInstants = new int[INITIAL_CAPACITY];
  private int heapSize;

  private int currentHandler;
  private long currentPayload;

  /** An empty queue. */
  public HeapEventQueue() {
    instantAt.defaultReturnValue(NONE);
  }

  @Override
  public long add(long timePs, int handler, long payload) {
    if (timePs < 0) {
      throw new IllegalArgumentException("an event at " + timePs + " ps");
    }
    int slot = takeSlot();
    handlers[slot] = handler;
    payloads[slot] = payload;
    append(slot, instant(timePs));
    size++;
    return (long) generations[slot] << 32 | slot;
  }

  @Override
  public boolean cancel(long handle) {
    int slot = (int) handle;
    if (handle < 0 || slot >= usedSlots || generations[slot] != (int) (handle >>> 32)) {
      return false;
    }
    int instant = instants[slot];
    unlink(slot, instant);
    if (heads[instant] == NONE) {
      removeInstant(instant);
    }
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long nextTimePs() {
    dropEmptyTop();
    return heapSize == 0 ? Durations.NEVER : heapTimes[0];
  }

  @Override
  public void removeNext() {
    dropEmptyTop();
    if (heapSize == 0) {
      throw new NoSuchElementException("no pending event");
    }
    int instant = heapInstants[0];
    int slot = heads[instant];
    currentHandler = handlers[slot];
    currentPayload = payloads[slot];
    unlink(slot, instant);
  }

  @Override
  public int handler() {
    return currentHandler;
  }

  @Override
  public long payload() {
    return currentPayload;
  }

  /** The top is left in place when its last event is removed: a zero-delay event may follow. */
  private void dropEmptyTop() {
    while (heapSize > 0 && heads[heapInstants[0]] == NONE) {
      removeInstant(heapInstants[0]);
    }
  }

  private int takeSlot() {
    int slot = freeSlot;
    if (slot != NONE) {
      freeSlot = next[slot];
      return slot;
    }
    if (usedSlots == handlers.length) {
      growSlots();
    }
    return usedSlots++;
  }

  private void append(int slot, int instant) {
    int tail = tails[instant];
    instants[slot] = instant;
    next[slot] = NONE;
    previous[slot] = tail;
    if (tail == NONE) {
      heads[instant] = slot;
    } else {
      next[tail] = slot;
    }
    tails[instant] = slot;
  }

  /** Takes a slot out of its list and frees it; a handle kept of it becomes stale. */
  private void unlink(int slot, int instant) {
    int before = previous[slot];
    int after = next[slot];
    if (before == NONE) {
      heads[instant] = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      tails[instant] = before;
    } else {
      previous[after] = before;
    }
    generations[slot] = (generations[slot] + 1) & Integer.MAX_VALUE;
    next[slot] = freeSlot;
    freeSlot = slot;
    size--;
  }

  private int instant(long timePs) {
    if (lastInstant != NONE && times[lastInstant] == timePs) {
      return lastInstant;
    }
    int instant = instantAt.get(timePs);
    if (instant == NONE) {
      instant = addInstant(timePs);
    }
    lastInstant = instant;
    return instant;
  }

  private int addInstant(long timePs) {
    int instant = freeInstant;
    if (instant != NONE) {
      freeInstant = heads[instant];
    } else {
      if (usedInstants == times.length) {
        growInstants();
      }
      instant = usedInstants++;
    }
    times[instant] = timePs;
    heads[instant] = NONE;
    tails[instant] = NONE;
    instantAt.put(timePs, instant);
    siftUp(heapSize++, timePs, instant);
    return instant;
  }

  private void removeInstant(int instant) {
    instantAt.remove(times[instant]);
    if (lastInstant == instant) {
      lastInstant = NONE;
    }
    removeFromHeap(places[instant]);
    heads[instant] = freeInstant;
    freeInstant = instant;
  }

  private void removeFromHeap(int place) {
    int last = --heapSize;
    if (place == last) {
      return;
    }
    long time = heapTimes[last];
    if (place > 0 && time < heapTimes[(place - 1) / ARITY]) {
      siftUp(place, time, heapInstants[last]);
    } else {
      siftDown(place, time, heapInstants[last]);
    }
  }

  private void siftUp(int from, long time, int instant) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / ARITY;
      if (heapTimes[parent] < time) {
        break;
      }
      put(place, heapTimes[parent], heapInstants[parent]);
      place = parent;
    }
    put(place, time, instant);
  }

  private void siftDown(int from, long time, int instant) {
    int place = from;
    while (true) {
      int least = place * ARITY + 1;
      if (least >= heapSize) {
        break;
      }
      int end = Math.min(least + ARITY, heapSize);
      for (int child = least + 1; child < end; child++) {
        if (heapTimes[child] < heapTimes[least]) {
          least = child;
        }
      }
      if (time < heapTimes[least]) {
        break;
      }
      put(place, heapTimes[least], heapInstants[least]);
      place = least;
    }
    put(place, time, instant);
  }

  private void put(int place, long time, int instant) {
    heapTimes[place] = time;
    heapInstants[place] = instant;
    places[instant] = place;
  }

  private void growSlots() {
    int capacity = Math.multiplyExact(handlers.length, 2);
    handlers = Arrays.copyOf(handlers, capacity);
    payloads = Arrays.copyOf(payloads, capacity);
    generations = Arrays.copyOf(generations, capacity);
    instants = Arrays.copyOf(instants, capacity);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
  }

  private void growInstants() {
    int capacity = Math.multiplyExact(times.length, 2);
    times = Arrays.copyOf(times, capacity);
    heads = Arrays.copyOf(heads, capacity);
    tails = Arrays.copyOf(tails, capacity);
    places = Arrays.copyOf(places, capacity);
    heapTimes = Arrays.copyOf(heapTimes, capacity);
    heapInstants = Arrays.copyOf(heapInstants, capacity);
  }

  /** Does not shrink as its entries leave: they come back, and rehashing allocates. */
  private static final class GrowingMap extends Long2IntOpenHashMap {
    @Override
    protected void rehash(int capacity) {
      if (capacity > n) {
        super.rehash(capacity);
      }
    }
  }
}

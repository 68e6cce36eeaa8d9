package weft.sim.event;

import java.util.Arrays;
import java.util.NoSuchElementException;
import weft.sim.unit.Durations;

/**
 * An {@link EventQueue} as a 4-ary heap of batches, each a list of events of one picosecond.
 *
 * <p>In a simulation of interchangeable ranks most events share their time with hundreds of others.
 * So an event joins the youngest batch of its time, if that is among those used lately (a small
 * direct-mapped table, no search), and otherwise opens a batch of its own. Only batches take part
 * in the heap, in the order (time, age). Insertion order holds because an event never joins any but
 * the youngest batch of its time: opening one overwrites its predecessor's place in the table. When
 * all times differ, this is a plain heap with one look aside.
 *
 * <p>Everything lies in primitive arrays. Lists are linked through event slots in both directions
 * and batches know their place in the heap, so that a cancelled event and a batch left without
 * events are gone at once.
 */
public final class HeapEventQueue implements EventQueue {

  private static final int ARITY = 4;
  private static final int INITIAL_CAPACITY = 1024;
  private static final int NONE = -1;

  /** Entries of the table of batches used lately; a power of two. */
  private static final int RECENT = 1024;

  /** The time of a batch that is not in use. */
  private static final long FREE = -1;

  // Events, by slot. Free slots are chained through next.
  private int[] handlers = new int[INITIAL_CAPACITY];
  private long[] payloads = new long[INITIAL_CAPACITY];
  private int[] generations = new int[INITIAL_CAPACITY];
  private int[] batches = new int[INITIAL_CAPACITY];
  private int[] next = new int[INITIAL_CAPACITY];
  private int[] previous = new int[INITIAL_CAPACITY];
  private int usedSlots;
  private int freeSlot = NONE;
  private int size;

  // Batches, by number. Free numbers are chained through heads.
  private long[] times = new long[INITIAL_CAPACITY];
  private int[] heads = new int[INITIAL_CAPACITY];
  private int[] tails = new int[INITIAL_CAPACITY];
  private int[] places = new int[INITIAL_CAPACITY];
  private int usedBatches;
  private int freeBatch = NONE;
  private long openedBatches;

  /** For each hash of a time, the batch opened last; its time tells whether it is the right one. */
  private final int[] recent = new int[RECENT];

  // The heap of batches. The keys stand here too, so that sifting touches no other array.
  private long[] heapTimes = new long[INITIAL_CAPACITY];
  private long[] heapAges = new long[INITIAL_CAPACITY];
  private int[] heapBatches = new int[INITIAL_CAPACITY];
  private int heapSize;

  private int currentHandler;
  private long currentPayload;

  /** An empty queue. */
  public HeapEventQueue() {
    Arrays.fill(times, FREE);
  }

  @Override
  public long add(long timePs, int handler, long payload) {
    if (timePs < 0) {
      throw new IllegalArgumentException("an event at " + timePs + " ps");
    }
    int slot = takeSlot();
    handlers[slot] = handler;
    payloads[slot] = payload;
    append(slot, batch(timePs));
    size++;
    return (long) generations[slot] << 32 | slot;
  }

  @Override
  public boolean cancel(long handle) {
    int slot = (int) handle;
    if (handle < 0 || slot < 0 || slot >= usedSlots || generations[slot] != (int) (handle >>> 32)) {
      return false;
    }
    int batch = batches[slot];
    unlink(slot, batch);
    if (heads[batch] == NONE) {
      removeBatch(batch);
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
  public boolean isNextAt(long timePs) {
    return nextTimePs() == timePs;
  }

  @Override
  public void removeNext() {
    dropEmptyTop();
    if (heapSize == 0) {
      throw new NoSuchElementException("no pending event");
    }
    int batch = heapBatches[0];
    int slot = heads[batch];
    currentHandler = handlers[slot];
    currentPayload = payloads[slot];
    int after = next[slot];
    heads[batch] = after;
    if (after == NONE) {
      tails[batch] = NONE;
    } else {
      previous[after] = NONE;
    }
    release(slot);
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
    while (heapSize > 0 && heads[heapBatches[0]] == NONE) {
      removeBatch(heapBatches[0]);
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

  private void append(int slot, int batch) {
    int tail = tails[batch];
    batches[slot] = batch;
    next[slot] = NONE;
    previous[slot] = tail;
    if (tail == NONE) {
      heads[batch] = slot;
    } else {
      next[tail] = slot;
    }
    tails[batch] = slot;
  }

  /** Takes a slot out of its list and frees it. */
  private void unlink(int slot, int batch) {
    int before = previous[slot];
    int after = next[slot];
    if (before == NONE) {
      heads[batch] = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      tails[batch] = before;
    } else {
      previous[after] = before;
    }
    release(slot);
  }

  /** Frees a slot; a handle kept of it becomes stale. */
  private void release(int slot) {
    generations[slot] = (generations[slot] + 1) & Integer.MAX_VALUE;
    next[slot] = freeSlot;
    freeSlot = slot;
    size--;
  }

  private int batch(long timePs) {
    int entry = (int) ((timePs * 0x9E3779B97F4A7C15L) >>> 54);
    int batch = recent[entry];
    if (times[batch] != timePs) {
      batch = openBatch(timePs);
      recent[entry] = batch;
    }
    return batch;
  }

  private int openBatch(long timePs) {
    int batch = freeBatch;
    if (batch != NONE) {
      freeBatch = heads[batch];
    } else {
      if (usedBatches == times.length) {
        growBatches();
      }
      batch = usedBatches++;
    }
    times[batch] = timePs;
    heads[batch] = NONE;
    tails[batch] = NONE;
    siftUp(heapSize++, timePs, openedBatches++, batch);
    return batch;
  }

  private void removeBatch(int batch) {
    times[batch] = FREE;
    removeFromHeap(places[batch]);
    heads[batch] = freeBatch;
    freeBatch = batch;
  }

  private void removeFromHeap(int place) {
    int last = --heapSize;
    if (place == last) {
      return;
    }
    long time = heapTimes[last];
    long age = heapAges[last];
    if (place > 0 && before(time, age, (place - 1) / ARITY)) {
      siftUp(place, time, age, heapBatches[last]);
    } else {
      siftDown(place, time, age, heapBatches[last]);
    }
  }

  private void siftUp(int from, long time, long age, int batch) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / ARITY;
      if (!before(time, age, parent)) {
        break;
      }
      put(place, heapTimes[parent], heapAges[parent], heapBatches[parent]);
      place = parent;
    }
    put(place, time, age, batch);
  }

  private void siftDown(int from, long time, long age, int batch) {
    int place = from;
    while (true) {
      int least = place * ARITY + 1;
      if (least >= heapSize) {
        break;
      }
      int end = Math.min(least + ARITY, heapSize);
      for (int child = least + 1; child < end; child++) {
        if (before(heapTimes[child], heapAges[child], least)) {
          least = child;
        }
      }
      if (before(time, age, least)) {
        break;
      }
      put(place, heapTimes[least], heapAges[least], heapBatches[least]);
      place = least;
    }
    put(place, time, age, batch);
  }

  private boolean before(long time, long age, int place) {
    return time < heapTimes[place] || (time == heapTimes[place] && age < heapAges[place]);
  }

  private void put(int place, long time, long age, int batch) {
    heapTimes[place] = time;
    heapAges[place] = age;
    heapBatches[place] = batch;
    places[batch] = place;
  }

  private void growSlots() {
    int capacity = Math.multiplyExact(handlers.length, 2);
    handlers = Arrays.copyOf(handlers, capacity);
    payloads = Arrays.copyOf(payloads, capacity);
    generations = Arrays.copyOf(generations, capacity);
    batches = Arrays.copyOf(batches, capacity);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
  }

  private void growBatches() {
    int capacity = Math.multiplyExact(times.length, 2);
    times = Arrays.copyOf(times, capacity);
    heads = Arrays.copyOf(heads, capacity);
    tails = Arrays.copyOf(tails, capacity);
    places = Arrays.copyOf(places, capacity);
    heapTimes = Arrays.copyOf(heapTimes, capacity);
    heapAges = Arrays.copyOf(heapAges, capacity);
    heapBatches = Arrays.copyOf(heapBatches, capacity);
  }
}

package weft.sim.event;

import java.util.Arrays;
import java.util.NoSuchElementException;
import weft.sim.unit.Durations;

/**
 * An {@link EventQueue} as a 4-ary heap on primitive arrays.
 *
 * <p>The heap holds the sort key (time, sequence) beside the slot number, so that sifting touches
 * no other array; four children of a node lie in one or two cache lines. Handler and payload stay
 * in their slot. A slot knows its place in the heap, which makes cancellation a removal in O(log n)
 * rather than a tombstone.
 */
public final class HeapEventQueue implements EventQueue {

  private static final int ARITY = 4;
  private static final int INITIAL_CAPACITY = 1024;

  private long[] times = new long[INITIAL_CAPACITY];
  private long[] sequences = new long[INITIAL_CAPACITY];
  private int[] slots = new int[INITIAL_CAPACITY];

  /** Place of a slot in the heap; of a free slot, the next free one. */
  private int[] places = new int[INITIAL_CAPACITY];

  private int[] generations = new int[INITIAL_CAPACITY];
  private int[] handlers = new int[INITIAL_CAPACITY];
  private long[] payloads = new long[INITIAL_CAPACITY];

  private int size;
  private int usedSlots;
  private int freeSlot = -1;
  private long nextSequence;
  private int currentHandler;
  private long currentPayload;

  @Override
  public long add(long timePs, int handler, long payload) {
    if (timePs < 0) {
      throw new IllegalArgumentException("an event at " + timePs + " ps");
    }
    int slot = takeSlot();
    handlers[slot] = handler;
    payloads[slot] = payload;
    siftUp(size++, timePs, nextSequence++, slot);
    return handle(slot);
  }

  @Override
  public boolean cancel(long handle) {
    int slot = (int) handle;
    if (handle < 0 || slot >= usedSlots || generations[slot] != (int) (handle >>> 32)) {
      return false;
    }
    removeAt(places[slot]);
    freeSlot(slot);
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long nextTimePs() {
    return size == 0 ? Durations.NEVER : times[0];
  }

  @Override
  public void removeNext() {
    if (size == 0) {
      throw new NoSuchElementException("no pending event");
    }
    int slot = slots[0];
    currentHandler = handlers[slot];
    currentPayload = payloads[slot];
    removeAt(0);
    freeSlot(slot);
  }

  @Override
  public int handler() {
    return currentHandler;
  }

  @Override
  public long payload() {
    return currentPayload;
  }

  private long handle(int slot) {
    return (long) generations[slot] << 32 | slot;
  }

  private int takeSlot() {
    int slot = freeSlot;
    if (slot >= 0) {
      freeSlot = places[slot];
    } else {
      if (usedSlots == slots.length) {
        grow();
      }
      slot = usedSlots++;
    }
    return slot;
  }

  /** Makes every handle of the slot stale; generations stay positive, so handles do too. */
  private void freeSlot(int slot) {
    generations[slot] = (generations[slot] + 1) & Integer.MAX_VALUE;
    places[slot] = freeSlot;
    freeSlot = slot;
  }

  private void removeAt(int place) {
    int last = --size;
    if (place == last) {
      return;
    }
    long time = times[last];
    long sequence = sequences[last];
    int slot = slots[last];
    int parent = (place - 1) / ARITY;
    if (place > 0 && before(time, sequence, parent)) {
      siftUp(place, time, sequence, slot);
    } else {
      siftDown(place, time, sequence, slot);
    }
  }

  private void siftUp(int from, long time, long sequence, int slot) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / ARITY;
      if (!before(time, sequence, parent)) {
        break;
      }
      move(parent, place);
      place = parent;
    }
    put(place, time, sequence, slot);
  }

  private void siftDown(int from, long time, long sequence, int slot) {
    int place = from;
    while (true) {
      int first = place * ARITY + 1;
      if (first >= size) {
        break;
      }
      int least = first;
      int end = Math.min(first + ARITY, size);
      for (int child = first + 1; child < end; child++) {
        if (before(times[child], sequences[child], least)) {
          least = child;
        }
      }
      if (before(time, sequence, least)) {
        break;
      }
      move(least, place);
      place = least;
    }
    put(place, time, sequence, slot);
  }

  private boolean before(long time, long sequence, int place) {
    return time < times[place] || (time == times[place] && sequence < sequences[place]);
  }

  private void move(int from, int to) {
    put(to, times[from], sequences[from], slots[from]);
  }

  private void put(int place, long time, long sequence, int slot) {
    times[place] = time;
    sequences[place] = sequence;
    slots[place] = slot;
    places[slot] = place;
  }

  private void grow() {
    int capacity = Math.multiplyExact(slots.length, 2);
    times = Arrays.copyOf(times, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    slots = Arrays.copyOf(slots, capacity);
    places = Arrays.copyOf(places, capacity);
    generations = Arrays.copyOf(generations, capacity);
    handlers = Arrays.copyOf(handlers, capacity);
    payloads = Arrays.copyOf(payloads, capacity);
  }
}

package weft.sim.event;

import java.util.Arrays;

/**
 * The handles of pending events. A handle is a generation and a slot; the generation moves on when
 * the event is removed or cancelled, so that an old handle is recognized.
 *
 * <p>The slot of a cancelled event is not used again before the queue has come across the event and
 * dropped it: so a slot is all that an event needs to know of its handle.
 */
final class EventSlots {

  private static final int INITIAL_CAPACITY = 1024;

  /** In a generation: the event was cancelled and waits to be dropped. */
  private static final int CANCELLED = Integer.MIN_VALUE;

  private int[] generations = new int[INITIAL_CAPACITY];
  private int used;

  /** A stack: the slot freed last is in the cache. */
  private int[] free = new int[INITIAL_CAPACITY];

  private int freed;
  private int cancelled;

  /** Takes a slot. */
  int take() {
    if (freed > 0) {
      return free[--freed];
    }
    if (used == generations.length) {
      int capacity = Math.multiplyExact(used, 2);
      generations = Arrays.copyOf(generations, capacity);
      free = Arrays.copyOf(free, capacity);
    }
    return used++;
  }

  /** Handle of the event that took the slot. */
  long handle(int slot) {
    return (long) generations[slot] << 32 | slot;
  }

  /** Cancels an event; false if the handle is stale. */
  boolean cancel(long handle) {
    int slot = (int) handle;
    if (handle < 0 || slot < 0 || slot >= used || generations[slot] != (int) (handle >>> 32)) {
      return false;
    }
    generations[slot] = generations[slot] + 1 | CANCELLED;
    cancelled++;
    return true;
  }

  /** How many events were cancelled and not yet dropped. */
  int cancelled() {
    return cancelled;
  }

  boolean isCancelled(int slot) {
    return generations[slot] < 0;
  }

  /** Frees the slot of an event that happens now. */
  void remove(int slot) {
    generations[slot] = generations[slot] + 1 & ~CANCELLED;
    free[freed++] = slot;
  }

  /** Frees the slot of a cancelled event. */
  void drop(int slot) {
    generations[slot] &= ~CANCELLED;
    free[freed++] = slot;
    cancelled--;
  }
}

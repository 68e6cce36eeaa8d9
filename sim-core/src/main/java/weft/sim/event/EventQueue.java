package weft.sim.event;

/**
 * Pending events, in the total order (time, insertion): of two events at one picosecond, the one
 * added first comes first.
 *
 * <p>An event is a time, a handler id and a payload; what they mean is the {@link Engine}'s
 * business. Adding and removing allocate nothing once the queue has reached its largest size.
 *
 * <p>Handles are unique among the last 2<sup>31</sup> uses of a slot, so a handle kept after its
 * event has fired or was cancelled is recognized as stale.
 *
 * <p><b>Caveats.</b> Not thread-safe. The fields of the current event are those of the last {@link
 * #removeNext()} until the next call of it, whatever is added or cancelled in between.
 */
public interface EventQueue {

  /**
   * Adds an event. It may be earlier than those already removed: only the engine knows the clock.
   *
   * @param timePs when, picoseconds, at least 0
   * @param handler for whom
   * @param payload what for
   * @return a handle to cancel it with, never negative
   */
  long add(long timePs, int handler, long payload);

  /**
   * Cancels an event.
   *
   * @return false if it has been removed or cancelled before
   */
  boolean cancel(long handle);

  /** Number of pending events. */
  int size();

  /** Time of the next event; {@link weft.sim.unit.Durations#NEVER} if there is none. */
  long nextTimePs();

  /**
   * Whether the next event is at this time.
   *
   * <p>Unlike {@link #nextTimePs()} it looks no further ahead than it must: a caller who is about
   * to add events close by asks this.
   *
   * @param timePs picoseconds, not later than the next event
   */
  boolean isNextAt(long timePs);

  /**
   * Removes the next event and makes it the current one.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  void removeNext();

  /** Handler of the current event. */
  int handler();

  /** Payload of the current event. */
  long payload();
}

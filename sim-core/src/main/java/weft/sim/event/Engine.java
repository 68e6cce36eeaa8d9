package weft.sim.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.unit.Durations;

/**
 * The clock and the run loop.
 *
 * <h2>The order of simultaneous events</h2>
 *
 * <p>Events happen in the order (time, insertion). An event scheduled for the current picosecond
 * happens in it, after all that were scheduled before it. When no event is left at the current
 * picosecond, the instant ends: the end-of-instant actions that were {@linkplain #requestInstantEnd
 * requested} run, in the order of their registration. They may schedule events at the current
 * picosecond; then these happen, and the instant ends once more. So an action sees all that
 * happened at an instant at once, which is what rate allocation needs: a thousand flows that start
 * together cost one solve. Actions run before the clock moves and before the run ends.
 */
public final class Engine {

  /** Between two looks of the {@link RunWatch}. */
  private static final long WATCH_INTERVAL = 1 << 16;

  /** More ends of one instant than this are a livelock. */
  private static final int MAX_INSTANT_ENDS = 1_000_000;

  private final EventQueue queue;
  private EventHandler[] handlers = new EventHandler[0];
  private final List<Runnable> instantEndActions = new ArrayList<>();
  private boolean[] requested = new boolean[0];
  private boolean anyRequested;
  private int instantEnds;
  private @Nullable EventSource source;
  private long horizonPs;
  private long nowPs;
  private long events;

  /** An engine at time 0 over an empty queue. */
  public Engine(EventQueue queue) {
    this.queue = queue;
  }

  /** Registers a handler and returns the id to schedule its events with. */
  public int register(EventHandler handler) {
    handlers = Arrays.copyOf(handlers, handlers.length + 1);
    handlers[handlers.length - 1] = handler;
    return handlers.length - 1;
  }

  /** Shares the clock with a source of events; there can be one. */
  public void attach(EventSource source) {
    if (this.source != null) {
      throw new IllegalStateException("there is a source of events already");
    }
    this.source = source;
  }

  /** Before this time the source may handle its events, picoseconds. */
  public long horizonPs() {
    return horizonPs;
  }

  /**
   * Moves the clock, for a source that is about to call somebody.
   *
   * @throws IllegalArgumentException if it would run backwards
   */
  public void advanceTo(long timePs) {
    if (timePs == nowPs) {
      return;
    }
    if (timePs < nowPs) {
      throw new IllegalArgumentException("back to " + timePs + " ps, but it is " + nowPs);
    }
    nowPs = timePs;
    instantEnds = 0;
  }

  /** Registers an end-of-instant action and returns the id to request it with. */
  public int registerInstantEnd(Runnable action) {
    instantEndActions.add(action);
    requested = Arrays.copyOf(requested, instantEndActions.size());
    return instantEndActions.size() - 1;
  }

  /** Simulated time, picoseconds. */
  public long nowPs() {
    return nowPs;
  }

  /** Number of events handled so far. */
  public long events() {
    return events;
  }

  /**
   * Schedules an event.
   *
   * @param timePs when, picoseconds, not before now
   * @param handler id of its handler
   * @param payload what the handler is called with
   * @return a handle to cancel it with
   * @throws IllegalArgumentException if it lies in the past
   */
  public long schedule(long timePs, int handler, long payload) {
    if (timePs < nowPs) {
      throw new IllegalArgumentException("an event at " + timePs + " ps, but it is " + nowPs);
    }
    horizonPs = Math.min(horizonPs, timePs);
    return queue.add(timePs, handler, payload);
  }

  /** Schedules an event {@code delayPs} from now. */
  public long scheduleAfter(long delayPs, int handler, long payload) {
    return schedule(Durations.add(nowPs, delayPs), handler, payload);
  }

  /** Cancels an event; false if it has happened or was cancelled before. */
  public boolean cancel(long handle) {
    return queue.cancel(handle);
  }

  /** Has the action run at the end of this instant. Requests before that count once. */
  public void requestInstantEnd(int action) {
    requested[action] = true;
    anyRequested = true;
    horizonPs = Math.min(horizonPs, nowPs + 1);
  }

  /**
   * Runs until no event is left, or the watch interrupts.
   *
   * @return false if interrupted; the run can be resumed by another call
   * @throws IllegalStateException if an instant does not come to its end
   */
  public boolean run(RunWatch watch) {
    long nextLook = events + WATCH_INTERVAL;
    while (true) {
      // Actions add events close by: before they run, the queue looks no further ahead than now.
      boolean ending = anyRequested && !queue.isNextAt(nowPs);
      long nextPs = ending ? Durations.NEVER : queue.nextTimePs();
      if (nextPs == nowPs) {
        queue.removeNext();
        events++;
        handlers[queue.handler()].onEvent(queue.payload());
      } else if (!runSource(nextPs)) {
        if (anyRequested) {
          endInstant();
          continue;
        }
        if (nextPs == Durations.NEVER) {
          return true;
        }
        advanceTo(nextPs);
        continue;
      }
      if (events >= nextLook) {
        nextLook = events + WATCH_INTERVAL;
        if (!watch.proceed(nowPs, events)) {
          return false;
        }
      }
    }
  }

  /** Whether the source had something to do before the engine's next event. */
  private boolean runSource(long nextPs) {
    if (source == null) {
      return false;
    }
    horizonPs = anyRequested ? nowPs + 1 : nextPs;
    long handled = source.run(WATCH_INTERVAL);
    events += handled;
    return handled > 0;
  }

  private void endInstant() {
    if (++instantEnds > MAX_INSTANT_ENDS) {
      throw new IllegalStateException("livelock: the instant at " + nowPs + " ps does not end");
    }
    anyRequested = false;
    for (int action = 0; action < requested.length; action++) {
      if (requested[action]) {
        requested[action] = false;
        instantEndActions.get(action).run();
      }
    }
  }
}

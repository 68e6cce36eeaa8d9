package weft.sim.event;

import java.util.NoSuchElementException;
import weft.sim.unit.Durations;

/**
 * An {@link EventQueue} of time buckets: the cost of an event hardly depends on how many wait.
 *
 * <p>An event that is added is appended to the list of its bucket ({@link TimeBuckets}). When the
 * time of a bucket comes, it is opened: its events become a sorted run ({@link SortedRun}), from
 * which they are removed one by one. An event for an open bucket is inserted into the run, or, when
 * that would move too many others, goes to a small heap ({@link LateEvents}).
 *
 * <p>The order (time, insertion) holds without being stored. Lists are first-in-first-out, the sort
 * is stable, an insertion comes after the events of its time. Of events of one time in run and heap
 * those of the run are older: while the heap has events, nothing is inserted into the run.
 *
 * <p>How wide a bucket is follows the load ({@link WidthControl}): all events are placed anew when
 * the width changes, and also when more have become late or have been cancelled than are pending. A
 * cancelled event stays where it is until it is come across; so there are never many more of them
 * than of the others. Each event pays for at most one such move.
 *
 * <p>Figures, and what lost: docs/performance.md.
 *
 * <p><b>Caveats.</b> {@link #nextTimePs()} may open a bucket. What is added afterwards for an
 * earlier time is late: in order, but slower.
 */
public final class BucketEventQueue implements EventQueue {

  /** 131 ns: about a packet at 400 Gb/s. Any other is soon corrected. */
  private static final int INITIAL_WIDTH_BITS = 17;

  private final EventSlots slots = new EventSlots();
  private final TimeBuckets buckets = new TimeBuckets(INITIAL_WIDTH_BITS);
  private final SortedRun run = new SortedRun();
  private final LateEvents late = new LateEvents();
  private final WidthControl control = new WidthControl();
  private int size;

  /** Last picosecond for which events go to the run and not to a bucket. */
  private long openUntilPs = -1;

  private long currentPs;
  private int currentHandler;
  private long currentPayload;

  /** Instants since the last bucket was opened. */
  private int instants;

  /** An empty queue. */
  public BucketEventQueue() {}

  @Override
  public long add(long timePs, int handler, long payload) {
    if (timePs < 0) {
      throw new IllegalArgumentException("an event at " + timePs + " ps");
    }
    int slot = slots.take();
    long tag = Entry.tag(slot, handler);
    size++;
    if (timePs > openUntilPs) {
      buckets.add(timePs, payload, tag);
    } else {
      addLate(timePs, payload, tag);
    }
    return slots.handle(slot);
  }

  private void addLate(long timePs, long payload, long tag) {
    control.onInserted();
    if (late.isEmpty() && run.insert(timePs, payload, tag)) {
      return;
    }
    late.add(timePs, payload, tag);
    control.onLate();
    if (control.late() > Math.max(size, WidthControl.MIN_EPOCH)) {
      placeAnew(endEpoch());
    }
  }

  @Override
  public boolean cancel(long handle) {
    if (!slots.cancel(handle)) {
      return false;
    }
    size--;
    if (slots.cancelled() > Math.max(size, WidthControl.MIN_EPOCH)) {
      placeAnew(endEpoch());
    }
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  /** How many events were cancelled and still take up memory. */
  int cancelled() {
    return slots.cancelled();
  }

  @Override
  public long nextTimePs() {
    if (late.isEmpty() && !run.isEmpty() && slots.cancelled() == 0) {
      return run.firstTime();
    }
    return settle();
  }

  @Override
  public boolean isNextAt(long timePs) {
    boolean noneOpen = run.isEmpty() && late.isEmpty();
    return !(noneOpen && timePs <= openUntilPs) && nextTimePs() == timePs;
  }

  private long settle() {
    while (true) {
      if (run.isEmpty() && late.isEmpty()) {
        if (!open()) {
          return Durations.NEVER;
        }
      } else if (runComesFirst()) {
        if (!slots.isCancelled(Entry.slot(run.firstTag()))) {
          return run.firstTime();
        }
        slots.drop(Entry.slot(run.firstTag()));
        run.removeFirst();
      } else {
        if (!slots.isCancelled(Entry.slot(late.firstTag()))) {
          return late.firstTime();
        }
        slots.drop(Entry.slot(late.firstTag()));
        late.removeFirst();
      }
    }
  }

  private boolean runComesFirst() {
    return late.isEmpty() || (!run.isEmpty() && run.firstTime() <= late.firstTime());
  }

  @Override
  public void removeNext() {
    long timePs = nextTimePs();
    if (size == 0) {
      throw new NoSuchElementException("no pending event");
    }
    long tag;
    if (runComesFirst()) {
      tag = run.firstTag();
      currentPayload = run.firstPayload();
      run.removeFirst();
    } else {
      tag = late.firstTag();
      currentPayload = late.firstPayload();
      late.removeFirst();
    }
    if (timePs != currentPs) {
      currentPs = timePs;
      instants++;
    }
    currentHandler = Entry.handler(tag);
    slots.remove(Entry.slot(tag));
    size--;
  }

  @Override
  public int handler() {
    return currentHandler;
  }

  @Override
  public long payload() {
    return currentPayload;
  }

  /** Opens the first bucket. The run and the heap are empty. */
  private boolean open() {
    if (control.isOver(size)) {
      int widthBits = endEpoch();
      if (widthBits != buckets.widthBits()) {
        placeAnew(widthBits);
      }
    }
    endBucket();
    if (!buckets.takeFirst(run, control)) {
      return false;
    }
    openUntilPs = buckets.lastPs();
    control.onOpened(run.size());
    return true;
  }

  private void endBucket() {
    if (instants > 0) {
      control.onEmptied(instants);
      instants = 0;
    }
  }

  private int endEpoch() {
    endBucket();
    return control.endEpoch(buckets.widthBits(), currentPs);
  }

  /** Puts all events back into buckets and drops those that were cancelled. */
  private void placeAnew(int widthBits) {
    long basePs = currentPs;
    if (!run.isEmpty()) {
      basePs = Math.min(basePs, run.firstTime());
    }
    if (!late.isEmpty()) {
      basePs = Math.min(basePs, late.firstTime());
    }
    buckets.rebuild(widthBits, basePs, slots);
    while (!run.isEmpty()) {
      putBack(run.firstTime(), run.firstPayload(), run.firstTag());
      run.removeFirst();
    }
    while (!late.isEmpty()) {
      putBack(late.firstTime(), late.firstPayload(), late.firstTag());
      late.removeFirst();
    }
    openUntilPs = buckets.beforeBasePs();
  }

  private void putBack(long timePs, long payload, long tag) {
    if (slots.isCancelled(Entry.slot(tag))) {
      slots.drop(Entry.slot(tag));
    } else {
      buckets.add(timePs, payload, tag);
    }
  }
}

package weft.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import weft.sim.unit.Durations;

/**
 * Does the same random operations to a queue and to a {@link PriorityQueue} of records, and
 * compares all that can be seen.
 *
 * <p>The clock follows the events, as in an engine. The mix of operations drifts, so that the queue
 * swells to thousands and runs empty again.
 */
final class EventQueueFuzzer {

  private record Pending(long timePs, long sequence, int handler, long payload, long handle) {}

  private static final Comparator<Pending> ORDER =
      Comparator.comparingLong(Pending::timePs).thenComparingLong(Pending::sequence);

  private final EventQueue queue;
  private final long seed;
  private final Random random;
  private final PriorityQueue<Pending> dull = new PriorityQueue<>(ORDER);
  private final List<Pending> known = new ArrayList<>();
  private final List<Long> stale = new ArrayList<>();
  private long nowPs;
  private long sequence;
  private int step;

  EventQueueFuzzer(EventQueue queue, long seed) {
    this.queue = queue;
    this.seed = seed;
    random = new Random(seed);
  }

  void run(int steps) {
    for (step = 0; step < steps; step++) {
      boolean swelling = (step / 5_000) % 2 == 0;
      int dice = random.nextInt(100);
      if (dice < (swelling ? 45 : 20)) {
        add(delay());
      } else if (dice < (swelling ? 47 : 21)) {
        burst();
      } else if (dice < (swelling ? 70 : 80)) {
        remove();
      } else if (dice < 95) {
        cancel();
      } else {
        cancelStale();
      }
      assertSame();
    }
    while (!dull.isEmpty()) {
      remove();
      assertSame();
    }
    assertThat(queue.nextTimePs()).as(text()).isEqualTo(Durations.NEVER);
  }

  /** Zero, a few constants as packets have, near, far, and very far. */
  private long delay() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> 81_920L * (1 + random.nextInt(3));
      case 2 -> random.nextInt(16);
      case 3 -> random.nextInt(1_000_000);
      case 4 -> random.nextLong() >>> (12 + random.nextInt(40));
      default -> (long) (-Math.log(1 - random.nextDouble()) * 100_000);
    };
  }

  private void burst() {
    long delay = delay();
    int events = 1 + random.nextInt(100);
    for (int i = 0; i < events; i++) {
      add(delay);
    }
  }

  private void add(long delayPs) {
    long timePs = nowPs + delayPs >= 0 ? nowPs + delayPs : nowPs;
    int handler = random.nextInt(1_000);
    long payload = random.nextLong();
    long handle = queue.add(timePs, handler, payload);
    Pending event = new Pending(timePs, sequence++, handler, payload, handle);
    dull.add(event);
    known.add(event);
  }

  private void remove() {
    Pending event = dull.poll();
    if (event == null) {
      return;
    }
    queue.removeNext();
    nowPs = event.timePs();
    assertThat(queue.handler()).as(text()).isEqualTo(event.handler());
    assertThat(queue.payload()).as(text()).isEqualTo(event.payload());
    stale.add(event.handle());
  }

  /** Cancels an event that may have happened before. */
  private void cancel() {
    if (known.isEmpty()) {
      return;
    }
    int index = random.nextInt(known.size());
    Pending event = known.get(index);
    known.set(index, known.get(known.size() - 1));
    known.remove(known.size() - 1);
    assertThat(queue.cancel(event.handle())).as(text()).isEqualTo(dull.remove(event));
    stale.add(event.handle());
  }

  private void cancelStale() {
    if (!stale.isEmpty()) {
      long handle = stale.get(random.nextInt(stale.size()));
      assertThat(queue.cancel(handle)).as(text()).isFalse();
    }
  }

  private void assertSame() {
    Pending next = dull.peek();
    long nextPs = next == null ? Durations.NEVER : next.timePs();
    if (queue.size() != dull.size() || queue.nextTimePs() != nextPs) {
      assertThat(queue.size()).as("size, " + text()).isEqualTo(dull.size());
      assertThat(queue.nextTimePs()).as("next time, " + text()).isEqualTo(nextPs);
    }
  }

  private String text() {
    return "seed " + seed + ", step " + step;
  }
}

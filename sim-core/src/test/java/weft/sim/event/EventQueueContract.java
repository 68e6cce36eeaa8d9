package weft.sim.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.unit.Durations;

/** What every {@link EventQueue} promises. */
abstract class EventQueueContract {

  private EventQueue queue;

  /** A new, empty queue. */
  abstract EventQueue create();

  @BeforeEach
  void createQueue() {
    queue = create();
  }

  @Test
  void eventsComeInTheOrderOfTime() {
    queue.add(30, 3, 300);
    queue.add(10, 1, 100);
    queue.add(20, 2, 200);

    assertNext(10, 1, 100);
    assertNext(20, 2, 200);
    assertNext(30, 3, 300);
    assertEmpty();
  }

  @Test
  void simultaneousEventsComeInTheOrderOfInsertion() {
    for (int i = 0; i < 100; i++) {
      queue.add(7, i, -i);
    }
    for (int i = 0; i < 100; i++) {
      assertNext(7, i, -i);
    }
    assertEmpty();
  }

  @Test
  void anEventAddedLaterForTheSameTimeComesAfterThoseThatWait() {
    queue.add(5, 1, 0);
    queue.add(5, 2, 0);
    assertNext(5, 1, 0);
    queue.add(5, 3, 0);
    assertNext(5, 2, 0);
    assertNext(5, 3, 0);
  }

  @Test
  void anEventMayBeEarlierThanOneAlreadyRemoved() {
    queue.add(50, 1, 0);
    assertNext(50, 1, 0);
    queue.add(10, 2, 0);
    assertNext(10, 2, 0);
  }

  @Test
  void handlersAndPayloadsTakeAllValues() {
    queue.add(0, Integer.MAX_VALUE, Long.MIN_VALUE);
    queue.add(Durations.NEVER - 1, 0, Long.MAX_VALUE);

    assertNext(0, Integer.MAX_VALUE, Long.MIN_VALUE);
    assertNext(Durations.NEVER - 1, 0, Long.MAX_VALUE);
  }

  @Test
  void anEmptyQueueHasNoNextEvent() {
    assertEmpty();
    queue.add(1, 0, 0);
    queue.removeNext();
    assertEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void aNegativeTimeIsRejectedAndLeavesTheQueueAsItWas(long timePs) {
    queue.add(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.add(timePs, 0, 0))
        .withMessageContaining(Long.toString(timePs));
    assertNext(1, 2, 3);
    assertEmpty();
  }

  @Test
  void aCancelledEventDoesNotCome() {
    queue.add(10, 1, 0);
    long second = queue.add(20, 2, 0);
    queue.add(30, 3, 0);

    assertThat(queue.cancel(second)).isTrue();
    assertThat(queue.size()).isEqualTo(2);
    assertNext(10, 1, 0);
    assertNext(30, 3, 0);
    assertEmpty();
  }

  @Test
  void whetherTheNextEventIsAtATimeIsSeenWithoutEvents() {
    assertThat(queue.isNextAt(0)).isFalse();
    queue.add(10, 1, 0);
    long second = queue.add(10, 2, 0);
    queue.add(11, 3, 0);
    assertThat(queue.isNextAt(0)).isFalse();
    assertThat(queue.isNextAt(10)).isTrue();
    assertNext(10, 1, 0);
    assertThat(queue.isNextAt(10)).isTrue();
    queue.cancel(second);
    assertThat(queue.isNextAt(10)).isFalse();
    assertNext(11, 3, 0);
    assertThat(queue.isNextAt(11)).isFalse();
    queue.add(11, 4, 0);
    assertThat(queue.isNextAt(11)).isTrue();
    assertNext(11, 4, 0);
    assertEmpty();
  }

  @Test
  void cancellingTheNextEventUncoversTheOneAfter() {
    long first = queue.add(10, 1, 0);
    queue.add(20, 2, 0);
    assertThat(queue.cancel(first)).isTrue();
    assertThat(queue.nextTimePs()).isEqualTo(20);
  }

  @Test
  void anEventIsCancelledOnce() {
    long handle = queue.add(10, 1, 0);
    assertThat(queue.cancel(handle)).isTrue();
    assertThat(queue.cancel(handle)).isFalse();
    assertEmpty();
  }

  @Test
  void theCurrentEventCannotBeCancelled() {
    long handle = queue.add(10, 1, 0);
    queue.removeNext();
    assertThat(queue.cancel(handle)).isFalse();
  }

  @Test
  void aStaleHandleDoesNotCancelTheEventThatTookItsPlace() {
    long fired = queue.add(10, 1, 0);
    queue.removeNext();
    long cancelled = queue.add(20, 2, 0);
    queue.cancel(cancelled);
    queue.add(30, 3, 0);

    assertThat(queue.cancel(fired)).isFalse();
    assertThat(queue.cancel(cancelled)).isFalse();
    assertNext(30, 3, 0);
  }

  @Test
  void handlesAreDistinctAndNotNegative() {
    long[] handles = new long[5_000];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = queue.add(i, 0, 0);
      if (i % 3 == 0) {
        queue.removeNext();
      }
    }
    assertThat(handles).doesNotHaveDuplicates();
    assertThat(LongStream.of(handles)).allMatch(handle -> handle >= 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 12_345, 1L << 31, 1L << 40})
  void aHandleThatWasNeverGivenOutCancelsNothing(long handle) {
    assertThat(queue.cancel(handle)).isFalse();
  }

  @Test
  void theCurrentEventStaysWhileOthersComeAndGo() {
    queue.add(1, 11, 111);
    queue.removeNext();

    long other = queue.add(0, 22, 222);
    assertThat(queue.handler()).isEqualTo(11);
    queue.cancel(other);
    queue.add(0, 33, 333);
    assertThat(queue.handler()).isEqualTo(11);
    assertThat(queue.payload()).isEqualTo(111);
  }

  @Test
  void theQueueGrows() {
    int events = 100_000;
    for (int i = 0; i < events; i++) {
      queue.add((i * 7_919L) % events, i, i);
    }
    assertThat(queue.size()).isEqualTo(events);
    for (int i = 0; i < events; i++) {
      assertThat(queue.nextTimePs()).isEqualTo(i);
      queue.removeNext();
      assertThat(queue.payload() * 7_919L % events).isEqualTo(i);
    }
    assertEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsTheDullQueueUnderRandomOperations(long seed) {
    new EventQueueFuzzer(queue, seed).run(40_000);
  }

  @Test
  void steadyOperationAllocatesNothing() {
    Random random = new Random(1);
    long[] increments = random.longs(1 << 12, 0, 1_000_000).toArray();
    churn(increments, 200_000);
    assertAllocatesNothing(() -> churn(increments, 100_000));
  }

  @Test
  void swellingOnceMoreAllocatesNothing() {
    for (int i = 0; i < 20; i++) {
      swellAndEmpty();
    }
    assertAllocatesNothing(this::swellAndEmpty);
  }

  /** The compiler's own work on this thread may show up once, never in all rounds. */
  static void assertAllocatesNothing(Runnable round) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = threads.getThreadAllocatedBytes(thread);
      round.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).as("bytes allocated in a round").isZero();
  }

  private void swellAndEmpty() {
    for (int i = 0; i < 10_000; i++) {
      queue.add(37L * i, 0, i);
    }
    while (queue.size() > 0) {
      queue.removeNext();
    }
  }

  private void churn(long[] increments, int operations) {
    while (queue.size() < 1_000) {
      queue.add(increments[queue.size()], 0, 0);
    }
    for (int i = 0; i < operations; i++) {
      long now = queue.nextTimePs();
      queue.removeNext();
      queue.add(now + increments[i % increments.length], 0, i);
      long handle = queue.add(now + increments[(i + 1) % increments.length], 0, i);
      queue.cancel(handle);
    }
  }

  private void assertNext(long timePs, int handler, long payload) {
    assertThat(queue.nextTimePs()).isEqualTo(timePs);
    queue.removeNext();
    assertThat(queue.handler()).isEqualTo(handler);
    assertThat(queue.payload()).isEqualTo(payload);
  }

  private void assertEmpty() {
    assertThat(queue.size()).isZero();
    assertThat(queue.nextTimePs()).isEqualTo(Durations.NEVER);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> queue.removeNext());
  }
}

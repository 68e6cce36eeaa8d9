package weft.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.unit.Durations;

/** The buckets keep the contract, and the order of the heap under loads that are hard for them. */
@Tag("slow")
final class BucketEventQueueTest extends EventQueueContract {

  @Override
  EventQueue create() {
    return new BucketEventQueue();
  }

  @ParameterizedTest
  @EnumSource
  void removesTheEventsThatTheHeapRemoves(EventLoads load) {
    for (int pending : new int[] {1, 20, 3_000}) {
      for (long seed = 1; seed <= 3; seed++) {
        new EventQueueReplay(create(), load, seed).run(pending, 60_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void removesTheEventsThatTheHeapRemovesOfAMillion(EventLoads load) {
    new EventQueueReplay(create(), load, 1).run(1_000_000, 1_500_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 17, 26, 27, 28, 34, 35, 36, 43, 51, 61, 62})
  void anEventSeenFromAfarComesBeforeOneOfItsTimeAddedNearby(int bits) {
    long timePs = 1L << bits;
    EventQueue queue = create();
    queue.add(timePs, 1, 0);
    queue.add(timePs - 1, 2, 0);
    queue.add(timePs + 1, 5, 0);
    assertNext(queue, timePs - 1, 2);
    queue.add(timePs, 3, 0);
    assertNext(queue, timePs, 1);
    queue.add(timePs, 4, 0);
    assertNext(queue, timePs, 3);
    assertNext(queue, timePs, 4);
    assertNext(queue, timePs + 1, 5);
    assertThat(queue.nextTimePs()).isEqualTo(Durations.NEVER);
  }

  @Test
  void eventsBeforeThePeekedOneComeFirstHoweverManyTheyAre() {
    EventQueue queue = create();
    queue.add(Durations.SECOND_PS, 0, -1);
    assertThat(queue.nextTimePs()).isEqualTo(Durations.SECOND_PS);
    int events = 10_000;
    for (int i = 0; i < events; i++) {
      queue.add(i * 7_919L % events / 2, 0, i);
    }
    for (int i = 0; i < events; i++) {
      assertThat(queue.nextTimePs()).isEqualTo(i / 2);
      queue.removeNext();
    }
    assertNext(queue, Durations.SECOND_PS, 0);
  }

  @Test
  void insertionOrderSurvivesAChangeOfWidth() {
    EventQueue queue = create();
    long farPs = Durations.SECOND_PS;
    queue.add(farPs, 1, 0);
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      long nowPs = round * 10_000_000_000L;
      for (int i = 0; i < 3_000; i++) {
        queue.add(nowPs + random.nextInt(round % 2 == 0 ? 100 : 1_000_000_000), 0, 0);
      }
      queue.add(farPs, round + 2, 0);
      for (int i = 0; i < 3_000; i++) {
        queue.removeNext();
      }
    }
    for (int i = 1; i <= 21; i++) {
      assertNext(queue, farPs, i);
    }
  }

  /** A timer that is set and cancelled for each of many packets, far away, near, and now. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000, Durations.SECOND_PS})
  void cancelledEventsAreForgotten(long delayPs) {
    BucketEventQueue queue = new BucketEventQueue();
    queue.add(5, 1, 0);
    queue.removeNext();
    queue.add(5, 2, 0);
    for (int i = 0; i < 1_000_000; i++) {
      queue.cancel(queue.add(5 + delayPs, 3, 0));
      assertThat(queue.cancelled()).isLessThanOrEqualTo(1_025);
    }
    assertNext(queue, 5, 2);
    assertThat(queue.nextTimePs()).isEqualTo(Durations.NEVER);
    assertThat(queue.cancelled()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPONENTIAL", "PACKETS", "COARSE_GRID", "BREATHING"})
  void steadyLoadsAllocateNothing(EventLoads load) {
    EventQueue queue = create();
    Random random = new Random(1);
    long[] delays = new long[1 << 16];
    for (int i = 0; i < delays.length; i++) {
      delays[i] = load.delayPs(random, i);
    }
    for (int i = 0; i < 20_000; i++) {
      queue.add(delays[i], 0, i);
    }
    hold(queue, delays, 2_000_000);
    assertAllocatesNothing(() -> hold(queue, delays, 200_000));
  }

  private static void hold(EventQueue queue, long[] delays, int events) {
    for (int i = 0; i < events; i++) {
      long nowPs = queue.nextTimePs();
      queue.removeNext();
      queue.add(nowPs + delays[i & delays.length - 1], queue.handler(), queue.payload());
    }
  }

  private static void assertNext(EventQueue queue, long timePs, int handler) {
    assertThat(queue.nextTimePs()).isEqualTo(timePs);
    queue.removeNext();
    assertThat(queue.handler()).isEqualTo(handler);
  }
}

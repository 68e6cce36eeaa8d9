package weft.sim.packet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.unit.Durations;

/** The same order as a priority queue's, whatever the load. */
@Tag("slow")
final class PacketEventsTest {

  private record Event(long timePs, int kind, int link, int packet) {}

  private static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::timePs)
          .thenComparingInt(Event::kind)
          .thenComparingInt(event -> PacketEvents.tieKey(event.timePs(), event.link()))
          .thenComparingInt(Event::packet);

  /** Gaps of a few constants, as packets make them; now and then a timer far ahead. */
  @ParameterizedTest
  @CsvSource({
    "1, 10, 1000000",
    "2, 300, 300000",
    "3, 5000, 1000000",
    "4, 20000, 100",
    "5, 2000, 40000000",
    "6, 50, 1",
    "7, 3, 5000000000"
  })
  void sameOrderAsAPriorityQueue(long seed, int pending, long gapPs) {
    Random random = new Random(seed);
    long[] constants = {5_120, 332_800, 1_000_000, 83_200};
    compare(
        seed,
        pending,
        100_000,
        nowPs ->
            switch (random.nextInt(10)) {
              case 0 -> nowPs;
              case 1 -> nowPs + 1 + random.nextInt(100);
              case 2 -> nowPs + Math.abs(random.nextLong() % (1000 * gapPs));
              case 3, 4, 5 -> nowPs + constants[random.nextInt(4)];
              default -> nowPs + Math.abs(random.nextLong() % gapPs);
            });
  }

  /** Dense, then sparse, then dense: widths change both ways. */
  @Test
  void theWidthFollowsTheLoad() {
    Random random = new Random(8);
    int[] calls = new int[1];
    compare(
        8,
        3000,
        400_000,
        nowPs -> {
          long scale = calls[0]++ / 50_000 % 2 == 0 ? 100_000L : 3_000_000_000L;
          return nowPs + (long) (random.nextDouble() * scale);
        });
  }

  /** Thousands of simultaneous events. */
  @Test
  void lockstep() {
    compare(9, 5000, 100_000, nowPs -> nowPs + 332_800);
  }

  private static void compare(long seed, int pending, int pops, LongUnaryOperator next) {
    Random random = new Random(~seed);
    PriorityQueue<Event> expected = new PriorityQueue<>(ORDER);
    PacketEvents events = new PacketEvents(1000, 1000);
    int number = 0;
    for (int i = 0; i < pending; i++) {
      number = add(expected, events, random, next.applyAsLong(0), number);
    }
    long nowPs = 0;
    for (int i = 0; i < pops; i++) {
      Event event = expected.remove();
      if (random.nextInt(50) == 0) {
        assertThat(events.poll(event.timePs())).isEqualTo(PacketEvents.NONE);
      }
      long word = events.poll(random.nextBoolean() ? Durations.NEVER : event.timePs() + 1);
      Event actual =
          new Event(
              events.nowPs(),
              PacketEvents.kind(word),
              PacketEvents.link(word),
              PacketEvents.packet(word));
      if (!actual.equals(event)) {
        assertThat(actual).as("event %d, seed %d", i, seed).isEqualTo(event);
      }
      nowPs = event.timePs();
      int adds = expected.size() > 2 * pending ? 0 : expected.size() < pending / 2 ? 3 : 1;
      for (int k = 0; k < adds; k++) {
        number = add(expected, events, random, next.applyAsLong(nowPs), number);
      }
      assertThat(events.size()).isEqualTo(expected.size());
      if (expected.isEmpty()) {
        number = add(expected, events, random, next.applyAsLong(nowPs), number);
      }
    }
  }

  private static int add(
      PriorityQueue<Event> expected, PacketEvents events, Random random, long timePs, int number) {
    Event event = new Event(timePs, random.nextInt(4), random.nextInt(500), number);
    expected.add(event);
    events.add(timePs, event.kind(), event.link(), event.packet());
    return (number + 1) & (PacketStore.MAX_PACKETS - 1);
  }

  /**
   * Of two links each comes first at half of 10,000 times, give or take five standard deviations of
   * 50, and the queue has it so.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "3, 5", "6, 7", "3, 500", "499, 500"})
  void ofTwoLinksEachComesFirstHalfOfTheTime(int one, int other) {
    PacketEvents events = new PacketEvents(1000, 1000);
    int first = 0;
    for (int i = 1; i <= 10_000; i++) {
      events.add(i * 332_800L, 1, other, 0);
      events.add(i * 332_800L, 1, one, 0);
      first += PacketEvents.link(events.poll(Durations.NEVER)) == one ? 1 : 0;
      events.poll(Durations.NEVER);
    }
    assertThat(first).isBetween(4750, 5250);
  }

  @Test
  void nothingIsAllocatedOnceItHasItsSize() {
    Random random = new Random(1);
    PacketEvents events = new PacketEvents(1000, 1000);
    LongStream.range(0, 5000).forEach(i -> events.add(random.nextInt(1_000_000), 1, (int) i, 0));
    churn(events, random, 500_000);
    com.sun.management.ThreadMXBean thread =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    churn(events, random, 500_000);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  private static void churn(PacketEvents events, Random random, int pops) {
    for (int i = 0; i < pops; i++) {
      long event = events.poll(Durations.NEVER);
      events.add(
          events.nowPs() + 332_800 + random.nextInt(1_000_000), 1, PacketEvents.link(event), 0);
    }
  }
}

package weft.benchmark.micro;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.benchmark.fixture.Increments;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.EventQueue;

/**
 * The hold model: remove the next event, add one a random increment later; the number of pending
 * events stays the same (Jones: An empirical comparison of priority-queue and event-set
 * implementations, CACM 1986).
 *
 * <p>Both queues keep the order (time, insertion). {@link #objects()} is the baseline: a {@link
 * PriorityQueue} of one object an event. Read the ratio of the two within one run, not the times.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EventQueueHold {

  private static final int DRAWN = 1 << 16;

  private record Event(long timePs, long sequence, int handler, long payload)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(timePs, other.timePs);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /** Pending events. */
  @Param({"100", "1000", "10000", "100000", "1000000"})
  public int pending;

  /** From one event to the next. */
  @Param public Increments increments = Increments.EXPONENTIAL;

  private long[] drawn = new long[0];
  private int next;
  private EventQueue queue = new BucketEventQueue();
  private PriorityQueue<Event> objectQueue = new PriorityQueue<>();
  private long sequence;

  /** Fills both queues. */
  @Setup
  public void fill() {
    // Random phases, or all packets would march in step.
    drawn = Increments.EXPONENTIAL.draw(pending);
    queue = new BucketEventQueue();
    objectQueue = new PriorityQueue<>(pending);
    for (int i = 0; i < pending; i++) {
      long timePs = drawn[i - i % increments.sharing()];
      queue.add(timePs, 0, i);
      objectQueue.add(new Event(timePs, sequence++, 0, i));
    }
    drawn = increments.draw(DRAWN);
  }

  /** Weft's queue. */
  @Benchmark
  public long weft() {
    long nowPs = queue.nextTimePs();
    queue.removeNext();
    return queue.add(nowPs + increment(nowPs), queue.handler(), queue.payload());
  }

  /** The baseline. */
  @Benchmark
  public boolean objects() {
    Event event = objectQueue.remove();
    return objectQueue.add(
        new Event(
            event.timePs + increment(event.timePs), sequence++, event.handler, event.payload));
  }

  private long increment(long nowPs) {
    int draw = increments.sharing() > 1 ? (int) ((nowPs * 0x9E3779B97F4A7C15L) >>> 48) : next++;
    return drawn[draw & (DRAWN - 1)];
  }
}

package weft.sim.event;

import java.util.Arrays;

/**
 * Events that came too late for their bucket, which is open already: a 4-ary heap in the order
 * (time, insertion).
 */
final class LateEvents {

  private static final int ARITY = 4;
  private static final int INITIAL_CAPACITY = 64;

  private long[] times = new long[INITIAL_CAPACITY];
  private long[] numbers = new long[INITIAL_CAPACITY];
  private long[] payloads = new long[INITIAL_CAPACITY];
  private long[] tags = new long[INITIAL_CAPACITY];
  private int size;
  private long added;

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the first event; there must be one. */
  long firstTime() {
    return times[0];
  }

  long firstPayload() {
    return payloads[0];
  }

  long firstTag() {
    return tags[0];
  }

  void add(long timePs, long payload, long tag) {
    if (size == times.length) {
      int capacity = Math.multiplyExact(size, 2);
      times = Arrays.copyOf(times, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      payloads = Arrays.copyOf(payloads, capacity);
      tags = Arrays.copyOf(tags, capacity);
    }
    // The number is the greatest: among events of one time the new one comes last.
    int place = size++;
    while (place > 0 && times[(place - 1) / ARITY] > timePs) {
      move((place - 1) / ARITY, place);
      place = (place - 1) / ARITY;
    }
    put(place, timePs, added++, payload, tag);
  }

  void removeFirst() {
    size--;
    long timePs = times[size];
    long number = numbers[size];
    int place = 0;
    while (true) {
      int least = place * ARITY + 1;
      if (least >= size) {
        break;
      }
      int end = Math.min(least + ARITY, size);
      for (int child = least + 1; child < end; child++) {
        if (isBefore(times[child], numbers[child], least)) {
          least = child;
        }
      }
      if (isBefore(timePs, number, least)) {
        break;
      }
      move(least, place);
      place = least;
    }
    put(place, timePs, number, payloads[size], tags[size]);
  }

  private boolean isBefore(long timePs, long number, int place) {
    return timePs < times[place] || (timePs == times[place] && number < numbers[place]);
  }

  private void move(int from, int to) {
    put(to, times[from], numbers[from], payloads[from], tags[from]);
  }

  private void put(int place, long timePs, long number, long payload, long tag) {
    times[place] = timePs;
    numbers[place] = number;
    payloads[place] = payload;
    tags[place] = tag;
  }
}

package weft.sim.event;

import java.util.Arrays;

/**
 * The events of one bucket, in the order in which they will happen.
 *
 * <p>Sorting is stable, which is all that keeps simultaneous events in the order of insertion. If
 * they are in order already, as those of one instant are, nothing is done. A few are sorted by
 * insertion. Many are distributed by the highest bits in which they differ, into twice as many
 * places as there are events; then insertion has next to nothing left to do, and no branch to guess
 * wrong. Where times are clustered so that it has, all digits are distributed from the lowest on
 * (LSD radix sort; Knuth, The Art of Computer Programming, vol. 3, section 5.2.5).
 */
final class SortedRun {

  /** Up to this many events are sorted by insertion. */
  private static final int FEW = 16;

  /** How many events an insertion moves at most, as words. */
  private static final int REACH = 24 * Entry.WORDS;

  private static final int MAX_DIGIT_BITS = 12;
  private static final int LOW_DIGIT_BITS = 8;

  /** Moves for each event after which distribution by the highest bits has failed. */
  private static final int MAX_MOVES = 8;

  private static final int INITIAL_CAPACITY = 1024;

  private long[] events = new long[Entry.WORDS * INITIAL_CAPACITY];
  private long[] spare = new long[0];
  private int begin;
  private int end;

  /** Of each digit how many, then where the next goes. */
  private final int[] counts = new int[1 << MAX_DIGIT_BITS];

  boolean isEmpty() {
    return begin == end;
  }

  int size() {
    return (end - begin) / Entry.WORDS;
  }

  /** Time of the first event; there must be one. */
  long firstTime() {
    return events[begin];
  }

  long firstPayload() {
    return events[begin + Entry.PAYLOAD];
  }

  long firstTag() {
    return events[begin + Entry.TAG];
  }

  void removeFirst() {
    begin += Entry.WORDS;
  }

  void clear() {
    begin = 0;
    end = 0;
  }

  /** Appends events without regard to order: {@link #sort()} must follow. */
  void append(long[] source, int from, int to) {
    int length = to - from;
    if (end + length > events.length) {
      makeRoom(length);
    }
    System.arraycopy(source, from, events, end, length);
    end += length;
  }

  /** Puts all that was appended in order, events of one time as they were appended. */
  void sort() {
    int unsorted = begin + Entry.WORDS;
    while (unsorted < end && events[unsorted - Entry.WORDS] <= events[unsorted]) {
      unsorted += Entry.WORDS;
    }
    if (unsorted >= end) {
      return;
    }
    if (size() <= FEW) {
      sortByInsertion(unsorted, Integer.MAX_VALUE);
      return;
    }
    int differingBits = Long.SIZE - Long.numberOfLeadingZeros(differing());
    int digitBits =
        Math.min(MAX_DIGIT_BITS, Integer.SIZE + 1 - Integer.numberOfLeadingZeros(size()));
    distribute(Math.max(0, differingBits - digitBits), digitBits);
    if (!sortByInsertion(begin + Entry.WORDS, MAX_MOVES * (long) size())) {
      for (int shift = 0; shift < differingBits; shift += LOW_DIGIT_BITS) {
        distribute(shift, LOW_DIGIT_BITS);
      }
    }
  }

  private long differing() {
    long[] words = events;
    long first = words[begin];
    long differing = 0;
    for (int i = begin; i < end; i += Entry.WORDS) {
      differing |= words[i] ^ first;
    }
    return differing;
  }

  /**
   * Sorts all events, of which those before {@code unsorted} are in order.
   *
   * @return false if it was given up after so many moves
   */
  private boolean sortByInsertion(int unsorted, long moves) {
    long left = moves * Entry.WORDS;
    long[] words = events;
    int first = begin;
    int last = end;
    for (int i = unsorted; i < last && left >= 0; i += Entry.WORDS) {
      long timePs = words[i];
      if (words[i - Entry.WORDS] > timePs) {
        long payload = words[i + Entry.PAYLOAD];
        long tag = words[i + Entry.TAG];
        int place = i;
        do {
          copy(words, place - Entry.WORDS, place);
          place -= Entry.WORDS;
        } while (place > first && words[place - Entry.WORDS] > timePs);
        put(words, place, timePs, payload, tag);
        left -= i - place;
      }
    }
    return left >= 0;
  }

  /** Distributes all events, in their order, by the digit of their time at {@code shift}. */
  private void distribute(int shift, int bits) {
    if (spare.length < events.length) {
      spare = new long[events.length];
    }
    long[] source = events;
    long[] target = spare;
    int[] places = counts;
    int to = end;
    int mask = (1 << bits) - 1;
    Arrays.fill(places, 0, mask + 1, 0);
    for (int i = begin; i < to; i += Entry.WORDS) {
      places[(int) (source[i] >>> shift) & mask] += Entry.WORDS;
    }
    int place = begin;
    for (int digit = 0; digit <= mask; digit++) {
      int length = places[digit];
      places[digit] = place;
      place += length;
    }
    for (int i = begin; i < to; i += Entry.WORDS) {
      long timePs = source[i];
      int digit = (int) (timePs >>> shift) & mask;
      int at = places[digit];
      places[digit] = at + Entry.WORDS;
      put(target, at, timePs, source[i + Entry.PAYLOAD], source[i + Entry.TAG]);
    }
    spare = source;
    events = target;
  }

  /**
   * Inserts an event after those of its time.
   *
   * @return false, with nothing done, if many events are earlier and many later
   */
  boolean insert(long timePs, long payload, long tag) {
    if (begin == end) {
      begin = 0;
      end = 0;
    }
    if (end - begin <= REACH || events[end - REACH] <= timePs) {
      insertFromEnd(timePs, payload, tag);
    } else if (begin > 0 && events[begin + REACH] > timePs) {
      insertFromBegin(timePs, payload, tag);
    } else {
      return false;
    }
    return true;
  }

  private void insertFromEnd(long timePs, long payload, long tag) {
    if (end == events.length) {
      makeRoom(Entry.WORDS);
    }
    long[] words = events;
    int place = end;
    end += Entry.WORDS;
    while (place > begin && words[place - Entry.WORDS] > timePs) {
      copy(words, place - Entry.WORDS, place);
      place -= Entry.WORDS;
    }
    put(words, place, timePs, payload, tag);
  }

  private void insertFromBegin(long timePs, long payload, long tag) {
    long[] words = events;
    begin -= Entry.WORDS;
    int place = begin;
    while (words[place + Entry.WORDS] <= timePs) {
      copy(words, place + Entry.WORDS, place);
      place += Entry.WORDS;
    }
    put(words, place, timePs, payload, tag);
  }

  private static void copy(long[] words, int from, int to) {
    words[to] = words[from];
    words[to + Entry.PAYLOAD] = words[from + Entry.PAYLOAD];
    words[to + Entry.TAG] = words[from + Entry.TAG];
  }

  private static void put(long[] words, int place, long timePs, long payload, long tag) {
    words[place] = timePs;
    words[place + Entry.PAYLOAD] = payload;
    words[place + Entry.TAG] = tag;
  }

  /** Closes the gap that removed events left, or grows. */
  private void makeRoom(int length) {
    int used = end - begin;
    if (used + length > events.length / 2) {
      events = Arrays.copyOf(events, Math.multiplyExact(events.length, 2));
    }
    System.arraycopy(events, begin, events, 0, used);
    begin = 0;
    end = used;
  }
}

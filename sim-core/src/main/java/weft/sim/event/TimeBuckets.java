package weft.sim.event;

import java.util.Arrays;

/**
 * Events in buckets of time: a near window of narrow buckets and, for all that lies beyond, levels
 * of ever wider ones.
 *
 * <p>Bucket and level follow from the bits of the time alone, compared with those of the
 * <i>base</i>, the beginning of the bucket taken last. A bucket of the near window is 2<sup>w</sup>
 * ps wide. A time that differs from the base in the lowest w + {@value #NEAR_BITS} bits at most
 * lies in the near window. Each further {@value #FAR_BITS} bits are a level of their own, up to the
 * last bit of a {@code long}: there is no horizon. (Hierarchical timing wheels: Varghese and Lauck,
 * SOSP 1987, scheme 7. The choice by the highest bit that differs: radix heap, Ahuja, Mehlhorn,
 * Orlin and Tarjan, JACM 37(2), 1990.)
 *
 * <p>When the near window is empty, the base moves to the earliest event of the first far bucket,
 * and all events of this bucket are placed anew, in their order. So at any moment all events of one
 * time are in the same bucket, and in the order of insertion, because a bucket is a list to which
 * events are appended. The order need not be stored.
 *
 * <p>A list is a chain of blocks of {@value #BLOCK} events, and the block freed last is taken
 * first. So lists are read and written in sequence; lists linked event by event cost a cache miss
 * for each.
 */
final class TimeBuckets {

  private static final int NEAR_BITS = 10;
  private static final int FAR_BITS = 8;
  private static final int NEAR = 1 << NEAR_BITS;
  private static final int FAR = 1 << FAR_BITS;
  private static final int FAR_LEVELS = (Long.SIZE - 1 - NEAR_BITS + FAR_BITS - 1) / FAR_BITS;
  private static final int BUCKETS = NEAR + FAR_LEVELS * FAR;

  private static final int BLOCK_BITS = 4;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int NONE = -1;

  /** Wider buckets would leave no bits for the near window. */
  static final int MAX_WIDTH_BITS = Long.SIZE - 1 - NEAR_BITS;

  private int widthBits;
  private long basePs;

  /** Buckets with events: a bit each; for each 64 of them a bit in {@link #words}. */
  private final long[] occupied = new long[BUCKETS / Long.SIZE];

  private final long[] words = new long[(BUCKETS / Long.SIZE + Long.SIZE - 1) / Long.SIZE];

  /** First block of a bucket, and where its next event goes: at the end of a block, none. */
  private final int[] heads = new int[BUCKETS];

  private final int[] tails = new int[BUCKETS];

  // Lists taken out of their buckets, to be placed anew.
  private final int[] looseHeads = new int[BUCKETS];
  private final int[] looseTails = new int[BUCKETS];

  private long[] entries = new long[Entry.WORDS * BLOCK * 128];
  private int[] nextBlocks = new int[128];
  private int usedBlocks;
  private int freeBlock = NONE;

  TimeBuckets(int widthBits) {
    this.widthBits = widthBits;
  }

  int widthBits() {
    return widthBits;
  }

  /** Last picosecond before the base. */
  long beforeBasePs() {
    return basePs - 1;
  }

  /** Last picosecond of the bucket at the base. */
  long lastPs() {
    return basePs | (1L << widthBits) - 1;
  }

  /** Adds an event, not earlier than the base. */
  void add(long timePs, long payload, long tag) {
    long differing = (timePs ^ basePs) >>> widthBits;
    append(differing < NEAR ? near(timePs) : far(timePs, differing), timePs, payload, tag);
  }

  private int near(long timePs) {
    return (int) (timePs >>> widthBits) & NEAR - 1;
  }

  private int far(long timePs, long differing) {
    int level = (Long.SIZE - 1 - NEAR_BITS - Long.numberOfLeadingZeros(differing)) / FAR_BITS;
    int index = (int) (timePs >>> (widthBits + NEAR_BITS + level * FAR_BITS)) & FAR - 1;
    return NEAR + level * FAR + index;
  }

  /**
   * Moves the events of the first bucket, in order, to {@code run}, and the base to the bucket.
   *
   * @return false if there is none
   */
  boolean takeFirst(SortedRun run, WidthControl control) {
    int bucket = first();
    if (bucket == NONE) {
      return false;
    }
    if (bucket >= NEAR) {
      control.onMoved(bringNear(bucket));
      bucket = first();
    }
    int block = heads[bucket];
    int tail = tails[bucket];
    clear(bucket);
    basePs = entries[Entry.WORDS * BLOCK * block] >>> widthBits << widthBits;
    run.clear();
    while (block != NONE) {
      run.append(entries, Entry.WORDS * BLOCK * block, Entry.WORDS * end(block, tail));
      block = free(block);
    }
    run.sort();
    return true;
  }

  /**
   * Places all events anew and drops those that were cancelled.
   *
   * @param newBasePs not later than any event here
   */
  void rebuild(int newWidthBits, long newBasePs, EventSlots slots) {
    int loose = 0;
    for (int bucket = first(); bucket != NONE; bucket = first()) {
      looseHeads[loose] = heads[bucket];
      looseTails[loose++] = tails[bucket];
      clear(bucket);
    }
    widthBits = newWidthBits;
    basePs = newBasePs >>> widthBits << widthBits;
    for (int i = 0; i < loose; i++) {
      replace(looseHeads[i], looseTails[i], slots);
    }
  }

  private void replace(int head, int tail, EventSlots slots) {
    for (int block = head; block != NONE; block = free(block)) {
      int end = Entry.WORDS * end(block, tail);
      for (int i = Entry.WORDS * BLOCK * block; i < end; i += Entry.WORDS) {
        long tag = entries[i + Entry.TAG];
        if (slots.isCancelled(Entry.slot(tag))) {
          slots.drop(Entry.slot(tag));
        } else {
          add(entries[i], entries[i + Entry.PAYLOAD], tag);
        }
      }
    }
  }

  /**
   * Places the events of a far bucket anew, in their order. Nothing is added to the near window in
   * between, so that later events of the same times come after these.
   *
   * @return how many there are
   */
  private int bringNear(int bucket) {
    int head = heads[bucket];
    int tail = tails[bucket];
    clear(bucket);
    long least = Long.MAX_VALUE;
    for (int block = head; block != NONE; block = nextBlocks[block]) {
      int end = Entry.WORDS * end(block, tail);
      for (int i = Entry.WORDS * BLOCK * block; i < end; i += Entry.WORDS) {
        least = Math.min(least, entries[i]);
      }
    }
    int moved = 0;
    basePs = least >>> widthBits << widthBits;
    for (int block = head; block != NONE; block = free(block)) {
      int end = Entry.WORDS * end(block, tail);
      for (int i = Entry.WORDS * BLOCK * block; i < end; i += Entry.WORDS) {
        add(entries[i], entries[i + Entry.PAYLOAD], entries[i + Entry.TAG]);
      }
      moved += end(block, tail) - block * BLOCK;
    }
    return moved;
  }

  /** Near buckets have the lowest numbers, then the levels follow: the first is the earliest. */
  private int first() {
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        int word = i * Long.SIZE + Long.numberOfTrailingZeros(words[i]);
        return word * Long.SIZE + Long.numberOfTrailingZeros(occupied[word]);
      }
    }
    return NONE;
  }

  private void clear(int bucket) {
    int word = bucket / Long.SIZE;
    occupied[word] &= ~(1L << bucket);
    if (occupied[word] == 0) {
      words[word / Long.SIZE] &= ~(1L << word);
    }
    tails[bucket] = 0;
  }

  private void append(int bucket, long timePs, long payload, long tag) {
    int place = tails[bucket];
    if ((place & BLOCK - 1) == 0) {
      place = extend(bucket, place);
    }
    int word = Entry.WORDS * place;
    entries[word] = timePs;
    entries[word + Entry.PAYLOAD] = payload;
    entries[word + Entry.TAG] = tag;
    tails[bucket] = place + 1;
  }

  private int extend(int bucket, int place) {
    int block = freeBlock;
    if (block == NONE) {
      block = fresh();
    } else {
      freeBlock = nextBlocks[block];
    }
    nextBlocks[block] = NONE;
    if (place == 0) {
      int word = bucket / Long.SIZE;
      occupied[word] |= 1L << bucket;
      words[word / Long.SIZE] |= 1L << word;
      heads[bucket] = block;
    } else {
      nextBlocks[(place - 1) / BLOCK] = block;
    }
    return block * BLOCK;
  }

  private int fresh() {
    if (usedBlocks == nextBlocks.length) {
      entries = Arrays.copyOf(entries, Math.multiplyExact(entries.length, 2));
      nextBlocks = Arrays.copyOf(nextBlocks, nextBlocks.length * 2);
    }
    return usedBlocks++;
  }

  /** Frees a block and returns the one after it. */
  private int free(int block) {
    int next = nextBlocks[block];
    nextBlocks[block] = freeBlock;
    freeBlock = block;
    return next;
  }

  /** End of the events in a block of the list with this tail. */
  private static int end(int block, int tail) {
    return block == (tail - 1) / BLOCK ? tail : (block + 1) * BLOCK;
  }
}

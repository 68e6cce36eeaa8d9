package weft.sim.packet.store;

import java.util.Arrays;

/**
 * The pending events of packets, ports and timers, in the order (time, kind, {@link #tieKey} of the
 * link).
 *
 * <p>An event is one word: {@code time within its bucket 18 | kind 2 | tie key 20 | packet 23}. No
 * two events agree in time, kind and link: a link delivers one packet at a time. So the order of
 * simultaneous events is a property of what happens, not of who scheduled it first, and buckets
 * need not keep the order of insertion.
 *
 * <p>Buckets of a power of two picoseconds cover the near future; each is a list of small blocks in
 * one arena, whose free blocks are used again last in, first out. When the clock enters a bucket,
 * its words are laid side by side and sorted: few by insertion, many by radix on the time and on
 * the links, for in step many events share a time. What is added to the bucket under way goes to
 * its place in the sorted words. A bitmap finds the next bucket in use. What lies beyond the
 * buckets waits in a heap.
 *
 * <p>Width follows the load: buckets grow narrower when they hold more than sorts fast, and wider
 * when too much lands in the heap. That changes the cost only, never the order.
 *
 * <p><b>Caveats.</b> Nothing can be cancelled: who does not want an event any more lets it pass.
 */
public final class PacketEvents {

  /** No event. */
  public static final long NONE = -1;

  /** A port is told to pause or to go on. */
  public static final int PFC = 0;

  /** A packet arrives at the end of a link. */
  public static final int ARRIVAL = 1;

  /** A host's own clock. */
  public static final int TIMER = 2;

  /** A port has sent a packet to its end. */
  public static final int FREE = 3;

  /** Looks at the events of a bucket together. */
  public interface BucketListener {

    /** The first {@code count} words are events, for {@link #kind} and {@link #packet}. */
    void onBucket(long[] events, int count);
  }

  static final int PACKET_BITS = 23;
  static final int LINK_BITS = 20;
  private static final int SUBJECT_BITS = LINK_BITS + PACKET_BITS;
  private static final int PACKET_MASK = (1 << PACKET_BITS) - 1;

  /** Links at most. */
  public static final int MAX_LINKS = 1 << LINK_BITS;

  private static final int TIME_SHIFT = 2 + SUBJECT_BITS;
  private static final long REST_MASK = (1L << TIME_SHIFT) - 1;
  private static final int LARGEST_WIDTH = 18;
  private static final int SMALLEST_WIDTH = 6;

  private static final int BUCKETS = 1 << 12;
  private static final int BUCKET_MASK = BUCKETS - 1;
  private static final int BLOCK = 16;
  private static final int NO_BLOCK = -1;

  /** More words than this are sorted by radix; measured, docs/performance.md. */
  private static final int INSERTION_SORT = 40;

  /** Bits sorted by at once. */
  private static final int DIGIT = 8;

  private static final int DIGIT_MASK = (1 << DIGIT) - 1;

  /**
   * Two digits hold the kind and the time of buckets that are not wider: the third costs a pass.
   */
  private static final int TWO_DIGITS = 2 * DIGIT - 2;

  /** Looks at its width after so many buckets. */
  private static final int REVIEW = 1 << 10;

  private int width;

  /** Time of the first bucket that has not been entered, in buckets since 0. */
  private long nextBucket;

  /** Where the next word of a bucket goes; {@link #NO_BLOCK} if the bucket is empty. */
  private final int[] tails = new int[BUCKETS];

  private final long[] inUse = new long[BUCKETS / Long.SIZE];
  private long[] arena = new long[BLOCK << 10];
  private int[] previousBlock = new int[1 << 10];
  private int usedBlocks;
  private int freeBlock = NO_BLOCK;
  private int inBuckets;

  private long[] active = new long[1 << 10];
  private long[] scratch = new long[1 << 10];
  private final int[] linkCounts = new int[1 << DIGIT];
  private final int[] lowCounts = new int[1 << DIGIT];
  private final int[] highCounts = new int[1 << DIGIT];

  /** Of the bits that links differ in, the upper {@link #DIGIT}. */
  private final int linkShift;

  private int from;
  private int to;
  private long activeStartPs;

  private BucketListener listener = (events, count) -> {};

  private final FarEvents far = new FarEvents();

  private long nowPs;

  private int reviewedBuckets;
  private long reviewedWords;
  private long nearAdds;
  private long farAdds;

  /**
   * No events, time 0.
   *
   * @param expectedGapPs between two events, as far as one can tell; it is corrected later
   * @param links number of links; sorting is fastest if no number is higher
   */
  public PacketEvents(long expectedGapPs, int links) {
    int linkBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, links - 1));
    linkShift = PACKET_BITS + Math.max(0, linkBits - DIGIT);
    width = clampWidth(Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, expectedGapPs) * 16));
    Arrays.fill(tails, NO_BLOCK);
  }

  /** Adds an event, not before {@link #nowPs()}. */
  public void add(long timePs, int kind, int link, int packet) {
    long rest =
        ((long) kind << SUBJECT_BITS) | ((long) tieKey(timePs, link) << PACKET_BITS) | packet;
    place(timePs, rest);
  }

  private void place(long timePs, long rest) {
    long bucket = timePs >>> width;
    long ahead = bucket - nextBucket;
    if (ahead >= 0 && ahead < BUCKETS) {
      nearAdds++;
      append((int) bucket & BUCKET_MASK, ((timePs & ((1L << width) - 1)) << TIME_SHIFT) | rest);
    } else if (ahead < 0) {
      if (timePs < nowPs) {
        throw new IllegalArgumentException("an event at " + timePs + " ps, but it is " + nowPs);
      }
      insert(((timePs - activeStartPs) << TIME_SHIFT) | rest);
    } else {
      farAdds++;
      far.add(timePs, rest);
    }
  }

  /** Adds a timer: what it is for, in at most 43 bits. */
  public void addTimer(long timePs, long purpose) {
    add(timePs, TIMER, (int) (purpose >>> PACKET_BITS), (int) purpose & PACKET_MASK);
  }

  /**
   * Takes the next event if it is earlier than {@code horizonPs}, and moves the clock to it.
   *
   * @return the event, for {@link #kind}, {@link #link} and so on; {@link #NONE} if there is none
   */
  public long poll(long horizonPs) {
    while (true) {
      if (from < to) {
        long event = active[from];
        long timePs = activeStartPs + (event >>> TIME_SHIFT);
        if (timePs >= horizonPs) {
          return NONE;
        }
        from++;
        nowPs = timePs;
        return event ^ ((long) tieKey(timePs, 0) << PACKET_BITS);
      }
      if (!enterNextBucket(horizonPs)) {
        return NONE;
      }
    }
  }

  /** Is told of the events of each bucket, in their order, before the first of them happens. */
  public void listen(BucketListener bucketListener) {
    listener = bucketListener;
  }

  /**
   * The place in its bucket of the event that was taken last; events added to the bucket meanwhile
   * move those behind them.
   */
  public int index() {
    return from - 1;
  }

  /** Kind of an event. */
  public static int kind(long event) {
    return (int) (event >>> SUBJECT_BITS) & 3;
  }

  /** Link of an event. */
  public static int link(long event) {
    return (int) (event >>> PACKET_BITS) & (MAX_LINKS - 1);
  }

  /** Packet of an event, or whatever was given for it. */
  public static int packet(long event) {
    return (int) event & PACKET_MASK;
  }

  /** What a timer is for. */
  public static long purpose(long event) {
    return event & (1L << SUBJECT_BITS) - 1;
  }

  /** Time of the event that was taken last, picoseconds. */
  public long nowPs() {
    return nowPs;
  }

  /** Number of pending events. */
  public int size() {
    return to - from + inBuckets + far.size();
  }

  /** Bytes that the arrays take. */
  public long bytes() {
    return 8L * (arena.length + active.length + scratch.length + inUse.length)
        + 4L * (previousBlock.length + tails.length)
        + far.bytes();
  }

  /**
   * What decides between links at one picosecond, the lesser first: the link's number, with the
   * bits that a hash of the time has set turned over. So no link is always first, and all agree on
   * who is.
   */
  public static int tieKey(long timePs, int link) {
    return link ^ (int) ((timePs * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - LINK_BITS));
  }

  private static int clampWidth(int width) {
    return Math.max(SMALLEST_WIDTH, Math.min(LARGEST_WIDTH, width));
  }

  private void append(int bucket, long word) {
    int at = tails[bucket];
    if ((at & (BLOCK - 1)) == 0 || at == NO_BLOCK) {
      at = openBlock(bucket, at);
    }
    arena[at] = word;
    tails[bucket] = at + 1;
    inBuckets++;
  }

  /**
   * A tail at the end of a block is the start of the one behind it in the arena: that is how a full
   * block is told, and its own number is found again.
   */
  private int openBlock(int bucket, int tail) {
    int block = freeBlock;
    if (block == NO_BLOCK) {
      block = usedBlocks++;
      if (block == previousBlock.length) {
        int capacity = block + (block >> 2);
        previousBlock = Arrays.copyOf(previousBlock, capacity);
        arena = Arrays.copyOf(arena, capacity * BLOCK);
      }
    } else {
      freeBlock = previousBlock[block];
    }
    if (tail == NO_BLOCK) {
      previousBlock[block] = NO_BLOCK;
      inUse[bucket >> 6] |= 1L << bucket;
    } else {
      previousBlock[block] = tail / BLOCK - 1;
    }
    return block * BLOCK;
  }

  /** Into the sorted words of the bucket under way. */
  private void insert(long word) {
    if (to == active.length) {
      reserveActive(to + 1);
    }
    int at = to;
    while (at > from && active[at - 1] > word) {
      active[at] = active[at - 1];
      at--;
    }
    active[at] = word;
    to++;
  }

  private boolean enterNextBucket(long horizonPs) {
    if (reviewedBuckets >= REVIEW) {
      review();
    }
    long bucket = inBuckets > 0 ? firstInUse() : Long.MAX_VALUE;
    long farBucket = far.size() == 0 ? Long.MAX_VALUE : far.nextTimePs() >>> width;
    long first = Math.min(bucket, farBucket);
    if (first == Long.MAX_VALUE || first << width >= horizonPs) {
      return false;
    }
    // Nothing lies between: the window moves on, and what the heap holds of it comes in.
    nextBucket = first;
    while (far.size() > 0 && (far.nextTimePs() >>> width) - nextBucket < BUCKETS) {
      long timePs = far.nextTimePs();
      append(
          (int) (timePs >>> width) & BUCKET_MASK,
          ((timePs & ((1L << width) - 1)) << TIME_SHIFT) | far.remove());
    }
    activeStartPs = first << width;
    nextBucket = first + 1;
    gather((int) first & BUCKET_MASK);
    sort();
    listener.onBucket(active, to);
    reviewedBuckets++;
    reviewedWords += to;
    return true;
  }

  private long firstInUse() {
    int start = (int) nextBucket & BUCKET_MASK;
    int word = start >> 6;
    long bits = inUse[word] & -1L << start;
    while (bits == 0) {
      word = (word + 1) & (inUse.length - 1);
      bits = inUse[word];
    }
    int bucket = (word << 6) + Long.numberOfTrailingZeros(bits);
    return nextBucket + ((bucket - start) & BUCKET_MASK);
  }

  /** Lays the words of a bucket side by side and frees its blocks. */
  private void gather(int bucket) {
    int end = tails[bucket];
    int block = (end - 1) / BLOCK;
    tails[bucket] = NO_BLOCK;
    inUse[bucket >> 6] &= ~(1L << bucket);
    from = 0;
    to = 0;
    int count = end - block * BLOCK;
    while (block != NO_BLOCK) {
      if (to + BLOCK > active.length) {
        reserveActive(to + BLOCK);
      }
      System.arraycopy(arena, block * BLOCK, active, to, count);
      to += count;
      count = BLOCK;
      int previous = previousBlock[block];
      previousBlock[block] = freeBlock;
      freeBlock = block;
      block = previous;
    }
    inBuckets -= to;
  }

  /**
   * In the order of the words: by radix, least digit first, on the time and on those bits of the
   * tie key that tell most links apart; what that leaves is close to its place.
   */
  private void sort() {
    if (to > INSERTION_SORT) {
      countDigits();
      scatter(linkCounts, linkShift);
      scatter(lowCounts, SUBJECT_BITS);
      scatter(highCounts, SUBJECT_BITS + DIGIT);
      if (TIME_SHIFT + width > SUBJECT_BITS + 2 * DIGIT) {
        Arrays.fill(lowCounts, 0);
        for (int i = 0; i < to; i++) {
          lowCounts[(int) (active[i] >>> (SUBJECT_BITS + 2 * DIGIT)) & DIGIT_MASK]++;
        }
        scatter(lowCounts, SUBJECT_BITS + 2 * DIGIT);
      }
    }
    insertionSort();
  }

  private void countDigits() {
    Arrays.fill(linkCounts, 0);
    Arrays.fill(lowCounts, 0);
    Arrays.fill(highCounts, 0);
    long[] words = active;
    for (int i = 0; i < to; i++) {
      long word = words[i];
      linkCounts[(int) (word >>> linkShift) & DIGIT_MASK]++;
      lowCounts[(int) (word >>> SUBJECT_BITS) & DIGIT_MASK]++;
      highCounts[(int) (word >>> (SUBJECT_BITS + DIGIT)) & DIGIT_MASK]++;
    }
  }

  /** Into the order of a digit; a digit in which all agree is skipped. */
  private void scatter(int[] counts, int shift) {
    if (counts[(int) (active[0] >>> shift) & DIGIT_MASK] == to) {
      return;
    }
    int at = 0;
    for (int digit = 0; digit <= DIGIT_MASK; digit++) {
      int count = counts[digit];
      counts[digit] = at;
      at += count;
    }
    long[] words = active;
    long[] sorted = scratch;
    for (int i = 0; i < to; i++) {
      long word = words[i];
      sorted[counts[(int) (word >>> shift) & DIGIT_MASK]++] = word;
    }
    active = sorted;
    scratch = words;
  }

  private void insertionSort() {
    long[] words = active;
    for (int i = 1; i < to; i++) {
      long word = words[i];
      int at = i;
      while (at > 0 && words[at - 1] > word) {
        words[at] = words[at - 1];
        at--;
      }
      words[at] = word;
    }
  }

  private void reserveActive(int size) {
    int capacity = Math.max(size, active.length + (active.length >> 1));
    active = Arrays.copyOf(active, capacity);
    scratch = new long[capacity];
  }

  private void review() {
    long each = reviewedWords / reviewedBuckets;
    boolean muchIsFar = farAdds * 4 > nearAdds;
    if (muchIsFar && width < LARGEST_WIDTH) {
      rebuild(width + 1);
    } else if (each > (width > TWO_DIGITS ? 240 : 800) && !muchIsFar && farAdds * 16 < nearAdds) {
      rebuild(width - 1);
    } else if (each < (width < TWO_DIGITS ? 200 : 60)) {
      rebuild(width + 1);
    }
    reviewedBuckets = 0;
    reviewedWords = 0;
    nearAdds = 0;
    farAdds = 0;
  }

  /** Between two buckets, so that none is under way. */
  private void rebuild(int wanted) {
    int changed = clampWidth(wanted);
    if (changed == width) {
      return;
    }
    int old = width;
    long end = nextBucket << old;
    long[] words = new long[inBuckets];
    long[] times = new long[inBuckets];
    int count = 0;
    while (inBuckets > 0) {
      long bucket = firstInUse();
      gather((int) bucket & BUCKET_MASK);
      for (int i = 0; i < to; i++) {
        times[count] = (bucket << old) + (active[i] >>> TIME_SHIFT);
        words[count++] = active[i] & REST_MASK;
      }
    }
    from = 0;
    to = 0;
    width = changed;
    // A wider bucket may begin before what has been entered: it is entered again, what is left.
    nextBucket = end >>> changed;
    for (int i = 0; i < count; i++) {
      place(times[i], words[i]);
    }
  }
}

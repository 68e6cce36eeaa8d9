package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import weft.sim.route.Paths;
import weft.sim.transfer.Transfers;

/**
 * Transfers that have started in this instant, until it ends. Then each gets a number among the
 * fluids, in the order of starts; or those that leave by the same link get numbers in a row, so
 * that what is often looked at together lies together.
 */
final class Admission {

  /** So many that start together are sorted by counting. */
  private static final int MANY = 1 << 16;

  private final Transfers transfers;
  private final Paths paths;
  private final Fluids fluids;
  private final Sharings sharings;

  /** First link of each waiting transfer, in the upper half, and how many have waited before. */
  private long[] waiting = new long[64];

  private int[] waitingSlots = new int[64];
  private int[] waitingSharings = new int[64];
  private int count;
  private long started;
  private int[] admitted = new int[64];

  /** The slot of each number; of a free number, the next free one. */
  private int[] slots = new int[64];

  private int numbers;
  private int freeNumber = -1;

  Admission(Transfers transfers, Paths paths, Fluids fluids, Sharings sharings) {
    this.sharings = sharings;
    this.transfers = transfers;
    this.paths = paths;
    this.fluids = fluids;
  }

  /** A transfer of more than nothing has started. */
  void add(int slot, int sharing) {
    if (count == waiting.length) {
      waiting = LongArrays.grow(waiting, count + 1, count);
    }
    if (count == waitingSlots.length) {
      waitingSlots = IntArrays.grow(waitingSlots, count + 1, count);
    }
    waitingSlots[count] = slot;
    waitingSharings = IntArrays.grow(waitingSharings, waitingSlots.length, count);
    waitingSharings[count] = sharing;
    waiting[count] = (long) paths.link(transfers.path(slot), 0) << Integer.SIZE | count;
    count++;
  }

  /**
   * Gives them numbers; they are the first elements of {@link #admitted}.
   *
   * @param byLink in a row to those of one link; else in the order in which they started
   */
  void admit(long nowPs, boolean byLink) {
    admitted = IntArrays.grow(admitted, count, 0);
    if (byLink) {
      sortWaiting();
    }
    for (int i = 0; i < count; i++) {
      admitted[i] = take();
    }
    assign(nowPs);
  }

  /** Deals the numbers that have just been given out anew: in a row to those of one link. */
  void sortByLink(long nowPs) {
    sortWaiting();
    assign(nowPs);
  }

  /** Nobody waits any more. */
  void clear() {
    started += count;
    count = 0;
  }

  private void assign(long nowPs) {
    for (int i = 0; i < count; i++) {
      int place = (int) waiting[i];
      int slot = waitingSlots[place];
      int number = admitted[i];
      slots[number] = slot;
      fluids.start(number, transfers.bytes(slot), started + place, nowPs);
      sharings.set(number, waitingSharings[place]);
    }
  }

  /** By first links; those of one link stay in their order. */
  private void sortWaiting() {
    if (count < MANY) {
      LongArrays.quickSort(waiting, 0, count);
      return;
    }
    int links = 0;
    for (int i = 0; i < count; i++) {
      links = Math.max(links, firstLink(waiting[i]) + 1);
    }
    int[] places = new int[links + 1];
    for (int i = 0; i < count; i++) {
      places[firstLink(waiting[i]) + 1]++;
    }
    for (int link = 1; link < links; link++) {
      places[link] += places[link - 1];
    }
    long[] sorted = new long[waiting.length];
    for (int i = 0; i < count; i++) {
      sorted[places[firstLink(waiting[i])]++] = waiting[i];
    }
    waiting = sorted;
  }

  private static int firstLink(long waits) {
    return (int) (waits >> Integer.SIZE);
  }

  int[] admitted() {
    return admitted;
  }

  /** The path of the transfer with a number. */
  int path(int number) {
    return transfers.path(slots[number]);
  }

  /** How many transfers wait. */
  int waiting() {
    return count;
  }

  /** The slot of the transfer with a number. */
  int slot(int number) {
    return slots[number];
  }

  /** A number is free. */
  void release(int number) {
    slots[number] = freeNumber;
    freeNumber = number;
  }

  private int take() {
    if (freeNumber >= 0) {
      int number = freeNumber;
      freeNumber = slots[number];
      return number;
    }
    if (numbers == slots.length) {
      slots = IntArrays.grow(slots, numbers + 1, numbers);
    }
    return numbers++;
  }
}

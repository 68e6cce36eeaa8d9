package weft.sim.packet;

/**
 * Packets are taken in any order and acknowledged one by one; what is reported missing, or not
 * heard of for too long, is sent again, before anything new.
 *
 * <p>An acknowledgement stands for all packets that came since the last one: the list of them that
 * a real one carries (the bitmap of UEC's selective acknowledgement) lies in the ring.
 *
 * <p>There is a ring of packets from the first that is not acknowledged on; a packet beyond it has
 * to wait, which bounds what an end has to remember of what came early.
 */
final class SelectiveRepeat implements Recovery {

  private static final byte UNDER_WAY = 1;
  private static final byte ACKNOWLEDGED = 2;
  private static final byte LOST = 3;
  private static final byte STATE = 3;

  /** Beside the sender's state: the receiver has it. */
  private static final byte RECEIVED = 4;

  private final PacketSizes sizes;
  private final int mask;
  private final byte[] states;

  /** Twice the time, and 1 more if there is doubt which copy an acknowledgement is about. */
  private final long[] sent;

  private int end;
  private int next;
  private int first;
  private long inFlight;
  private int delivered;

  /** Lost packets, first in first out, linked through the ring. */
  private int firstLost = -1;

  private int lastLost;
  private final int[] nextLost;
  private int expected;

  /**
   * Packets that the next acknowledgement stands for, from the last on, linked through the ring.
   */
  private int lastUnreported = -1;

  private final int[] previousUnreported;

  /**
   * A flow.
   *
   * @param mostPackets packets under way at most
   */
  SelectiveRepeat(PacketSizes sizes, int mostPackets) {
    this.sizes = sizes;
    int ring = Integer.highestOneBit(Math.max(64, 2 * mostPackets) * 2 - 1);
    mask = ring - 1;
    states = new byte[ring];
    sent = new long[ring];
    nextLost = new int[ring];
    previousUnreported = new int[ring];
  }

  @Override
  public void extend(int newEnd) {
    end = newEnd;
  }

  @Override
  public boolean hasNext() {
    dropRecovered();
    return firstLost >= 0 || (next < end && next - first <= mask);
  }

  /** A lost packet may have been acknowledged after all. */
  private void dropRecovered() {
    int sequence = firstLost;
    while (sequence >= 0 && (sequence < first || (states[sequence & mask] & STATE) != LOST)) {
      sequence = sequence == lastLost ? -1 : nextLost[sequence & mask];
    }
    firstLost = sequence;
  }

  @Override
  public int next() {
    return firstLost >= 0 ? firstLost : next;
  }

  @Override
  public void onSent(int sequence, long nowPs) {
    int slot = sequence & mask;
    if (sequence == next) {
      next++;
    } else {
      firstLost = sequence == lastLost ? -1 : nextLost[slot];
    }
    // Who was given up may still arrive: then nobody knows which of the two it was (Karn and
    // Partridge, SIGCOMM 1987).
    long doubt = (states[slot] & STATE) == LOST ? sent[slot] & 1 : 0;
    states[slot] = (byte) ((states[slot] & RECEIVED) | UNDER_WAY);
    sent[slot] = (nowPs << 1) | doubt;
    inFlight += sizes.wireBytes(sequence);
  }

  @Override
  public long sentPs(int sequence) {
    if (sequence < first) {
      return -1;
    }
    long time = sent[sequence & mask];
    return (time & 1) == 0 ? time >>> 1 : -1;
  }

  @Override
  public int onAcknowledged(int sequence, long nowPs) {
    int bytes = 0;
    int at = sequence;
    while (at >= first) {
      int before = previousUnreported[at & mask];
      bytes += acknowledge(at);
      at = before;
    }
    while (first < next && (states[first & mask] & STATE) == ACKNOWLEDGED) {
      states[first++ & mask] -= ACKNOWLEDGED;
    }
    return bytes;
  }

  private int acknowledge(int sequence) {
    int slot = sequence & mask;
    int state = states[slot] & STATE;
    if (state != UNDER_WAY && state != LOST) {
      return 0;
    }
    int bytes = sizes.wireBytes(sequence);
    if (state == UNDER_WAY) {
      inFlight -= bytes;
    }
    states[slot] = (byte) (states[slot] + ACKNOWLEDGED - state);
    delivered++;
    return bytes;
  }

  @Override
  public int onMissing(int sequence, long nowPs) {
    return lose(sequence);
  }

  private int lose(int sequence) {
    if (sequence < first) {
      return 0;
    }
    int slot = sequence & mask;
    if ((states[slot] & STATE) != UNDER_WAY) {
      return 0;
    }
    int bytes = sizes.wireBytes(sequence);
    inFlight -= bytes;
    states[slot] = (byte) (states[slot] + LOST - UNDER_WAY);
    list(sequence);
    return bytes;
  }

  private void list(int sequence) {
    if (firstLost < 0) {
      firstLost = sequence;
    } else {
      nextLost[lastLost & mask] = sequence;
    }
    lastLost = sequence;
  }

  @Override
  public long onTimeout(long sinceBeforePs) {
    long bytes = 0;
    // A packet that was given up and arrived after all stays listed; another that takes its place
    // in the ring and gets lost, too, may then cut the list. So it is made anew.
    firstLost = -1;
    for (int sequence = first; sequence < next; sequence++) {
      int slot = sequence & mask;
      if ((states[slot] & STATE) == LOST) {
        list(sequence);
      } else if ((states[slot] & STATE) == UNDER_WAY && sent[slot] >>> 1 < sinceBeforePs) {
        bytes += lose(sequence);
        sent[slot] |= 1;
      }
    }
    return bytes;
  }

  @Override
  public long waitingSincePs() {
    long since = Long.MAX_VALUE;
    for (int sequence = first; sequence < next; sequence++) {
      int slot = sequence & mask;
      if ((states[slot] & STATE) == UNDER_WAY) {
        since = Math.min(since, sent[slot] >>> 1);
      }
    }
    return since;
  }

  @Override
  public int delivered() {
    return delivered;
  }

  @Override
  public int firstUnacknowledged() {
    return first;
  }

  @Override
  public int nextNew() {
    return next;
  }

  @Override
  public long inFlightBytes() {
    return inFlight;
  }

  @Override
  public int receive(int sequence) {
    int slot = sequence & mask;
    if (sequence < expected || (states[slot] & RECEIVED) != 0) {
      return DUPLICATE;
    }
    states[slot] |= RECEIVED;
    previousUnreported[slot] = lastUnreported;
    lastUnreported = sequence;
    while ((states[expected & mask] & RECEIVED) != 0) {
      states[expected++ & mask] &= ~RECEIVED;
    }
    return NEW;
  }

  @Override
  public int receiveTrimmed(int sequence) {
    return sequence;
  }

  @Override
  public int expected() {
    return expected;
  }

  @Override
  public int acknowledged(int sequence) {
    if (lastUnreported == sequence) {
      lastUnreported = -1;
    }
    return sequence;
  }
}

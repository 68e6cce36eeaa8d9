package weft.sim.packet;

import java.util.Arrays;
import weft.sim.unit.LimitException;

/**
 * Packets are taken in any order and acknowledged one by one; what is reported missing, or not
 * heard of for too long, is sent again, before anything new.
 *
 * <p>An acknowledgement stands for all packets that came since the last one: the list of them that
 * a real one carries (the bitmap of UEC's selective acknowledgement) lies in the ring.
 *
 * <p>Each flow has a ring of packets from the first that is not acknowledged on; a packet beyond it
 * has to wait, which bounds what an end has to remember of what came early.
 */
final class SelectiveRepeat implements Recovery {

  /** Of all rings together: about what an array can hold. */
  private static final int MOST_SLOTS = Integer.MAX_VALUE - 8;

  private static final byte UNDER_WAY = 1;
  private static final byte ACKNOWLEDGED = 2;
  private static final byte LOST = 3;
  private static final byte STATE = 3;

  /** Beside the sender's state: the receiver has it. */
  private static final byte RECEIVED = 4;

  private final PacketSizes sizes;
  private int[] rings = new int[0];
  private int[] masks = new int[0];
  private int[] ends = new int[0];
  private int[] next = new int[0];
  private int[] first = new int[0];
  private long[] inFlight = new long[0];
  private int[] delivered = new int[0];

  /** Lost packets, first in first out, linked through the ring. */
  private int[] firstLost = new int[0];

  private int[] lastLost = new int[0];
  private int[] expected = new int[0];

  private int slots;
  private byte[] states = new byte[0];

  /** Twice the time, and 1 more if there is doubt which copy an acknowledgement is about. */
  private long[] sent = new long[0];

  private int[] nextLost = new int[0];

  /**
   * Packets that the next acknowledgement stands for, from the last on, linked through the ring.
   */
  private int[] lastUnreported = new int[0];

  private int[] previousUnreported = new int[0];

  SelectiveRepeat(PacketSizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public void open(int flow, int mostPackets) {
    if (flow == next.length) {
      int size = Math.max(64, 2 * flow);
      rings = Arrays.copyOf(rings, size);
      masks = Arrays.copyOf(masks, size);
      ends = Arrays.copyOf(ends, size);
      next = Arrays.copyOf(next, size);
      first = Arrays.copyOf(first, size);
      inFlight = Arrays.copyOf(inFlight, size);
      delivered = Arrays.copyOf(delivered, size);
      firstLost = Arrays.copyOf(firstLost, size);
      lastLost = Arrays.copyOf(lastLost, size);
      expected = Arrays.copyOf(expected, size);
      lastUnreported = Arrays.copyOf(lastUnreported, size);
    }
    int ring = Integer.highestOneBit(Math.max(64, 2 * mostPackets) * 2 - 1);
    rings[flow] = slots;
    masks[flow] = ring - 1;
    firstLost[flow] = -1;
    lastUnreported[flow] = -1;
    if (ring > MOST_SLOTS - slots) {
      throw new LimitException(MOST_SLOTS, "packets in the windows of all flows together");
    }
    slots += ring;
    if (slots > states.length) {
      int size = Math.max(slots, states.length + (states.length >> 1));
      states = Arrays.copyOf(states, size);
      sent = Arrays.copyOf(sent, size);
      nextLost = Arrays.copyOf(nextLost, size);
      previousUnreported = Arrays.copyOf(previousUnreported, size);
    }
  }

  private int slot(int flow, int sequence) {
    return rings[flow] + (sequence & masks[flow]);
  }

  @Override
  public void extend(int flow, int end) {
    ends[flow] = end;
  }

  @Override
  public boolean hasNext(int flow) {
    dropRecovered(flow);
    return firstLost[flow] >= 0
        || (next[flow] < ends[flow] && next[flow] - first[flow] <= masks[flow]);
  }

  /** A lost packet may have been acknowledged after all. */
  private void dropRecovered(int flow) {
    int sequence = firstLost[flow];
    while (sequence >= 0
        && (sequence < first[flow] || (states[slot(flow, sequence)] & STATE) != LOST)) {
      sequence = sequence == lastLost[flow] ? -1 : nextLost[slot(flow, sequence)];
    }
    firstLost[flow] = sequence;
  }

  @Override
  public int next(int flow) {
    return firstLost[flow] >= 0 ? firstLost[flow] : next[flow];
  }

  @Override
  public void onSent(int flow, int sequence, long nowPs) {
    int slot = slot(flow, sequence);
    if (sequence == next[flow]) {
      next[flow]++;
    } else {
      firstLost[flow] = sequence == lastLost[flow] ? -1 : nextLost[slot];
    }
    // Who was given up may still arrive: then nobody knows which of the two it was (Karn and
    // Partridge, SIGCOMM 1987).
    long doubt = (states[slot] & STATE) == LOST ? sent[slot] & 1 : 0;
    states[slot] = (byte) ((states[slot] & RECEIVED) | UNDER_WAY);
    sent[slot] = (nowPs << 1) | doubt;
    inFlight[flow] += sizes.wireBytes(flow, sequence);
  }

  @Override
  public long sentPs(int flow, int sequence) {
    if (sequence < first[flow]) {
      return -1;
    }
    long time = sent[slot(flow, sequence)];
    return (time & 1) == 0 ? time >>> 1 : -1;
  }

  @Override
  public int onAcknowledged(int flow, int sequence, long nowPs) {
    int bytes = 0;
    int at = sequence;
    while (at >= first[flow]) {
      int before = previousUnreported[slot(flow, at)];
      bytes += acknowledge(flow, at);
      at = before;
    }
    while (first[flow] < next[flow] && (states[slot(flow, first[flow])] & STATE) == ACKNOWLEDGED) {
      states[slot(flow, first[flow]++)] -= ACKNOWLEDGED;
    }
    return bytes;
  }

  private int acknowledge(int flow, int sequence) {
    int slot = slot(flow, sequence);
    int state = states[slot] & STATE;
    if (state != UNDER_WAY && state != LOST) {
      return 0;
    }
    int bytes = sizes.wireBytes(flow, sequence);
    if (state == UNDER_WAY) {
      inFlight[flow] -= bytes;
    }
    states[slot] = (byte) (states[slot] + ACKNOWLEDGED - state);
    delivered[flow]++;
    return bytes;
  }

  @Override
  public int onMissing(int flow, int sequence, long nowPs) {
    return lose(flow, sequence);
  }

  private int lose(int flow, int sequence) {
    if (sequence < first[flow]) {
      return 0;
    }
    int slot = slot(flow, sequence);
    if ((states[slot] & STATE) != UNDER_WAY) {
      return 0;
    }
    int bytes = sizes.wireBytes(flow, sequence);
    inFlight[flow] -= bytes;
    states[slot] = (byte) (states[slot] + LOST - UNDER_WAY);
    list(flow, sequence);
    return bytes;
  }

  private void list(int flow, int sequence) {
    if (firstLost[flow] < 0) {
      firstLost[flow] = sequence;
    } else {
      nextLost[slot(flow, lastLost[flow])] = sequence;
    }
    lastLost[flow] = sequence;
  }

  @Override
  public long onTimeout(int flow, long sinceBeforePs) {
    long bytes = 0;
    // A packet that was given up and arrived after all stays listed; another that takes its place
    // in the ring and gets lost, too, may then cut the list. So it is made anew.
    firstLost[flow] = -1;
    for (int sequence = first[flow]; sequence < next[flow]; sequence++) {
      int slot = slot(flow, sequence);
      if ((states[slot] & STATE) == LOST) {
        list(flow, sequence);
      } else if ((states[slot] & STATE) == UNDER_WAY && sent[slot] >>> 1 < sinceBeforePs) {
        bytes += lose(flow, sequence);
        sent[slot] |= 1;
      }
    }
    return bytes;
  }

  @Override
  public long waitingSincePs(int flow) {
    long since = Long.MAX_VALUE;
    for (int sequence = first[flow]; sequence < next[flow]; sequence++) {
      int slot = slot(flow, sequence);
      if ((states[slot] & STATE) == UNDER_WAY) {
        since = Math.min(since, sent[slot] >>> 1);
      }
    }
    return since;
  }

  @Override
  public int delivered(int flow) {
    return delivered[flow];
  }

  @Override
  public int firstUnacknowledged(int flow) {
    return first[flow];
  }

  @Override
  public int nextNew(int flow) {
    return next[flow];
  }

  @Override
  public long inFlightBytes(int flow) {
    return inFlight[flow];
  }

  @Override
  public int receive(int flow, int sequence) {
    int slot = slot(flow, sequence);
    if (sequence < expected[flow] || (states[slot] & RECEIVED) != 0) {
      return DUPLICATE;
    }
    states[slot] |= RECEIVED;
    previousUnreported[slot] = lastUnreported[flow];
    lastUnreported[flow] = sequence;
    while ((states[slot(flow, expected[flow])] & RECEIVED) != 0) {
      states[slot(flow, expected[flow]++)] &= ~RECEIVED;
    }
    return NEW;
  }

  @Override
  public int receiveTrimmed(int flow, int sequence) {
    return sequence;
  }

  @Override
  public int expected(int flow) {
    return expected[flow];
  }

  @Override
  public int acknowledged(int flow, int sequence) {
    if (lastUnreported[flow] == sequence) {
      lastUnreported[flow] = -1;
    }
    return sequence;
  }
}

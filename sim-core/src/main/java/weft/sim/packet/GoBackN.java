package weft.sim.packet;

import java.util.Arrays;

/**
 * Packets are taken in order only. One that comes behind a gap is thrown away and the gap reported,
 * once; the sender goes back to it. An acknowledgement stands for all packets up to the one that it
 * names (InfiniBand Architecture Specification 1.4, volume 1, section 9.7.5).
 */
final class GoBackN implements Recovery {

  private final PacketSizes sizes;
  private int[] ends = new int[0];
  private int[] next = new int[0];
  private int[] highest = new int[0];
  private int[] acknowledged = new int[0];
  private long[] inFlight = new long[0];
  private long[] lastHeardOf = new long[0];
  private int[] expected = new int[0];
  private boolean[] gapReported = new boolean[0];

  GoBackN(PacketSizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public void open(int flow, int mostPackets) {
    if (flow == next.length) {
      int size = Math.max(64, 2 * flow);
      ends = Arrays.copyOf(ends, size);
      next = Arrays.copyOf(next, size);
      highest = Arrays.copyOf(highest, size);
      acknowledged = Arrays.copyOf(acknowledged, size);
      inFlight = Arrays.copyOf(inFlight, size);
      lastHeardOf = Arrays.copyOf(lastHeardOf, size);
      expected = Arrays.copyOf(expected, size);
      gapReported = Arrays.copyOf(gapReported, size);
    }
  }

  @Override
  public void extend(int flow, int end) {
    ends[flow] = end;
  }

  @Override
  public boolean hasNext(int flow) {
    return next[flow] < ends[flow];
  }

  @Override
  public int next(int flow) {
    return next[flow];
  }

  @Override
  public void onSent(int flow, int sequence, long nowPs) {
    next[flow] = sequence + 1;
    highest[flow] = Math.max(highest[flow], sequence + 1);
    inFlight[flow] += sizes.wireBytes(flow, sequence);
    lastHeardOf[flow] = nowPs;
  }

  @Override
  public long sentPs(int flow, int sequence) {
    return -1;
  }

  @Override
  public int onAcknowledged(int flow, int sequence, long nowPs) {
    int bytes = 0;
    for (int old = acknowledged[flow]; old <= sequence; old++) {
      int size = sizes.wireBytes(flow, old);
      bytes += size;
      if (old < next[flow]) {
        inFlight[flow] -= size;
      }
    }
    if (sequence >= acknowledged[flow]) {
      // The timer starts anew (InfiniBand Architecture Specification 1.4, section 9.7).
      lastHeardOf[flow] = nowPs;
      acknowledged[flow] = sequence + 1;
      next[flow] = Math.max(next[flow], sequence + 1);
    }
    return bytes;
  }

  @Override
  public int onMissing(int flow, int sequence, long nowPs) {
    if (sequence < acknowledged[flow]) {
      return 0;
    }
    onAcknowledged(flow, sequence - 1, nowPs);
    return goBack(flow);
  }

  @Override
  public long onTimeout(int flow, long sinceBeforePs) {
    if (lastHeardOf[flow] >= sinceBeforePs || inFlight[flow] == 0) {
      return 0;
    }
    return goBack(flow);
  }

  @Override
  public long waitingSincePs(int flow) {
    return inFlight[flow] == 0 ? Long.MAX_VALUE : lastHeardOf[flow];
  }

  private int goBack(int flow) {
    int lost = (int) Math.min(Integer.MAX_VALUE, inFlight[flow]);
    next[flow] = acknowledged[flow];
    inFlight[flow] = 0;
    return lost;
  }

  @Override
  public int delivered(int flow) {
    return acknowledged[flow];
  }

  @Override
  public int firstUnacknowledged(int flow) {
    return acknowledged[flow];
  }

  @Override
  public int nextNew(int flow) {
    return highest[flow];
  }

  @Override
  public long inFlightBytes(int flow) {
    return inFlight[flow];
  }

  @Override
  public int receive(int flow, int sequence) {
    if (sequence == expected[flow]) {
      expected[flow]++;
      gapReported[flow] = false;
      return NEW;
    }
    if (sequence < expected[flow]) {
      return DUPLICATE;
    }
    if (gapReported[flow]) {
      return STILL_OUT_OF_ORDER;
    }
    gapReported[flow] = true;
    return OUT_OF_ORDER;
  }

  @Override
  public int receiveTrimmed(int flow, int sequence) {
    if (sequence < expected[flow] || (sequence > expected[flow] && gapReported[flow])) {
      return -1;
    }
    gapReported[flow] = true;
    return expected[flow];
  }

  @Override
  public int expected(int flow) {
    return expected[flow];
  }

  @Override
  public int acknowledged(int flow, int sequence) {
    return expected[flow] - 1;
  }
}

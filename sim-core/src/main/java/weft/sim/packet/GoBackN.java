package weft.sim.packet;

/**
 * Packets are taken in order only. One that comes behind a gap is thrown away and the gap reported,
 * once; the sender goes back to it. An acknowledgement stands for all packets up to the one that it
 * names (InfiniBand Architecture Specification 1.4, volume 1, section 9.7.5).
 */
final class GoBackN implements Recovery {

  private final PacketSizes sizes;
  private int end;
  private int next;
  private int highest;
  private int acknowledged;
  private long inFlight;
  private long lastHeardOf;
  private int expected;
  private boolean isGapReported;

  GoBackN(PacketSizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public void extend(int newEnd) {
    end = newEnd;
  }

  @Override
  public boolean hasNext() {
    return next < end;
  }

  @Override
  public int next() {
    return next;
  }

  @Override
  public void onSent(int sequence, long nowPs) {
    next = sequence + 1;
    highest = Math.max(highest, sequence + 1);
    inFlight += sizes.wireBytes(sequence);
    lastHeardOf = nowPs;
  }

  @Override
  public long sentPs(int sequence) {
    return -1;
  }

  @Override
  public int onAcknowledged(int sequence, long nowPs) {
    int bytes = 0;
    for (int old = acknowledged; old <= sequence; old++) {
      int size = sizes.wireBytes(old);
      bytes += size;
      if (old < next) {
        inFlight -= size;
      }
    }
    if (sequence >= acknowledged) {
      // The timer starts anew (InfiniBand Architecture Specification 1.4, section 9.7).
      lastHeardOf = nowPs;
      acknowledged = sequence + 1;
      next = Math.max(next, sequence + 1);
    }
    return bytes;
  }

  @Override
  public int onMissing(int sequence, long nowPs) {
    if (sequence < acknowledged) {
      return 0;
    }
    onAcknowledged(sequence - 1, nowPs);
    return goBack();
  }

  @Override
  public long onTimeout(long sinceBeforePs) {
    if (lastHeardOf >= sinceBeforePs || inFlight == 0) {
      return 0;
    }
    return goBack();
  }

  @Override
  public long waitingSincePs() {
    return inFlight == 0 ? Long.MAX_VALUE : lastHeardOf;
  }

  private int goBack() {
    int lost = (int) Math.min(Integer.MAX_VALUE, inFlight);
    next = acknowledged;
    inFlight = 0;
    return lost;
  }

  @Override
  public int delivered() {
    return acknowledged;
  }

  @Override
  public int firstUnacknowledged() {
    return acknowledged;
  }

  @Override
  public int nextNew() {
    return highest;
  }

  @Override
  public long inFlightBytes() {
    return inFlight;
  }

  @Override
  public int receive(int sequence) {
    if (sequence == expected) {
      expected++;
      isGapReported = false;
      return NEW;
    }
    if (sequence < expected) {
      return DUPLICATE;
    }
    if (isGapReported) {
      return STILL_OUT_OF_ORDER;
    }
    isGapReported = true;
    return OUT_OF_ORDER;
  }

  @Override
  public int receiveTrimmed(int sequence) {
    if (sequence < expected || (sequence > expected && isGapReported)) {
      return -1;
    }
    isGapReported = true;
    return expected;
  }

  @Override
  public int expected() {
    return expected;
  }

  @Override
  public int acknowledged(int sequence) {
    return expected - 1;
  }
}

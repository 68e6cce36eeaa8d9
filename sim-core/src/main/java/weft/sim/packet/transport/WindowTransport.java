package weft.sim.packet.transport;

/**
 * RoCE without congestion control: a fixed window, or none, and go-back-N (InfiniBand Architecture
 * Specification 1.4, volume 1, section 9.7, whose reliable connections RoCEv2 uses). What keeps it
 * from losing packets is flow control (PFC).
 */
public final class WindowTransport implements Transport {

  private final long windowBytes;
  private final long timeoutPs;
  private final boolean pads;

  /**
   * A window of that many bytes for each flow.
   *
   * @param windowBytes {@link Long#MAX_VALUE} for none
   * @param timeoutPs until a sender that hears nothing goes back, picoseconds
   * @param pads whether the last packet of a message is padded to a full one
   */
  public WindowTransport(long windowBytes, long timeoutPs, boolean pads) {
    this.windowBytes = windowBytes;
    this.timeoutPs = timeoutPs;
    this.pads = pads;
  }

  @Override
  public Recovery recovery() {
    return Recovery.GO_BACK_N;
  }

  @Override
  public long retransmissionTimeoutPs(int flow) {
    return timeoutPs;
  }

  @Override
  public boolean padsLastPacket() {
    return pads;
  }

  @Override
  public void open(int flow, long rateBps, long baseRttPs) {}

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes == 0 || inFlightBytes + bytes <= windowBytes;
  }
}

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
   * Parameters of RoCE without congestion control.
   *
   * @param windowBytes of each flow; {@link Long#MAX_VALUE} for none
   * @param timeoutPs until a sender that hears nothing goes back, picoseconds; 4.096 µs × 2ⁿ with n
   *     = 14 (section 9.7.6.1.3; n is the usual choice of verbs programs)
   * @param pads whether the last packet of a message is padded to a full one
   */
  public record Parameters(long windowBytes, long timeoutPs, boolean pads)
      implements TransportKind {

    /** No window; go back after 67 ms. */
    public static final Parameters DEFAULT =
        new Parameters(Long.MAX_VALUE, 4_096_000L << 14, false);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.positive("a window", windowBytes);
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new WindowTransport(windowBytes, timeoutPs, pads);
    }
  }

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
  public void open(int flow, FlowPath path) {}

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes == 0 || inFlightBytes + bytes <= windowBytes;
  }
}

package weft.sim.packet.queue;

/**
 * Priority flow control (IEEE 802.1Qbb): a switch that holds more than {@code xoffBytes} of what
 * came in by one link in one class has the sender pause that class, and go on at {@code xonBytes}.
 *
 * @param xoffBytes held bytes above which the sender is paused
 * @param xonBytes held bytes at or below which it goes on
 * @param headroomBytes room for what arrives after the pause was sent; {@link Long#MAX_VALUE}
 *     without limit
 */
public record Pfc(long xoffBytes, long xonBytes, long headroomBytes) {

  /**
   * Checks the thresholds.
   *
   * @throws IllegalArgumentException if they are out of order
   */
  public Pfc {
    if (xonBytes < 0 || xoffBytes < xonBytes || headroomBytes < 0) {
      throw new IllegalArgumentException(
          "pause above %d bytes, go on at %d, headroom %d"
              .formatted(xoffBytes, xonBytes, headroomBytes));
    }
  }
}

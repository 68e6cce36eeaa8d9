package weft.sim.packet.queue;

/**
 * A pause frame as it fits an event: its number, so that of two sent at one instant the later one
 * counts, the class and what to do.
 */
public final class PauseFrame {

  private static final int NUMBERS = 1 << 20;

  private PauseFrame() {}

  static int of(int number, int trafficClass, boolean on) {
    return ((number & (NUMBERS - 1)) << 3) | (trafficClass << 1) | (on ? 1 : 0);
  }

  /** The class that it is about. */
  public static int trafficClass(int frame) {
    return (frame >>> 1) & 3;
  }

  /** Whether to pause. */
  public static boolean isOn(int frame) {
    return (frame & 1) != 0;
  }
}

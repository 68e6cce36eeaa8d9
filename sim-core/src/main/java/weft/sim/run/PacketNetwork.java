package weft.sim.run;

import weft.sim.packet.PacketOptions;
import weft.sim.packet.Watchdogs;
import weft.sim.unit.Durations;

/**
 * A network at packet level.
 *
 * @param options what it is made of
 * @param scaleUp how transfers inside a scale-up domain are modelled
 * @param watchdogs when the run counts as stuck, and a pause as a storm
 * @param convergencePs from the failure of a link during the run to new paths for the flows that
 *     used it, picoseconds
 */
public record PacketNetwork(
    PacketOptions options, ScaleUp scaleUp, Watchdogs watchdogs, long convergencePs) {

  /**
   * 10 ms: an assumption. A switch notices within less that a carrier is lost; to tell all others
   * by BGP, and to write their tables, takes tens of milliseconds or more.
   */
  public static final long CONVERGENCE_PS = 10_000 * Durations.MICROSECOND_PS;

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public PacketNetwork {
    if (convergencePs < 0) {
      throw new IllegalArgumentException("routing converges in " + convergencePs + " ps");
    }
  }

  /** One with {@link Watchdogs#DEFAULT} and {@link #CONVERGENCE_PS}. */
  public PacketNetwork(PacketOptions options, ScaleUp scaleUp) {
    this(options, scaleUp, Watchdogs.DEFAULT, CONVERGENCE_PS);
  }

  /** The same with another time to new paths. */
  public PacketNetwork withConvergencePs(long convergencePs) {
    return new PacketNetwork(options, scaleUp, watchdogs, convergencePs);
  }

  /** The same with other watchdogs. */
  public PacketNetwork withWatchdogs(Watchdogs watchdogs) {
    return new PacketNetwork(options, scaleUp, watchdogs, convergencePs);
  }

  /** How transfers inside a scale-up domain are modelled. */
  public enum ScaleUp {
    /** As flows ({@link weft.sim.flow.FlowModel}); packets are only on the scale-out network. */
    FLOW,
    /** As packets, like all others. */
    PACKET
  }
}

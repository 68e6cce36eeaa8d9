package weft.benchmark.model;

import org.jspecify.annotations.Nullable;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.Nscc;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.WindowTransport;

/** Networks whose speed is measured, all with marks and counters. */
public enum PacketLoad {

  /** 400G, one queue a port that is never paused, packets sprayed over all paths. */
  FUSED(400_000_000_000L),

  /** 100G, RoCE: one path a flow, go-back-N, flow control of 15 packets an ingress. */
  LOSSLESS(100_000_000_000L),

  /** 100G, UEC as validated: mixed entropies, trimming, control first, marked on leaving. */
  TRIMMING(100_000_000_000L);

  private static final PathPolicy SPRAYED =
      new PathPolicy(PathPolicy.Kind.SPRAY_ROUND_ROBIN, 64, 0);

  private static final PathPolicy MIXED = new PathPolicy(PathPolicy.Kind.MIXED, 256, 0);

  /** Two thresholds that a sprayed permutation reaches now and then. */
  private static final Ecn MARKS = new Ecn(20_000, 200_000, 0.2, false);

  private final long rateBps;

  PacketLoad(long rateBps) {
    this.rateBps = rateBps;
  }

  private PacketOptions options() {
    return switch (this) {
      case FUSED ->
          options(switches(false, Long.MAX_VALUE, MARKS, null), Nscc.Parameters.DEFAULT, SPRAYED);
      case LOSSLESS ->
          options(
              switches(false, Long.MAX_VALUE, MARKS, new Pfc(15 * 4160, 12 * 4160, Long.MAX_VALUE)),
              () -> new WindowTransport(Long.MAX_VALUE, Long.MAX_VALUE, true),
              PathPolicy.ECMP);
      case TRIMMING ->
          options(
              switches(true, 178_880, new Ecn(37_440, 145_600, 1, true), null),
              Nscc.Parameters.DEFAULT,
              MIXED);
    };
  }

  /** A permutation on a fat tree of 128 or 1,024 hosts, each of which sends that many bytes. */
  PacketRun run(int hosts, long bytes) {
    return run(hosts, bytes, 0);
  }

  /** The same, and steady states are skipped. */
  PacketRun run(int hosts, long bytes, double tolerance) {
    return new PacketRun(
        PacketRun.fabric(hosts, rateBps), options().withSteadyTolerance(tolerance), bytes);
  }

  private static SwitchOptions switches(
      boolean isTrimming, long queueBytes, Ecn ecn, @Nullable Pfc pfc) {
    return new SwitchOptions(
        Long.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        queueBytes,
        queueBytes,
        isTrimming,
        new int[] {1},
        isTrimming,
        ecn,
        pfc,
        false);
  }

  private static PacketOptions options(
      SwitchOptions switches, TransportKind transport, PathPolicy paths) {
    return new PacketOptions(
        Wire.DEFAULT, switches, transport, paths, 1, 0, PacketOptions.Completion.ACKNOWLEDGED);
  }
}

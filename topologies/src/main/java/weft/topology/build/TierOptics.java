package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.hardware.CableType;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/**
 * What the cables of one tier are, and how they end.
 *
 * @param lower the optical module at the end towards the GPUs; null for none, as with copper
 * @param upper at the other end; null as above
 * @param cable what they are made of; null for the fibre that the modules need
 * @param lengthMm how long they are, millimetres
 */
public record TierOptics(
    @Nullable Transceiver lower,
    @Nullable Transceiver upper,
    @Nullable CableType cable,
    long lengthMm) {

  /**
   * How long cables are unless somebody says it. An assumption, which the latencies of links in the
   * catalogue share: from what was measured they take off 10 m.
   */
  public static final long USUAL_LENGTH_MM = 10_000;

  /** Fibre of the usual length between modules, or copper of which nothing is known. */
  public TierOptics(@Nullable Transceiver lower, @Nullable Transceiver upper) {
    this(lower, upper, null, lower == null && upper == null ? 0 : USUAL_LENGTH_MM);
  }

  /**
   * The cables that it makes. Their link has in its latency what modules and error correction take.
   *
   * @throws TopologyException if a part is too slow for the link or too short, or if the parts do
   *     not fit
   */
  CableClass cables(CableTier tier, LinkType link) {
    long endsPs = latencyPs(lower) + latencyPs(upper);
    if (cable != null) {
      endsPs += 2 * cable.latencyPs();
    }
    try {
      return new CableClass(tier, link.withEnds(endsPs), lower, upper, cable, lengthMm);
    } catch (TopologyException e) {
      throw new TopologyException(tier.name() + ": " + e.getMessage(), e);
    }
  }

  private static long latencyPs(@Nullable Transceiver module) {
    return module == null ? 0 : module.latencyPs() + module.fecLatencyPs();
  }
}

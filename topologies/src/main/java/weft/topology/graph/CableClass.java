package weft.topology.graph;

import org.jspecify.annotations.Nullable;
import weft.sim.unit.Durations;
import weft.topology.error.TopologyException;
import weft.topology.hardware.CableType;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/**
 * What cables of one sort have in common, all but their ends.
 *
 * @param tier under which reports count them
 * @param link rate, efficiency and latency, the same in both directions; the latency with modules
 *     and error correction, without the time that a bit takes for the length
 * @param lowerTransceiver the optical module at the lower end; null for copper and for built-in
 *     links
 * @param upperTransceiver the optical module at the upper end; null as above
 * @param cable what it is made of; null for built-in links, and for fibre that nobody named
 * @param lengthMm how long it is, millimetres; 0 for built-in links and where nobody said it
 */
public record CableClass(
    CableTier tier,
    LinkType link,
    @Nullable Transceiver lowerTransceiver,
    @Nullable Transceiver upperTransceiver,
    @Nullable CableType cable,
    long lengthMm) {

  /** The way around the Earth. */
  private static final long MOST_LENGTH_MM = 40_000_000_000L;

  /**
   * Checks that its parts fit.
   *
   * @throws TopologyException if one is too slow for the link, does not reach as far, or does not
   *     fit the cable
   */
  public CableClass {
    if (lengthMm < 0 || lengthMm > MOST_LENGTH_MM) {
      throw new TopologyException(
          "length: %,d mm is out of range; it lies between 0 and 40,000 km".formatted(lengthMm));
    }
    if (cable != null) {
      cable.require(link.rateBps(), lengthMm);
    }
    requireFit(lowerTransceiver, link, cable, lengthMm);
    requireFit(upperTransceiver, link, cable, lengthMm);
  }

  /** Cables of which only the modules are known. */
  public CableClass(
      CableTier tier,
      LinkType link,
      @Nullable Transceiver lowerTransceiver,
      @Nullable Transceiver upperTransceiver) {
    this(tier, link, lowerTransceiver, upperTransceiver, null, 0);
  }

  /** Cables without optical modules, or links that are built into a node. */
  public CableClass(CableTier tier, LinkType link) {
    this(tier, link, null, null, null, 0);
  }

  /**
   * From the last bit leaving one device to its having passed the next, picoseconds: that of the
   * link, and the time that a bit takes for the length. Fibre that nobody named takes 5 ns a metre.
   */
  public long latencyPs() {
    long delayPsPerMetre =
        cable == null ? CableType.FIBRE_DELAY_PS_PER_METRE : cable.delayPsPerMetre();
    return Durations.add(link.latencyPs(), CableType.propagationPs(lengthMm, delayPsPerMetre));
  }

  private static void requireFit(
      @Nullable Transceiver transceiver, LinkType link, @Nullable CableType cable, long lengthMm) {
    if (transceiver != null) {
      transceiver.cablesAt(link.rateBps());
      if (cable != null) {
        transceiver.requireFit(cable);
      }
      transceiver.requireReach(lengthMm);
    } else if (cable != null && cable.endsInModules()) {
      throw new TopologyException(
          "cable %s needs a transceiver at each end. Maybe dac.".formatted(cable.name()));
    }
  }
}

package weft.topology.hardware;

import java.math.BigDecimal;
import weft.sim.unit.Durations;
import weft.topology.error.TopologyException;

/**
 * A kind of link; the figures hold for each direction of one cable.
 *
 * @param name its name in scenario files, such as {@code nvlink4}
 * @param label what people call it
 * @param rateBps line rate, bits per second
 * @param payloadEfficiency share of the line rate that is left for payload after headers, protocol
 *     and credits: above 0, at most 1
 * @param latencyPs from the last bit leaving one device to its having passed the next, picoseconds;
 *     of a link between nodes without what error correction, modules and cable take
 * @param fecLatencyPs what forward error correction (FEC) takes, picoseconds; 0 inside nodes
 */
public record LinkType(
    String name,
    String label,
    long rateBps,
    double payloadEfficiency,
    long latencyPs,
    long fecLatencyPs) {

  private static final long BILLION = 1_000_000_000;

  public LinkType {
    if (rateBps <= 0) {
      throw new TopologyException("link %s has a rate of %,d b/s".formatted(name, rateBps));
    }
    if (!(payloadEfficiency > 0 && payloadEfficiency <= 1)) {
      throw new TopologyException(
          "link %s has a payload efficiency of %s; it lies above 0 and at most at 1"
              .formatted(name, payloadEfficiency));
    }
    if (latencyPs < 0 || fecLatencyPs < 0) {
      throw new TopologyException(
          "link %s has a latency of %,d ps".formatted(name, Math.min(latencyPs, fecLatencyPs)));
    }
  }

  /** A link whose latency is all that there is. */
  public LinkType(
      String name, String label, long rateBps, double payloadEfficiency, long latencyPs) {
    this(name, label, rateBps, payloadEfficiency, latencyPs, 0);
  }

  /** A link without overhead: payload gets the whole line rate. */
  public static LinkType lossless(String name, long rateBps, long latencyPs) {
    return new LinkType(name, name, rateBps, 1, latencyPs);
  }

  static LinkType from(Entry entry) {
    return new LinkType(
        entry.name(),
        entry.text("label"),
        entry.rateBps("rate"),
        entry.ratio("payload-efficiency"),
        entry.latencyPs("latency"),
        entry.has("fec-latency") ? entry.latencyPs("fec-latency") : 0);
  }

  /**
   * What payload can use, bits per second: {@code floor(rateBps × payloadEfficiency)}. The
   * efficiency counts as the decimal that it prints as, so that 0.97 of 400 Gb/s is 388 Gb/s to the
   * bit, whatever the nearest {@code double} is.
   */
  public long payloadRateBps() {
    // Without BigDecimal where nine decimals say it all: asked for once a cable.
    long billionths = Math.round(payloadEfficiency * BILLION);
    if (billionths / (double) BILLION == payloadEfficiency) {
      return rateBps / BILLION * billionths + rateBps % BILLION * billionths / BILLION;
    }
    return BigDecimal.valueOf(payloadEfficiency).multiply(BigDecimal.valueOf(rateBps)).longValue();
  }

  /** The same technology with another latency, that of error correction included. */
  public LinkType withLatencyPs(long otherLatencyPs) {
    return new LinkType(name, label, rateBps, payloadEfficiency, otherLatencyPs);
  }

  /** The same technology at another line rate. */
  public LinkType atRate(long otherRateBps) {
    return new LinkType(name, label, otherRateBps, payloadEfficiency, latencyPs, fecLatencyPs);
  }

  /**
   * The same with error correction and the ends of its cable in its latency: what is left out is
   * the time that a bit takes for the length of the cable.
   *
   * @param endsPs what modules, or the electronics in both ends of a cable, take together,
   *     picoseconds
   */
  public LinkType withEnds(long endsPs) {
    long sumPs = Durations.add(Durations.add(latencyPs, fecLatencyPs), endsPs);
    return new LinkType(name, label, rateBps, payloadEfficiency, sumPs);
  }
}

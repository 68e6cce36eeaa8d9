package weft.topology.hardware;

import java.math.BigDecimal;
import weft.topology.error.TopologyException;

/**
 * An optical module, which ends one or more cables.
 *
 * @param name its name in scenario files, such as {@code 800g-2xsr4}
 * @param label what people call it
 * @param rateBps what it carries one way, all cables together, bits per second
 * @param mostCables how many cables it ends at most, splitter cables included
 * @param powerWatts what it draws in operation
 */
public record Transceiver(
    String name, String label, long rateBps, int mostCables, double powerWatts) {

  static Transceiver from(Entry entry) {
    return new Transceiver(
        entry.name(),
        entry.text("label"),
        entry.rateBps("rate"),
        entry.count("cables"),
        entry.watts("power"));
  }

  /**
   * How many cables of a rate one module ends: a twin-port 800G module two of 400G, or four of
   * 200G.
   *
   * @throws TopologyException if the module is too slow for even one
   */
  public int cablesAt(long cableRateBps) {
    if (cableRateBps > rateBps) {
      throw new TopologyException(
          "transceiver %s ends no cable of %s".formatted(name, rateLabel(cableRateBps)));
    }
    return (int) Math.min(mostCables, rateBps / cableRateBps);
  }

  /** The module's rate as bills of materials name it: {@code 800G}, {@code 1.6T}. */
  public String rateLabel() {
    return rateLabel(rateBps);
  }

  private static String rateLabel(long rateBps) {
    boolean tera = rateBps >= 1_000_000_000_000L;
    return BigDecimal.valueOf(rateBps)
            .movePointLeft(tera ? 12 : 9)
            .stripTrailingZeros()
            .toPlainString()
        + (tera ? "T" : "G");
  }
}

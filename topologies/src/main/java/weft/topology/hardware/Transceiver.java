package weft.topology.hardware;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;

/**
 * An optical module, which ends one or more cables; or a co-packaged engine, which does the same
 * but is part of a switch.
 *
 * @param name its name in scenario files, such as {@code 800g-2xsr4}
 * @param label what people call it
 * @param rateBps what it carries one way, all cables together, bits per second
 * @param mostCables how many cables it ends at most, splitter cables included
 * @param pmd how it sends, and so what it understands
 * @param reachMm the longest cable that it can send over, millimetres
 * @param latencyPs what its electronics (the DSP) take for a bit, picoseconds
 * @param fecLatencyPs what error correction of its own takes on top, picoseconds; mostly 0
 * @param coPackaged whether it is part of a switch and so never bought alone
 * @param power what it draws in operation, watts; null if nobody knows
 * @param price what one costs, US dollars; null if nobody knows
 */
public record Transceiver(
    String name,
    String label,
    long rateBps,
    int mostCables,
    Pmd pmd,
    long reachMm,
    long latencyPs,
    long fecLatencyPs,
    boolean coPackaged,
    @Nullable Sourced power,
    @Nullable Sourced price) {

  private static final int MOST_LANES = 8;

  static Transceiver from(Entry entry) {
    return new Transceiver(
        entry.name(),
        entry.text("label"),
        entry.rateBps("rate"),
        entry.count("cables"),
        Pmd.ofWord(entry.text("pmd")),
        entry.lengthMm("reach"),
        entry.latencyPs("latency"),
        entry.has("fec-latency") ? entry.latencyPs("fec-latency") : 0,
        entry.flag("co-packaged"),
        entry.watts("power"),
        entry.dollars("price"));
  }

  /** What it sends light through. */
  public Medium medium() {
    return pmd.medium();
  }

  /**
   * How many cables of a rate one module ends: a twin-port 800G module two of 400G, or four of
   * 200G. It runs at its rate, or at a whole part of it down to an eighth: modules have up to eight
   * lanes (OSFP MSA), which are shared out evenly.
   *
   * @throws TopologyException if it offers no such rate
   */
  public int cablesAt(long cableRateBps) {
    if (cableRateBps > rateBps) {
      throw new TopologyException(
          "transceiver %s ends no cable of %s".formatted(name, Rates.label(cableRateBps)));
    }
    if (rateBps % cableRateBps != 0 || rateBps / cableRateBps > MOST_LANES) {
      long parts = Math.min(MOST_LANES, rateBps / cableRateBps);
      throw new TopologyException(
          "transceiver %s offers no cable of %,d b/s, only its %s or a whole part of it. Maybe %s."
              .formatted(name, cableRateBps, Rates.label(rateBps), Rates.label(rateBps / parts)));
    }
    return (int) Math.min(mostCables, rateBps / cableRateBps);
  }

  /**
   * Holds it against a cable.
   *
   * @throws TopologyException if it does not fit
   */
  public void requireFit(CableType cable) {
    Medium medium = medium();
    if (!cable.family().equals(medium.word())) {
      throw new TopologyException(
          cable.endsInModules()
              ? "transceiver %s sends over %s fibre, and cable %s is not. Maybe %s."
                  .formatted(name, medium.word(), cable.name(), medium.cable())
              : "cable %s has its ends built in and takes no transceiver %s. Maybe copper."
                  .formatted(cable.name(), name));
    }
  }

  /**
   * Holds it against the length of a cable.
   *
   * @throws TopologyException if it does not reach as far
   */
  public void requireReach(long lengthMm) {
    if (lengthMm > reachMm) {
      throw new TopologyException(
          "transceiver %s reaches %s, not %s"
              .formatted(name, Lengths.text(reachMm), Lengths.text(lengthMm)));
    }
  }

  /** The module's rate as bills of materials name it: {@code 800G}, {@code 1.6T}. */
  public String rateLabel() {
    return Rates.label(rateBps);
  }
}

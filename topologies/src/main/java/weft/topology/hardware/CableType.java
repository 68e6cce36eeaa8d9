package weft.topology.hardware;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;

/**
 * A kind of cable: copper, an active optical cable with its modules built in, or fibre between
 * modules.
 *
 * @param name its name in scenario files, such as {@code 800g-dac}
 * @param label what people call it
 * @param family {@code dac}, {@code acc}, {@code aoc}; for fibre the medium, such as {@code
 *     multimode}
 * @param rateBps the fastest link that it carries, bits per second; empty if that is up to modules
 * @param reachMm its greatest length, millimetres; empty if that is up to modules
 * @param delayPsPerMetre how long a bit takes for a metre of it, picoseconds
 * @param latencyPs what the electronics in one of its ends take, picoseconds; 0 without any
 * @param power what one of its ends draws, watts; null if nobody knows
 * @param price what one costs, US dollars; null if nobody knows
 */
public record CableType(
    String name,
    String label,
    String family,
    OptionalLong rateBps,
    OptionalLong reachMm,
    long delayPsPerMetre,
    long latencyPs,
    @Nullable Sourced power,
    @Nullable Sourced price) {

  /** Light in fibre: group index 1.468 (physics), 4.9 ns/m, rounded up. */
  public static final long FIBRE_DELAY_PS_PER_METRE = 5_000;

  private static final int MILLIMETRES_PER_METRE = 1_000;

  static CableType from(Entry entry) {
    return new CableType(
        entry.name(),
        entry.text("label"),
        entry.text("family"),
        entry.has("rate") ? OptionalLong.of(entry.rateBps("rate")) : OptionalLong.empty(),
        entry.has("reach") ? OptionalLong.of(entry.lengthMm("reach")) : OptionalLong.empty(),
        entry.delayPsPerMetre("delay"),
        entry.has("latency") ? entry.latencyPs("latency") : 0,
        entry.watts("power"),
        entry.dollars("price"));
  }

  /** Whether it ends in modules of its own kind, which are bought apart. */
  public boolean endsInModules() {
    return family.equals(Medium.MULTIMODE.word()) || family.equals(Medium.SINGLE_MODE.word());
  }

  /**
   * Holds it against what it is to carry.
   *
   * @throws TopologyException if it is too slow or too short
   */
  public void require(long linkRateBps, long lengthMm) {
    if (rateBps.isPresent() && rateBps.getAsLong() < linkRateBps) {
      throw new TopologyException(
          "cable %s carries at most %s, not %s"
              .formatted(name, Rates.label(rateBps.getAsLong()), Rates.label(linkRateBps)));
    }
    if (reachMm.isPresent() && reachMm.getAsLong() < lengthMm) {
      throw new TopologyException(
          "cable %s reaches %s, not %s. Maybe length: %s, or another kind of cable."
              .formatted(
                  name,
                  Lengths.text(reachMm.getAsLong()),
                  Lengths.text(lengthMm),
                  Lengths.text(reachMm.getAsLong())));
    }
  }

  /** How long a bit takes for a length of it, picoseconds, rounded up. */
  public long propagationPs(long lengthMm) {
    return propagationPs(lengthMm, delayPsPerMetre);
  }

  /**
   * How long a bit takes for a length, picoseconds, rounded up.
   *
   * @throws TopologyException if it is longer than time can be counted
   */
  public static long propagationPs(long lengthMm, long delayPsPerMetre) {
    try {
      long product = Math.multiplyExact(lengthMm, delayPsPerMetre);
      return product / MILLIMETRES_PER_METRE + (product % MILLIMETRES_PER_METRE == 0 ? 0 : 1);
    } catch (ArithmeticException e) {
      throw new TopologyException("a cable of %s is too long".formatted(Lengths.text(lengthMm)), e);
    }
  }
}

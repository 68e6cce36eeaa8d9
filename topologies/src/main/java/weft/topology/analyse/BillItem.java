package weft.topology.analyse;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.Sourced;

/**
 * A line of a bill of materials: things that are alike.
 *
 * @param part what they are
 * @param name their name in the catalogue; {@code unknown} where nobody said it
 * @param size of modules and engines the rate, of cables the length class, else empty
 * @param count how many
 * @param power what one of them draws, watts; null if nobody knows
 * @param price what one of them costs, US dollars; null if nobody knows
 */
public record BillItem(
    Part part,
    String name,
    String size,
    long count,
    @Nullable Sourced power,
    @Nullable Sourced price) {

  /** What can be bought, or is part of what is. */
  public enum Part {
    GPU("gpu"),
    SWITCH("switch"),
    /** A pluggable optical module. */
    TRANSCEIVER("transceiver"),
    /** A co-packaged optical engine. */
    ENGINE("co-packaged"),
    CABLE("cable");

    private final String key;

    Part(String key) {
      this.key = key;
    }

    /** The word for it in results. */
    public String key() {
      return key;
    }
  }

  /** What they draw together, watts. */
  public @Nullable Sourced totalPower() {
    return times(power);
  }

  /** What they cost together, US dollars. */
  public @Nullable Sourced totalPrice() {
    return times(price);
  }

  private @Nullable Sourced times(@Nullable Sourced each) {
    return each == null ? null : new Sourced(count * each.value(), each.verified());
  }
}

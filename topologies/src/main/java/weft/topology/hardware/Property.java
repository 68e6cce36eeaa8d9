package weft.topology.hardware;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a kind can say of themselves, from the data file {@code properties.csv}.
 *
 * @param kind such as {@code gpu}
 * @param name such as {@code memory-bandwidth}
 * @param unit the usual unit, such as {@code TB/s}; {@code text} and {@code name} mark values that
 *     are no numbers
 * @param names the kind of thing that the value names; null unless the unit is {@code name}
 * @param least the least number that makes sense, in {@code unit}; null if there is none
 * @param most the greatest
 * @param absent what holds for an entry that does not have it, a phrase; null if each must have it
 * @param meaning a sentence
 */
public record Property(
    String kind,
    String name,
    String unit,
    @Nullable String names,
    @Nullable BigDecimal least,
    @Nullable BigDecimal most,
    @Nullable String absent,
    String meaning) {

  /** The unit of values that are text. */
  public static final String TEXT = "text";

  /** The unit of values that name another thing of the catalogue. */
  public static final String NAME = "name";

  /** Whether every entry must have it. */
  public boolean required() {
    return absent == null;
  }

  /** What is measured; empty if the value is no number. */
  public Optional<Unit.Dimension> dimension() {
    return isNumber() ? Optional.of(Unit.ofSymbol(unit).dimension()) : Optional.empty();
  }

  /** What one of {@link #unit} is in the unit that code uses; 1 if the value is no number. */
  public BigDecimal factor() {
    return isNumber() ? Unit.ofSymbol(unit).factor() : BigDecimal.ONE;
  }

  /** The same property in another unit of what is measured. */
  public Property in(String otherUnit) {
    return new Property(kind, name, otherUnit, names, least, most, absent, meaning);
  }

  /**
   * The figure of an entry.
   *
   * @param entry its name
   * @param value a text, or a number in the unit that code uses
   */
  public Figure figure(String entry, String value, String source, Confidence confidence) {
    String inUnit =
        isNumber()
            ? new BigDecimal(value).divide(factor()).stripTrailingZeros().toPlainString()
            : value;
    return new Figure(kind, entry, name, inUnit, unit, source, confidence);
  }

  private boolean isNumber() {
    return !unit.equals(TEXT) && !unit.equals(NAME);
  }
}

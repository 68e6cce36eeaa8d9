package weft.topology.hardware;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.Unit.Dimension;

/**
 * The figures of one thing, on their way into its record. Values are converted exactly to the units
 * that code uses; a figure that no record asks for is an error, for it would do nothing.
 */
final class Entry {

  private final String kind;
  private final String name;
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Set<String> unused = new TreeSet<>();

  Entry(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  void add(Figure figure) {
    if (figures.put(figure.property(), figure) != null) {
      throw new TopologyException(figure.subject() + " is given twice");
    }
    unused.add(figure.property());
  }

  String name() {
    return name;
  }

  String text(String property) {
    return figure(property).value();
  }

  /** A text that is {@code otherwise} where the entry does not say it. */
  String text(String property, String otherwise) {
    return figures.containsKey(property) ? text(property) : otherwise;
  }

  int count(String property) {
    return convert(property, Dimension.COUNT, BigDecimal::intValueExact);
  }

  /** Whether the entry says it. */
  boolean has(String property) {
    return figures.containsKey(property);
  }

  /** Yes or no; no where the entry does not say it. */
  boolean flag(String property) {
    if (!has(property)) {
      return false;
    }
    String text = text(property);
    if (!text.equals("yes") && !text.equals("no")) {
      throw new TopologyException(
          "%s %s, %s: \"%s\" is neither yes nor no".formatted(kind, name, property, text));
    }
    return text.equals("yes");
  }

  /** All texts whose property ends so, by property without that end. */
  Map<String, String> texts(String end) {
    Map<String, String> texts = new TreeMap<>();
    for (String property : figures.keySet()) {
      if (property.endsWith(end)) {
        texts.put(property.substring(0, property.length() - end.length()), text(property));
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  /** A count that is {@code otherwise} where the entry does not say it. */
  int count(String property, int otherwise) {
    return figures.containsKey(property) ? count(property) : otherwise;
  }

  long bytes(String property) {
    return convert(property, Dimension.BYTES, BigDecimal::longValueExact);
  }

  long rateBps(String property) {
    return convert(property, Dimension.BITS_PER_SECOND, BigDecimal::longValueExact);
  }

  long latencyPs(String property) {
    return convert(property, Dimension.PICOSECONDS, BigDecimal::longValueExact);
  }

  long lengthMm(String property) {
    return convert(property, Dimension.MILLIMETRES, BigDecimal::longValueExact);
  }

  long delayPsPerMetre(String property) {
    return convert(property, Dimension.PICOSECONDS_PER_METRE, BigDecimal::longValueExact);
  }

  /** Null where the entry does not say it. */
  @Nullable Sourced watts(String property) {
    return sourced(property, Dimension.WATTS);
  }

  /** Null where the entry does not say it. */
  @Nullable Sourced dollars(String property) {
    return sourced(property, Dimension.DOLLARS);
  }

  private @Nullable Sourced sourced(String property, Dimension dimension) {
    if (!has(property)) {
      return null;
    }
    double value = convert(property, dimension, BigDecimal::doubleValue);
    if (value < 0) {
      throw new TopologyException("%s is negative".formatted(figure(property).subject()));
    }
    return new Sourced(value, figure(property).confidence().verified());
  }

  double ratio(String property) {
    return convert(property, Dimension.RATIO, BigDecimal::doubleValue);
  }

  OptionalDouble optionalRatio(String property) {
    return figures.containsKey(property)
        ? OptionalDouble.of(ratio(property))
        : OptionalDouble.empty();
  }

  double flopPerSecond(String property) {
    return convert(property, Dimension.FLOP_PER_SECOND, BigDecimal::doubleValue);
  }

  OptionalDouble optionalFlopPerSecond(String property) {
    return figures.containsKey(property)
        ? OptionalDouble.of(flopPerSecond(property))
        : OptionalDouble.empty();
  }

  /** Called when the record is complete. */
  void requireAllUsed() {
    if (!unused.isEmpty()) {
      throw new TopologyException(
          "%s %s has no property %s".formatted(kind, name, String.join(", ", unused)));
    }
  }

  private <T> T convert(String property, Dimension dimension, Function<BigDecimal, T> narrow) {
    Figure figure = figure(property);
    try {
      return narrow.apply(Unit.convert(figure.value(), figure.unit(), dimension));
    } catch (TopologyException e) {
      throw new TopologyException(figure.subject() + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new TopologyException(
          "%s: %s %s is no whole number of %s"
              .formatted(figure.subject(), figure.value(), figure.unit(), dimension),
          e);
    }
  }

  private Figure figure(String property) {
    Figure figure = figures.get(property);
    if (figure == null) {
      throw new TopologyException("%s %s lacks its %s".formatted(kind, name, property));
    }
    unused.remove(property);
    return figure;
  }
}

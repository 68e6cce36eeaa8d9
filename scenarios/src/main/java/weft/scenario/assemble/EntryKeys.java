package weft.scenario.assemble;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.KeySchema.Presence;
import weft.scenario.spec.Shape;
import weft.topology.hardware.Figure;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Property;
import weft.topology.hardware.Unit;

/** From the properties of hardware to the keys of a scenario's section {@code catalog}. */
final class EntryKeys {

  /** What people call an entry; where a scenario does not say, it is the entry's name. */
  static final String LABEL = "label";

  /** Where a property has no bound of its own. */
  private static final BigDecimal UNBOUNDED = new BigDecimal("1e30");

  private EntryKeys() {}

  /** The keys of the entries of a kind. */
  static List<KeySchema> of(HardwareCatalog hardware, String kind) {
    List<KeySchema> keys = new ArrayList<>();
    String first = hardware.names(kind).stream().findFirst().orElse("");
    keys.add(
        new KeySchema(
            CatalogSpec.BASED_ON,
            new Shape.EntryName(kind),
            Presence.OPTIONAL,
            "The entry to start from: what is not given is as there.",
            "",
            "the entry of the same name, if there is one",
            first));
    for (Property property : hardware.properties(kind)) {
      String example = example(hardware, property);
      keys.add(
          new KeySchema(
              property.name(),
              shape(property, example),
              property.required() && !isLabel(property) ? Presence.REQUIRED : Presence.OPTIONAL,
              property.meaning(),
              "",
              absent(property),
              example));
    }
    return List.copyOf(keys);
  }

  private static boolean isLabel(Property property) {
    return property.name().equals(LABEL);
  }

  private static String absent(Property property) {
    if (isLabel(property)) {
      return "its name";
    }
    return property.absent() == null ? "" : property.absent();
  }

  private static Shape shape(Property property, String example) {
    String kind = property.names();
    if (kind != null) {
      return new Shape.EntryName(kind);
    }
    Optional<Unit.Dimension> dimension = property.dimension();
    if (dimension.isEmpty()) {
      return new Shape.Text();
    }
    BigDecimal least = property.least() == null ? BigDecimal.ZERO : property.least();
    BigDecimal most = property.most() == null ? UNBOUNDED : property.most();
    return switch (dimension.get()) {
      case COUNT -> new Shape.Whole(false, whole(least), Math.min(whole(most), Integer.MAX_VALUE));
      // The property's own bounds are looked at later; these are whole numbers around them.
      case RATIO -> new Shape.Decimal(least.longValue(), whole(most));
      case BITS_PER_SECOND -> quantity(Dimension.RATE, property, least, most, example);
      case BYTES -> quantity(Dimension.SIZE, property, least, most, example);
      case MILLIMETRES -> quantity(Dimension.LENGTH, property, least, most, example);
      case PICOSECONDS -> quantity(Dimension.TIME, property, least, most, example);
      default -> new Shape.Measure(units(property, dimension.get()), least, most, example);
    };
  }

  private static Shape quantity(
      Dimension dimension, Property property, BigDecimal least, BigDecimal most, String example) {
    return new Shape.Quantity(
        dimension,
        whole(least.multiply(property.factor())),
        Math.min(whole(most.multiply(property.factor())), dimension.max()),
        example);
  }

  /** The property's own unit comes first. */
  private static List<Shape.MeasureUnit> units(Property property, Unit.Dimension dimension) {
    List<Shape.MeasureUnit> units = new ArrayList<>();
    units.add(new Shape.MeasureUnit(property.unit(), property.factor()));
    for (Unit unit : Unit.of(dimension)) {
      if (!unit.symbol().equals(property.unit())) {
        units.add(new Shape.MeasureUnit(unit.symbol(), unit.factor()));
      }
    }
    return List.copyOf(units);
  }

  /** What the first entry that has the property says, as a scenario file writes it. */
  private static String example(HardwareCatalog hardware, Property property) {
    Optional<Figure> first =
        hardware.figures(property.kind()).stream()
            .filter(figure -> figure.property().equals(property.name()))
            .findFirst();
    if (first.isEmpty()) {
      return property.dimension().isEmpty() ? "" : "1" + property.unit();
    }
    boolean bare =
        property.dimension().isEmpty()
            || property.dimension().get() == Unit.Dimension.COUNT
            || property.dimension().get() == Unit.Dimension.RATIO;
    return first.get().value() + (bare ? "" : first.get().unit().replaceFirst("(?<=b|B)/s$", "ps"));
  }

  /** Rounded up, within the range of {@code long}. */
  private static long whole(BigDecimal number) {
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    return number.min(most).setScale(0, RoundingMode.CEILING).longValueExact();
  }
}

package weft.scenario.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What may stand as the value of a key. */
public sealed interface Shape {

  /** Any text. */
  record Text() implements Shape {}

  /** The path of a graph file. */
  record GraphFile() implements Shape {}

  /** The path of a file whose name ends so. */
  record File(String ending) implements Shape {}

  /** The path of a CSV file with a list of flows. */
  record FlowFile() implements Shape {}

  /** The path of a file with a collective algorithm. */
  record AlgorithmPath() implements Shape {}

  /** The path of a CSV file with a size for each pair of ranks. */
  record PairFile() implements Shape {}

  /** A name that the program must know. */
  record Name(NameKind kind) implements Shape {}

  /**
   * A whole number without unit.
   *
   * @param wide true for {@code long}, false for {@code int}
   */
  record Whole(boolean wide, long min, long max) implements Shape {}

  /** The name of an entry of the hardware catalogue, of that kind. */
  record EntryName(String kind) implements Shape {}

  /** A number without unit. */
  record Decimal(long min, long max) implements Shape {}

  /**
   * A value with a unit, held in the base unit of its dimension.
   *
   * @param example a likely value as written in the file
   */
  record Quantity(Dimension dimension, long min, long max, String example) implements Shape {}

  /**
   * A number with a unit that only the hardware catalogue has, such as watts; held in the unit of
   * factor 1, exactly.
   *
   * @param units what it may be given in, never none
   * @param least the least number allowed, in the first unit
   * @param most the greatest number allowed, in the first unit
   * @param example a likely value as written in the file
   */
  record Measure(List<MeasureUnit> units, BigDecimal least, BigDecimal most, String example)
      implements Shape {}

  /** One of a fixed list of values. */
  record Choice(List<Allowed> allowed, Optional<NotYet> planned) implements Shape {

    /** The allowed values as written in the file. */
    public List<String> texts() {
      return allowed.stream().map(Allowed::text).toList();
    }
  }

  /** A mapping, bound to a record; its keys are in the order of the components. */
  record Mapping(Class<? extends Record> type, String doc, List<KeySchema> keys) implements Shape {

    /** The names of the keys. */
    public List<String> names() {
      return keys.stream().map(KeySchema::name).toList();
    }

    /** The key of that name, if there is one. */
    public Optional<KeySchema> key(String name) {
      return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
  }

  /** A mapping with exactly one of the given keys. */
  record Alternatives(List<Alternative> alternatives) implements Shape {

    /** The names of the alternatives. */
    public List<String> names() {
      return alternatives.stream().map(Alternative::name).toList();
    }
  }

  /**
   * A name, bound to a record of that one component, or a mapping.
   *
   * @param other {@link Mapping} or {@link Alternatives}
   */
  record NamedOr(NameKind kind, Class<? extends Record> named, Shape other) implements Shape {}

  /**
   * Values without keys, at least one, all of the same shape.
   *
   * @param ranges whether a range of whole numbers may stand for them
   */
  record Sequence(Shape item, boolean ranges) implements Shape {}

  /**
   * Entries of hardware by kind and name; their keys are those that the {@link Catalogue} knows.
   */
  record Catalog() implements Shape {}

  /** A unit of a {@link Measure}. */
  record MeasureUnit(String symbol, BigDecimal factor) {}

  /** An allowed value of a {@link Choice}. */
  record Allowed(Enum<?> constant, String text, String doc) {}

  /** A value of a {@link Choice} that is not built yet. */
  record NotYet(String text, String reason, String instead) {}

  /**
   * A form of {@link Alternatives}.
   *
   * @param mapping what its record is read from
   * @param isList whether the value of the only key of that stands in its place
   */
  record Alternative(String name, Mapping mapping, boolean isList) {

    /** What stands in the file. */
    public Shape value() {
      return isList ? mapping.keys().get(0).shape() : mapping;
    }
  }
}

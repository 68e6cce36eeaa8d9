package weft.scenario.parse;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.Shape;

/** Values of keys that are not given. */
final class Defaults {

  private static final Position SCHEMA = Position.whole("schema");

  private Defaults() {}

  /**
   * The default of a key; nothing if it is optional; if it is required, a placeholder: its example
   * or, for a mapping, placeholders all the way down.
   */
  static @Nullable Object of(KeySchema key) {
    return switch (key.presence()) {
      case OPTIONAL -> null;
      case DEFAULTED -> written(key.shape(), key.defaultText());
      case REQUIRED ->
          key.example().isEmpty() ? structure(key.shape()) : written(key.shape(), key.example());
    };
  }

  private static Object written(Shape shape, String text) {
    if (text.equals("{}")) {
      return structure(shape);
    }
    if (shape instanceof Shape.Sequence sequence) {
      return Arrays.stream(text.substring(1, text.length() - 1).split(", ", -1))
          .map(item -> written(sequence.item(), item))
          .toList();
    }
    try {
      return Scalars.value(shape, new Node.Scalar(SCHEMA, text, true));
    } catch (BadValueException e) {
      throw new IllegalStateException("the schema contradicts itself: " + e.getMessage(), e);
    }
  }

  private static Object structure(Shape shape) {
    if (shape instanceof Shape.Mapping mapping) {
      return Records.construct(mapping.type(), mapping.keys().stream().map(Defaults::of).toArray());
    }
    if (shape instanceof Shape.Alternatives alternatives) {
      return structure(alternatives.alternatives().get(0).mapping());
    }
    if (shape instanceof Shape.Sequence sequence) {
      return List.of(structure(sequence.item()));
    }
    throw new IllegalStateException("the schema has no example for " + shape);
  }
}

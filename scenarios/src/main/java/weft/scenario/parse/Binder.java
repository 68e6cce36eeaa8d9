package weft.scenario.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.KeySchema.Presence;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.Shape;

/**
 * A tree to the records of the schema, by reflection, strictly: nothing unknown is passed over and
 * nothing is converted silently.
 *
 * <p>A value that cannot be bound is logged, marked unsound and replaced by a placeholder: the
 * example or default of its key. The depth of recursion is that of the schema, not of the text.
 */
final class Binder {

  private final Catalogue catalogue;
  private final UnknownKeys unknownKeys;
  private final ProblemLog log;
  private final Map<String, Position> positions = new HashMap<>();
  private final Map<String, Boolean> unsound = new HashMap<>();

  Binder(Catalogue catalogue, Shape.Mapping schema, ProblemLog log) {
    this.catalogue = catalogue;
    this.unknownKeys = new UnknownKeys(schema);
    this.log = log;
  }

  /** Where each given value is, by path. */
  Map<String, Position> positions() {
    return positions;
  }

  /** The paths of the values that are placeholders; true if the value has a unit. */
  Map<String, Boolean> unsound() {
    return unsound;
  }

  /** Binds the root. */
  Record bindRoot(Shape.Mapping shape, Node.Mapping node) {
    return bindMapping(shape, node, "", node.position());
  }

  private @Nullable Object bind(Shape shape, Node.Entry entry, String path) {
    positions.put(path, entry.position());
    Node node = entry.value();
    if (node instanceof Node.Scalar scalar && scalar.isNull()) {
      return wrong(entry, path, "has no value. Wanted is " + Wanted.noun(shape) + ".");
    }
    if (shape instanceof Shape.Mapping mapping) {
      return node instanceof Node.Mapping m
          ? bindMapping(mapping, m, path, entry.position())
          : wrongKind(entry, path, shape);
    }
    if (shape instanceof Shape.Alternatives alternatives) {
      return node instanceof Node.Mapping m
          ? bindAlternative(alternatives, m, path, entry)
          : wrongKind(entry, path, shape);
    }
    if (shape instanceof Shape.NamedOr either && node instanceof Node.Mapping m) {
      return bindMapping(either.mapping(), m, path, entry.position());
    }
    return node instanceof Node.Scalar s
        ? scalar(shape, s, entry, path)
        : wrongKind(entry, path, shape);
  }

  private @Nullable Object scalar(Shape shape, Node.Scalar scalar, Node.Entry entry, String path) {
    try {
      Object value = Scalars.value(shape, scalar);
      Optional<NameKind> kind = Scalars.nameKind(shape);
      if (kind.isPresent()) {
        checkName(kind.get(), scalar.text());
      }
      if (value instanceof Path file) {
        GraphFiles.require(file);
      }
      return value;
    } catch (BadValueException e) {
      return wrong(entry, path, String.valueOf(e.getMessage()));
    }
  }

  private void checkName(NameKind kind, String name) throws BadValueException {
    Set<String> known = catalogue.names(kind);
    if (!known.contains(name)) {
      throw new BadValueException(
          "no "
              + kind.noun()
              + " is called "
              + Quote.of(name)
              + Suggestions.oddCharacter(name)
              + "."
              + Suggestions.sentence(name, List.copyOf(known)));
    }
  }

  private Record bindMapping(
      Shape.Mapping shape, Node.Mapping node, String path, Position position) {
    Set<String> excused = unknownKeys.report(shape.names(), node, path, log);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (KeySchema key : shape.keys()) {
      Node.Entry entry = node.entries().get(key.name());
      String keyPath = join(path, key.name());
      if (entry != null) {
        Object value = bind(key.shape(), entry, keyPath);
        if (value == null) {
          unsound.put(keyPath, key.shape() instanceof Shape.Quantity);
        }
        arguments.add(value == null ? Defaults.of(key) : value);
        continue;
      }
      boolean misspelt = excused.contains(key.name());
      if (key.presence() == Presence.REQUIRED && !misspelt) {
        log.error(
            position,
            path,
            "the key " + Quote.of(key.name()) + " is missing." + Wanted.forNothing(key));
      }
      if (key.presence() == Presence.REQUIRED || misspelt) {
        unsound.put(keyPath, key.shape() instanceof Shape.Quantity);
      }
      arguments.add(Defaults.of(key));
    }
    return Records.construct(shape.type(), arguments.toArray());
  }

  private @Nullable Object bindAlternative(
      Shape.Alternatives shape, Node.Mapping node, String path, Node.Entry entry) {
    unknownKeys.report(shape.names(), node, path, log);
    List<String> found = node.entries().keySet().stream().filter(shape.names()::contains).toList();
    Record bound = null;
    for (Shape.Alternative one : shape.alternatives()) {
      Node.Entry value = node.entries().get(one.name());
      if (value != null) {
        // Also of two that exclude each other, each may have problems of its own.
        bound = (Record) bind(one.mapping(), value, join(path, one.name()));
      }
    }
    if (found.size() == 1) {
      return bound;
    }
    if (found.isEmpty() && !node.entries().isEmpty()) {
      // The unknown keys have been reported.
      return null;
    }
    return wrong(
        entry,
        path,
        "exactly one of "
            + String.join(", ", shape.names())
            + " is wanted, but "
            + (found.isEmpty() ? "none is" : String.join(" and ", found) + " are")
            + " given.");
  }

  private @Nullable Object wrongKind(Node.Entry entry, String path, Shape shape) {
    return wrong(
        entry, path, "is " + entry.value().kind() + ", but " + Wanted.noun(shape) + " is wanted.");
  }

  private @Nullable Object wrong(Node.Entry entry, String path, String message) {
    log.error(entry.position(), path, message);
    return null;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

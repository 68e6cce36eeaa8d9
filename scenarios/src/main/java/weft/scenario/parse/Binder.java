package weft.scenario.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.AlgorithmFile;
import weft.scenario.spec.CatalogSpec;
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

  /** In a list with ranges. */
  private static final int MOST_NUMBERS = 1_000_000;

  private final Names names;
  private final AlgorithmReader algorithms;
  private final @Nullable CatalogSpec section;
  private final UnknownKeys unknownKeys;
  private final ProblemLog log;
  private final Marks marks;

  /**
   * A binder for one file.
   *
   * @param section the section {@code catalog}, which is read before all others
   */
  Binder(
      Names names,
      AlgorithmReader algorithms,
      @Nullable CatalogSpec section,
      Shape.Mapping schema,
      Marks marks,
      ProblemLog log) {
    this.names = names;
    this.algorithms = algorithms;
    this.section = section;
    this.unknownKeys = new UnknownKeys(schema);
    this.marks = marks;
    this.log = log;
  }

  /** Binds the root. */
  Record bindRoot(Shape.Mapping shape, Node.Mapping node) {
    return bindMapping(shape, node, "", node.position());
  }

  private @Nullable Object bind(Shape shape, Node.Entry entry, String path) {
    marks.place(path, entry.position());
    if (shape instanceof Shape.Catalog) {
      return section;
    }
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
    if (shape instanceof Shape.Sequence sequence) {
      return node instanceof Node.Sequence s
          ? bindSequence(sequence, s, entry, path)
          : wrongKind(entry, path, shape);
    }
    if (shape instanceof Shape.NamedOr either && node instanceof Node.Mapping m) {
      return either.other() instanceof Shape.Mapping mapping
          ? bindMapping(mapping, m, path, entry.position())
          : bindAlternative((Shape.Alternatives) either.other(), m, path, entry);
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
        names.check(kind.get(), scalar.text());
      }
      if (value instanceof Path file) {
        if (shape instanceof Shape.File other) {
          InputFiles.require(file, other);
          return file;
        }
        if (shape instanceof Shape.FlowFile) {
          InputFiles.requireTable(file);
          return new FlowFileReader(file, log).read();
        }
        if (shape instanceof Shape.PairFile) {
          InputFiles.requireTable(file);
          return new PairFileReader(file, log).read();
        }
        if (shape instanceof Shape.AlgorithmPath) {
          InputFiles.requireAlgorithm(file);
          return algorithm(file);
        }
        InputFiles.requireGraph(file);
      }
      return value;
    } catch (BadValueException e) {
      return wrong(entry, path, String.valueOf(e.getMessage()));
    }
  }

  /** The algorithm in a file; null if something is wrong with it, which has been logged. */
  private @Nullable AlgorithmFile algorithm(Path file) {
    try {
      return algorithms.read(file);
    } catch (ScenarioException e) {
      e.problems().list().forEach(log::add);
      return null;
    }
  }

  /** The path of a value is that of its sequence with its place, from 0: {@code sites.0}. */
  private @Nullable Object bindSequence(
      Shape.Sequence shape, Node.Sequence node, Node.Entry entry, String path) {
    if (isEmpty(node)) {
      return wrong(entry, path, "is empty, but " + Wanted.noun(shape) + " is wanted.");
    }
    return shape.ranges() ? bindNumbers(shape, node, path) : bindItems(shape, node, path);
  }

  private @Nullable Object bindItems(Shape.Sequence shape, Node.Sequence node, String path) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.items().size(); i++) {
      Node item = node.items().get(i);
      String itemPath = join(path, String.valueOf(i));
      Object value = bind(shape.item(), new Node.Entry(item.position(), item), itemPath);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == node.items().size() ? List.copyOf(values) : null;
  }

  /** The same of whole numbers and ranges of them. */
  private @Nullable Object bindNumbers(Shape.Sequence shape, Node.Sequence node, String path) {
    List<Object> values = new ArrayList<>();
    List<Integer> items = new ArrayList<>();
    boolean isSound = true;
    for (int i = 0; i < node.items().size(); i++) {
      Node item = node.items().get(i);
      Node.Entry entry = new Node.Entry(item.position(), item);
      String itemPath = join(path, String.valueOf(i));
      Optional<NumberRange> range = Optional.empty();
      try {
        range =
            item instanceof Node.Scalar scalar
                ? NumberRange.of(scalar, (Shape.Whole) shape.item(), MOST_NUMBERS - values.size())
                : range;
      } catch (BadValueException e) {
        wrong(entry, itemPath, String.valueOf(e.getMessage()));
        isSound = false;
        continue;
      }
      if (range.isPresent()) {
        for (int number = range.get().first(); number <= range.get().last(); number++) {
          values.add(number);
          items.add(i);
        }
        continue;
      }
      Object value = bind(shape.item(), entry, itemPath);
      isSound &= value != null;
      if (value != null) {
        values.add(value);
        items.add(i);
      }
    }
    if (!isSound) {
      return null;
    }
    for (int place = 0; place < items.size(); place++) {
      int item = items.get(place);
      marks.place(join(path, String.valueOf(place)), node.items().get(item).position());
      if (item != place) {
        marks.range(join(path, String.valueOf(place)), join(path, String.valueOf(item)));
      }
    }
    return List.copyOf(values);
  }

  private Record bindMapping(
      Shape.Mapping shape, Node.Mapping node, String path, Position position) {
    Set<String> excused = unknownKeys.report(shape.names(), node, path, log);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (KeySchema key : shape.keys()) {
      Node.Entry entry = node.entries().get(key.name());
      String keyPath = join(path, key.name());
      if (entry != null && key.mayBeEmpty() && isEmpty(entry.value())) {
        marks.place(keyPath, entry.position());
        arguments.add(Defaults.of(key));
        continue;
      }
      if (entry != null) {
        Object value = bind(key.shape(), entry, keyPath);
        if (value == null) {
          marks.spoil(keyPath, key.shape() instanceof Shape.Quantity);
        }
        arguments.add(value == null ? Defaults.of(key) : value);
        continue;
      }
      boolean misspelt = excused.contains(key.name());
      if (key.presence() == Presence.REQUIRED && !misspelt) {
        log.missing(
            position,
            path,
            keyPath,
            "the key " + Quote.of(key.name()) + " is missing." + Wanted.forNothing(key));
      }
      if (key.presence() == Presence.REQUIRED || misspelt) {
        marks.spoil(keyPath, key.shape() instanceof Shape.Quantity);
      }
      arguments.add(Defaults.of(key));
    }
    return Records.construct(shape.type(), arguments.toArray());
  }

  private static boolean isEmpty(Node node) {
    return node instanceof Node.Sequence sequence && sequence.items().isEmpty();
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
        bound = bindForm(one, value, join(path, one.name()));
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

  private @Nullable Record bindForm(Shape.Alternative form, Node.Entry value, String path) {
    Object bound = bind(form.value(), value, path);
    return !form.isList() || bound == null
        ? (Record) bound
        : Records.construct(form.mapping().type(), bound);
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

package weft.scenario.parse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.KeySchema.Presence;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.Shape;
import weft.topology.error.Suggestion;

/**
 * Reads the section {@code catalog}: hardware by kind and name, with the keys that the catalogue
 * has for the kind. It comes before all other sections, whose names it adds to.
 *
 * <p>An entry with a problem keeps its name, so that the mistake is not told once more wherever the
 * name is used; but the entry, or the value alone, is marked unsound.
 */
final class CatalogReader {

  /** The key of the section. */
  static final String KEY = "catalog";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");

  private final Catalogue catalogue;
  private final Map<String, List<KeySchema>> keys;
  private final Marks marks;
  private final ProblemLog log;
  private final UnknownKeys unknownKeys = new UnknownKeys();
  private final Map<CatalogSpec.Name, Node.Entry> found = new LinkedHashMap<>();
  private @Nullable Names names;

  CatalogReader(Catalogue catalogue, Marks marks, ProblemLog log) {
    this.catalogue = catalogue;
    this.keys = catalogue.entryKeys();
    this.marks = marks;
    this.log = log;
  }

  /** The names of the catalogue and of the section, if one was read. */
  Names names() {
    if (names == null) {
      Map<String, Set<String>> own = new LinkedHashMap<>();
      for (CatalogSpec.Name name : found.keySet()) {
        own.computeIfAbsent(name.kind(), kind -> new LinkedHashSet<>()).add(name.name());
      }
      names = new Names(catalogue, own);
    }
    return names;
  }

  /** The section as far as it is sound; nothing if it is not given. */
  @Nullable CatalogSpec read(Node.@Nullable Entry section) {
    if (section == null) {
      return null;
    }
    if (!(section.value() instanceof Node.Mapping kinds)) {
      wrongKind(section, KEY, new Shape.Catalog());
      return new CatalogSpec(List.of());
    }
    unknownKeys.report(List.copyOf(keys.keySet()), kinds, KEY, log);
    kinds.entries().forEach((kind, entry) -> find(kind, entry, kinds));
    List<CatalogSpec.Entry> entries = new ArrayList<>();
    found.forEach((name, entry) -> entry(name, entry).ifPresent(entries::add));
    new BaseCycles(entries).report(marks, log);
    return new CatalogSpec(entries);
  }

  /** The entries of a kind; of a misspelt one those of the kind that was meant. */
  private void find(String written, Node.Entry entry, Node.Mapping kinds) {
    String kind = written;
    if (!keys.containsKey(written)) {
      marks.spoil(KEY, false);
      Optional<String> meant = Suggestion.nearest(written, keys.keySet());
      if (meant.isEmpty() || kinds.entries().containsKey(meant.get())) {
        return;
      }
      kind = meant.get();
    }
    String path = KEY + "." + kind;
    if (!(entry.value() instanceof Node.Mapping named)) {
      marks.spoil(path, false);
      log.error(
          entry.position(),
          path,
          "is " + entry.value().kind() + ", but a mapping of names is wanted.");
      return;
    }
    for (Map.Entry<String, Node.Entry> one : named.entries().entrySet()) {
      CatalogSpec.Name name = new CatalogSpec.Name(kind, one.getKey());
      Optional<String> fault = fault(name);
      if (fault.isPresent()) {
        marks.spoil(path, false);
        log.error(one.getValue().keyPosition(), path, fault.get());
      } else {
        found.put(name, one.getValue());
      }
    }
  }

  /** Why a name cannot be one. */
  private Optional<String> fault(CatalogSpec.Name entry) {
    String name = entry.name();
    if (!NAME.matcher(name).matches()) {
      String meant = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceFirst("^-+", "");
      return Optional.of(
          Quote.of(name)
              + " is not a name of letters, digits, - and _, at most 60"
              + Suggestions.oddCharacter(name)
              + "."
              + (NAME.matcher(meant).matches() ? " Maybe " + meant + "." : ""));
    }
    return isReserved(entry)
        ? Optional.of(
            Quote.of(name)
                + " has a meaning of its own for a "
                + entry.kind()
                + ". Maybe my-"
                + name
                + ".")
        : Optional.empty();
  }

  /** Whether the language has that word where names of the kind stand, such as copper. */
  private boolean isReserved(CatalogSpec.Name entry) {
    if (entry.name().equals(CatalogSpec.NONE)) {
      return true;
    }
    return !catalogue.entryNames(entry.kind()).contains(entry.name())
        && Stream.of(NameKind.values())
            .filter(kind -> kind.entryKind().equals(Optional.of(entry.kind())))
            .anyMatch(kind -> catalogue.names(kind).contains(entry.name()));
  }

  private Optional<CatalogSpec.Entry> entry(CatalogSpec.Name name, Node.Entry entry) {
    String path = name.path();
    marks.place(path, entry.position());
    List<KeySchema> schema = keys.getOrDefault(name.kind(), List.of());
    if (!(entry.value() instanceof Node.Mapping node)) {
      log.error(
          entry.position(),
          path,
          "is "
              + entry.value().kind()
              + ", but a mapping of properties is wanted."
              + schema.stream()
                  .findFirst()
                  .map(key -> " Maybe { " + key.name() + ": " + key.example() + " }.")
                  .orElse(""));
      marks.spoil(path, false);
      return Optional.empty();
    }
    Set<String> excused =
        unknownKeys.report(schema.stream().map(KeySchema::name).toList(), node, path, log);
    if (!schema.stream().map(KeySchema::name).toList().containsAll(node.entries().keySet())) {
      marks.spoil(path, false);
    }
    String basedOn = null;
    List<CatalogSpec.Given> figures = new ArrayList<>();
    for (KeySchema key : schema) {
      Node.Entry given = node.entries().get(key.name());
      if (given == null) {
        continue;
      }
      if (isTakenAway(key, given)) {
        marks.place(path + "." + key.name(), given.position());
        figures.add(new CatalogSpec.Given(key.name(), null, source(given.position())));
        continue;
      }
      String value = value(key, given, path + "." + key.name());
      if (value == null) {
        marks.spoil(path + "." + key.name(), false);
      } else if (key.name().equals(CatalogSpec.BASED_ON)) {
        basedOn = value;
      } else {
        figures.add(new CatalogSpec.Given(key.name(), value, source(given.position())));
      }
    }
    complete(name, entry, node, excused);
    return Optional.of(new CatalogSpec.Entry(name, basedOn, figures, source(entry.keyPosition())));
  }

  /** An entry that is new and starts from nothing has all that is required. */
  private void complete(
      CatalogSpec.Name name, Node.Entry entry, Node.Mapping node, Set<String> excused) {
    if (catalogue.entryNames(name.kind()).contains(name.name())) {
      if (node.entries().isEmpty()) {
        log.error(entry.position(), name.path(), "changes nothing. Maybe remove it.");
        marks.spoil(name.path(), false);
      }
      return;
    }
    if (node.entries().containsKey(CatalogSpec.BASED_ON)
        || excused.contains(CatalogSpec.BASED_ON)) {
      return;
    }
    List<String> missing =
        keys.getOrDefault(name.kind(), List.of()).stream()
            .filter(key -> key.presence() == Presence.REQUIRED)
            .map(KeySchema::name)
            .filter(key -> !node.entries().containsKey(key) && !excused.contains(key))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    Set<String> known = catalogue.entryNames(name.kind());
    String start =
        Suggestion.nearest(name.name(), known)
            .map(near -> " Maybe " + near + ", or based-on: " + near + ".")
            .or(() -> known.stream().findFirst().map(one -> " Maybe based-on: " + one + "."))
            .orElse("");
    log.error(
        entry.position(),
        name.path(),
        "is a new " + name.kind() + " without " + String.join(", ", missing) + "." + start);
    marks.spoil(name.path(), false);
  }

  private static boolean isTakenAway(KeySchema key, Node.Entry given) {
    return key.presence() == Presence.OPTIONAL
        && !(key.shape() instanceof Shape.Text)
        && !key.name().equals(CatalogSpec.BASED_ON)
        && given.value() instanceof Node.Scalar scalar
        && scalar.text().equals(CatalogSpec.NONE);
  }

  private @Nullable String value(KeySchema key, Node.Entry entry, String path) {
    marks.place(path, entry.position());
    if (!(entry.value() instanceof Node.Scalar scalar)) {
      wrongKind(entry, path, key.shape());
      return null;
    }
    if (scalar.isNull()) {
      log.error(
          entry.position(), path, "has no value. Wanted is " + Wanted.noun(key.shape()) + ".");
      return null;
    }
    try {
      Object value = Scalars.value(key.shape(), scalar);
      if (key.shape() instanceof Shape.EntryName reference) {
        names().checkEntry(reference.kind(), scalar.text());
      }
      return text(value);
    } catch (BadValueException e) {
      log.error(entry.position(), path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).toPlainString();
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private void wrongKind(Node.Entry entry, String path, Shape shape) {
    marks.spoil(path, false);
    log.error(
        entry.position(),
        path,
        "is " + entry.value().kind() + ", but " + Wanted.noun(shape) + " is wanted.");
  }

  private static String source(Position position) {
    return position.line() == 0
        ? "command line, " + position.source()
        : "scenario file, line " + position.line();
  }
}

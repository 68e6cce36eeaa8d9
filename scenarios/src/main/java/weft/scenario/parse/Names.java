package weft.scenario.parse;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.NameKind;

/** The names that a scenario can use: those of the catalogue, and those of hardware of its own. */
final class Names {

  private final Map<NameKind, Set<String>> byKind = new EnumMap<>(NameKind.class);
  private final Map<String, Set<String>> byEntryKind = new HashMap<>();
  private final Set<CatalogSpec.Name> used = new HashSet<>();

  /** Unknown names so far; what those were meant to be that nobody is shown is not searched for. */
  private int unknown;

  /**
   * The names.
   *
   * @param own names of the scenario's own hardware by kind, in the order of the file
   */
  Names(Catalogue catalogue, Map<String, Set<String>> own) {
    for (String kind : catalogue.entryKeys().keySet()) {
      byEntryKind.put(kind, union(catalogue.entryNames(kind), own.getOrDefault(kind, Set.of())));
    }
    for (NameKind kind : NameKind.values()) {
      Set<String> more = kind.entryKind().map(own::get).orElse(Set.of());
      byKind.put(kind, union(catalogue.names(kind), more));
    }
  }

  /** Notes that the scenario uses that name; refuses an unknown one. */
  void check(NameKind kind, String name) throws BadValueException {
    check(kind.noun(), name, byKind.getOrDefault(kind, Set.of()));
    kind.entryKind().ifPresent(entryKind -> used.add(new CatalogSpec.Name(entryKind, name)));
  }

  /** Refuses a name that no entry of that kind of hardware has. */
  void checkEntry(String kind, String name) throws BadValueException {
    check(kind, name, byEntryKind.getOrDefault(kind, Set.of()));
  }

  /** The hardware that {@link #check} has met. */
  Set<CatalogSpec.Name> used() {
    return used;
  }

  private void check(String noun, String name, Set<String> known) throws BadValueException {
    if (known.contains(name)) {
      return;
    }
    String message =
        "no " + noun + " is called " + Quote.of(name) + Suggestions.oddCharacter(name) + ".";
    Optional<String> other =
        byEntryKind.keySet().stream()
            .sorted()
            .filter(kind -> byEntryKind.getOrDefault(kind, Set.of()).contains(name))
            .findFirst();
    if (other.isPresent()) {
      message += " That is the name of a " + other.get() + ".";
    }
    if (unknown++ < Problems.MOST_SHOWN) {
      message += Suggestions.sentence(name, List.copyOf(known));
    }
    throw new BadValueException(message);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new LinkedHashSet<>(some);
    union.addAll(others);
    return union;
  }
}

package weft.scenario.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.Shape;
import weft.topology.error.Suggestion;

/** Reports keys that the schema does not have where they stand, and says what was meant. */
final class UnknownKeys {

  private static final int MOST_PLACES = 3;

  /** Unknown keys so far; what those were meant to be that nobody is shown is not searched for. */
  private int unknown;

  /** For each name of a key, the paths at which the schema has it. */
  private final Map<String, List<String>> paths = new LinkedHashMap<>();

  UnknownKeys(Shape.Mapping schema) {
    collect(schema, "");
  }

  /** Without a look at other places of the schema. */
  UnknownKeys() {}

  /**
   * Logs the unknown keys of a mapping.
   *
   * @return the known keys that the unknown ones were meant to be, so that these are not also
   *     reported as missing
   */
  Set<String> report(List<String> known, Node.Mapping node, String path, ProblemLog log) {
    Set<String> meant = new HashSet<>();
    List<String> free = known.stream().filter(name -> !node.entries().containsKey(name)).toList();
    node.entries()
        .forEach(
            (name, entry) -> {
              if (!known.contains(name)) {
                String what =
                    "unknown key " + Quote.of(name) + Suggestions.oddCharacter(name) + ".";
                if (unknown++ < Problems.MOST_SHOWN) {
                  Optional<String> near = Suggestion.nearest(name, free);
                  near.ifPresent(meant::add);
                  what +=
                      near.or(() -> Suggestion.nearest(name, known))
                          .map(n -> " Maybe " + n + ".")
                          .orElseGet(() -> elsewhere(name, known));
                }
                log.error(entry.keyPosition(), path, what);
              }
            });
    return meant;
  }

  private String elsewhere(String name, List<String> known) {
    return Suggestion.nearest(name, paths.keySet())
        .map(paths::get)
        .filter(places -> places.size() <= MOST_PLACES)
        .map(places -> " Maybe " + String.join(" or ", places) + ".")
        .orElseGet(() -> " Known here: " + String.join(", ", known) + ".");
  }

  private void collect(Shape shape, String path) {
    if (shape instanceof Shape.Mapping mapping) {
      for (KeySchema key : mapping.keys()) {
        add(key.name(), key.shape(), path);
      }
    } else if (shape instanceof Shape.Alternatives alternatives) {
      alternatives.alternatives().forEach(one -> add(one.name(), one.value(), path));
    } else if (shape instanceof Shape.NamedOr either) {
      collect(either.other(), path);
    }
  }

  private void add(String name, Shape shape, String parent) {
    String path = parent.isEmpty() ? name : parent + "." + name;
    paths.computeIfAbsent(name, any -> new ArrayList<>()).add(path);
    collect(shape, path);
  }
}

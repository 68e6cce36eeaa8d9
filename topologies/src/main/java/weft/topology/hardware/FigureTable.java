package weft.topology.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Figures by kind and name, in the order in which they were first given. */
final class FigureTable {

  private final Map<String, Map<String, List<Figure>>> byKind = new LinkedHashMap<>();

  FigureTable(List<Figure> figures) {
    for (Figure figure : figures) {
      byKind
          .computeIfAbsent(figure.kind(), kind -> new LinkedHashMap<>())
          .computeIfAbsent(figure.name(), name -> new ArrayList<>())
          .add(figure);
    }
  }

  Set<String> kinds() {
    return byKind.keySet();
  }

  Set<String> names(String kind) {
    return byKind.getOrDefault(kind, Map.of()).keySet();
  }

  /** The figures of one thing; none if it is unknown. */
  List<Figure> of(String kind, String name) {
    return byKind.getOrDefault(kind, Map.of()).getOrDefault(name, List.of());
  }

  /** Those of a kind. */
  List<Figure> of(String kind) {
    return byKind.getOrDefault(kind, Map.of()).values().stream().flatMap(List::stream).toList();
  }

  /** A table in which the things of the other table replace those of the same kind and name. */
  FigureTable with(FigureTable others) {
    FigureTable merged = new FigureTable(List.of());
    for (FigureTable table : List.of(this, others)) {
      table.byKind.forEach(
          (kind, names) ->
              merged.byKind.computeIfAbsent(kind, any -> new LinkedHashMap<>()).putAll(names));
    }
    return merged;
  }

  /** All of them, kind by kind. */
  List<Figure> all() {
    return byKind.values().stream()
        .flatMap(names -> names.values().stream())
        .flatMap(List::stream)
        .toList();
  }
}

package weft.topology.hardware;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/** The catalogue's things of one kind, by name, in the order of the data files. */
record Shelf<T>(String kind, Map<String, T> items) {

  Shelf {
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  /** Makes one thing of every name that {@code figures} hold for {@code kind}. */
  static <T> Shelf<T> of(String kind, List<Figure> figures, Function<Entry, T> make) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Figure figure : figures) {
      if (figure.kind().equals(kind)) {
        entries.computeIfAbsent(figure.name(), name -> new Entry(kind, name)).add(figure);
      }
    }
    Map<String, T> items = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          items.put(name, make.apply(entry));
          entry.requireAllUsed();
        });
    return new Shelf<>(kind, items);
  }

  T get(String name) {
    T item = items.get(name);
    if (item == null) {
      throw new TopologyException(
          "unknown %s \"%s\". %s".formatted(kind, name, Suggestion.sentence(name, items.keySet())));
    }
    return item;
  }

  List<T> all() {
    return List.copyOf(items.values());
  }
}

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

  /**
   * Makes one thing of every name that {@code figures} hold for {@code kind}; of which none can be
   * made, {@code problems} is told.
   */
  static <T> Shelf<T> of(
      String kind, FigureTable figures, Function<Entry, T> make, EntryProblems problems) {
    Map<String, T> items = new LinkedHashMap<>();
    for (String name : figures.names(kind)) {
      try {
        Entry entry = new Entry(kind, name);
        figures.of(kind, name).forEach(entry::add);
        T item = make.apply(entry);
        entry.requireAllUsed();
        items.put(name, item);
      } catch (TopologyException e) {
        problems.onProblem(kind, name, e);
      }
    }
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

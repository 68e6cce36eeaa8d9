package weft.scenario.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CatalogSpec;

/** Finds entries that are based on themselves, if only by way of others. */
final class BaseCycles {

  private static final int MOST_NAMED = 5;

  private final Map<CatalogSpec.Name, CatalogSpec.Entry> entries = new HashMap<>();
  private final List<CatalogSpec.Entry> inOrder;

  BaseCycles(List<CatalogSpec.Entry> entries) {
    inOrder = entries;
    entries.forEach(entry -> this.entries.put(entry.name(), entry));
  }

  /** Logs each circle once, and marks all that is on it unsound. */
  void report(Marks marks, ProblemLog log) {
    Set<CatalogSpec.Name> done = new HashSet<>();
    for (CatalogSpec.Entry first : inOrder) {
      List<CatalogSpec.Name> path = new ArrayList<>();
      Set<CatalogSpec.Name> onPath = new HashSet<>();
      CatalogSpec.Entry entry = first;
      while (entry != null && !done.contains(entry.name()) && onPath.add(entry.name())) {
        path.add(entry.name());
        entry = base(entry);
      }
      if (entry != null && onPath.contains(entry.name())) {
        circle(path.subList(path.indexOf(entry.name()), path.size()), marks, log);
      }
      done.addAll(onPath);
    }
  }

  private CatalogSpec.@Nullable Entry base(CatalogSpec.Entry entry) {
    return entry.basedOn() == null
        ? null
        : entries.get(new CatalogSpec.Name(entry.name().kind(), entry.basedOn()));
  }

  private static void circle(List<CatalogSpec.Name> names, Marks marks, ProblemLog log) {
    for (CatalogSpec.Name name : names) {
      marks.spoil(name.path(), false);
    }
    CatalogSpec.Name first = names.get(0);
    String path = first.path() + "." + CatalogSpec.BASED_ON;
    log.error(
        marks.positions().getOrDefault(path, Position.whole(CatalogReader.KEY)),
        path,
        names.size() == 1
            ? Quote.of(first.name())
                + " is based on itself. Maybe leave it out: what is known of the entry stays."
            : "the circle " + round(names) + " has no beginning.");
  }

  private static String round(List<CatalogSpec.Name> names) {
    List<String> shown =
        new ArrayList<>(
            names.stream().limit(MOST_NAMED).map(name -> Quote.of(name.name())).toList());
    if (names.size() > MOST_NAMED) {
      shown.add("…");
    }
    shown.add(shown.get(0));
    return String.join(", based on ", shown);
  }
}

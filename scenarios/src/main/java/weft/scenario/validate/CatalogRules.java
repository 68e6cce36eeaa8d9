package weft.scenario.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.scenario.parse.Draft;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.Shape;

/** Rules of the hardware that a scenario brings along: it can be built, and something uses it. */
final class CatalogRules {

  private static final String CATALOG = "catalog";

  /** With more, nobody would be shown what else is wrong. */
  private static final int MOST_PROBLEMS = 100;

  /** What a graph file can name, which is not read here. */
  private static final Set<String> IN_GRAPH_FILES = Set.of("switch", "cable", "transceiver");

  private CatalogRules() {}

  /** The catalogue with the scenario's own hardware; empty if that is not in order. */
  static Optional<Catalogue> apply(Draft draft, Catalogue catalogue, Findings findings) {
    CatalogSpec section = draft.spec().catalog();
    if (section == null) {
      return findings.sound(CATALOG) ? Optional.of(catalogue) : Optional.empty();
    }
    if (draft.problems().list().size() > MOST_PROBLEMS) {
      return Optional.empty();
    }
    Set<CatalogSpec.Name> out = new HashSet<>();
    for (CatalogSpec.Entry entry : section.entries()) {
      for (CatalogSpec.Name name : named(entry, catalogue)) {
        addUnsound(name, findings, out);
      }
      addUnsound(entry.name(), findings, out);
    }
    Catalogue extended = build(section, out, catalogue, findings);
    if (!out.isEmpty() || !findings.sound(CATALOG)) {
      return Optional.empty();
    }
    if (findings.sound("fabric", "workload")) {
      warnOfUnused(section, draft, extended, findings);
    }
    return Optional.of(extended);
  }

  private static void addUnsound(
      CatalogSpec.Name name, Findings findings, Set<CatalogSpec.Name> out) {
    if (!findings.sound(CATALOG) && !findings.sound(name.path())) {
      out.add(name);
    }
  }

  /**
   * The catalogue with all that is not out. What cannot be is told and put out, and the rest tried
   * again, so that all that is wrong shows at once.
   */
  private static Catalogue build(
      CatalogSpec section, Set<CatalogSpec.Name> out, Catalogue catalogue, Findings findings) {
    while (true) {
      int before = out.size();
      CatalogSpec rest = new CatalogSpec(without(section, out, catalogue));
      Catalogue extended =
          catalogue.with(
              rest,
              (entry, problem) -> {
                if (out.add(entry)) {
                  findings.error(entry.path(), problem.endsWith(".") ? problem : problem + ".");
                }
              });
      if (out.size() == before) {
        return extended;
      }
    }
  }

  /**
   * The entries that are not out and, directly or not, start from and name none that is; but what
   * the catalogue knows otherwise can be named still.
   */
  private static List<CatalogSpec.Entry> without(
      CatalogSpec section, Set<CatalogSpec.Name> out, Catalogue catalogue) {
    if (out.isEmpty()) {
      return section.entries();
    }
    Map<CatalogSpec.Name, List<CatalogSpec.Name>> users = new HashMap<>();
    for (CatalogSpec.Entry entry : section.entries()) {
      for (CatalogSpec.Name name : named(entry, catalogue)) {
        if (!catalogue.entryNames(name.kind()).contains(name.name())) {
          users.computeIfAbsent(name, any -> new ArrayList<>()).add(entry.name());
        }
      }
    }
    Set<CatalogSpec.Name> all = new HashSet<>(out);
    Deque<CatalogSpec.Name> open = new ArrayDeque<>(out);
    while (!open.isEmpty()) {
      users.getOrDefault(open.remove(), List.of()).stream().filter(all::add).forEach(open::add);
    }
    return section.entries().stream().filter(entry -> !all.contains(entry.name())).toList();
  }

  /** What an entry starts from and names, as far as the scenario says it. */
  private static List<CatalogSpec.Name> named(CatalogSpec.Entry entry, Catalogue catalogue) {
    Map<String, String> kinds = new HashMap<>();
    for (KeySchema key : catalogue.entryKeys().getOrDefault(entry.name().kind(), List.of())) {
      if (key.shape() instanceof Shape.EntryName name) {
        kinds.put(key.name(), name.kind());
      }
    }
    List<CatalogSpec.Name> named = new ArrayList<>();
    if (entry.basedOn() != null) {
      named.add(new CatalogSpec.Name(entry.name().kind(), entry.basedOn()));
    }
    for (CatalogSpec.Given given : entry.figures()) {
      String kind = kinds.get(given.property());
      if (kind != null && given.value() != null) {
        named.add(new CatalogSpec.Name(kind, given.value()));
      }
    }
    return named;
  }

  /** Warns of entries that nothing in the scenario names, be it by way of others. */
  private static void warnOfUnused(
      CatalogSpec section, Draft draft, Catalogue extended, Findings findings) {
    Map<CatalogSpec.Name, CatalogSpec.Entry> own = new HashMap<>();
    section.entries().forEach(entry -> own.put(entry.name(), entry));
    Set<String> chosen = FabricNames.allGiven(draft);
    Set<CatalogSpec.Name> used = new HashSet<>(draft.named());
    if (draft.given("fabric.custom")) {
      own.keySet().stream().filter(name -> IN_GRAPH_FILES.contains(name.kind())).forEach(used::add);
    }
    Deque<CatalogSpec.Name> open = new ArrayDeque<>(used);
    while (!open.isEmpty()) {
      CatalogSpec.Name name = open.remove();
      List<CatalogSpec.Name> next = new ArrayList<>();
      for (CatalogSpec.Name reference : extended.references(name)) {
        if (!chosen.contains(reference.kind())) {
          next.add(reference);
        }
      }
      CatalogSpec.Entry entry = own.get(name);
      if (entry != null && entry.basedOn() != null) {
        next.add(new CatalogSpec.Name(name.kind(), entry.basedOn()));
      }
      next.stream().filter(used::add).forEach(open::add);
    }
    for (CatalogSpec.Name name : own.keySet()) {
      if (!used.contains(name)) {
        findings.noEffect(name.path(), "nothing in this scenario uses it");
      }
    }
  }
}

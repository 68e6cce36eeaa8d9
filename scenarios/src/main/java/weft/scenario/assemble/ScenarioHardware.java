package weft.scenario.assemble;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CatalogSpec;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.EntryProblems;
import weft.topology.hardware.Figure;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Property;

/**
 * The hardware of a scenario: that of the catalogue, with what its section {@code catalog} adds and
 * changes.
 */
public final class ScenarioHardware {

  private final HardwareCatalog base;
  private final Map<CatalogSpec.Name, CatalogSpec.Entry> own = new LinkedHashMap<>();
  private final Map<CatalogSpec.Name, List<Figure>> done = new HashMap<>();

  private ScenarioHardware(HardwareCatalog base, CatalogSpec section) {
    this.base = base;
    section.entries().forEach(entry -> own.put(entry.name(), entry));
  }

  /**
   * The hardware of a scenario.
   *
   * @param section the scenario's own, valid entries; null if it has none
   * @throws weft.topology.error.TopologyException if an entry cannot be
   */
  public static HardwareCatalog of(HardwareCatalog base, @Nullable CatalogSpec section) {
    return section == null ? base : base.with(new ScenarioHardware(base, section).figures());
  }

  static HardwareCatalog of(HardwareCatalog base, CatalogSpec section, EntryProblems problems) {
    return base.with(new ScenarioHardware(base, section).figures(), problems);
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (CatalogSpec.Name name : own.keySet()) {
      // A chain of entries may be longer than the call stack is deep.
      Deque<CatalogSpec.Entry> chain = new ArrayDeque<>();
      CatalogSpec.Entry entry = own.get(name);
      while (entry != null && !done.containsKey(entry.name())) {
        chain.push(entry);
        entry = entry.basedOn() == null ? null : own.get(start(entry));
      }
      chain.forEach(one -> done.put(one.name(), figures(one)));
      figures.addAll(done.getOrDefault(name, List.of()));
    }
    return figures;
  }

  private static CatalogSpec.Name start(CatalogSpec.Entry entry) {
    String basedOn = entry.basedOn();
    return basedOn == null ? entry.name() : new CatalogSpec.Name(entry.name().kind(), basedOn);
  }

  private List<Figure> figures(CatalogSpec.Entry entry) {
    CatalogSpec.Name name = entry.name();
    CatalogSpec.Name start = start(entry);
    Map<String, Figure> figures = new LinkedHashMap<>();
    List<Figure> known = base.figures(start.kind(), start.name());
    for (Figure figure : done.getOrDefault(start, known)) {
      boolean same = start.equals(name);
      figures.put(figure.property(), same ? figure : inherited(figure, name, known));
    }
    if (base.figures(name.kind(), name.name()).isEmpty()) {
      CatalogSpec.Given label = new CatalogSpec.Given(EntryKeys.LABEL, name.name(), entry.source());
      figures.put(EntryKeys.LABEL, given(name, label, name.name(), null));
    }
    for (CatalogSpec.Given given : entry.figures()) {
      String property = given.property();
      if (given.value() == null) {
        figures.remove(property);
      } else {
        figures.put(property, given(name, given, given.value(), figures.get(property)));
      }
    }
    return List.copyOf(figures.values());
  }

  /** In the unit of the figure that it replaces, if there is one. */
  private Figure given(
      CatalogSpec.Name entry, CatalogSpec.Given given, String value, @Nullable Figure replaced) {
    Property property =
        base.properties(entry.kind()).stream()
            .filter(one -> one.name().equals(given.property()))
            .findFirst()
            .orElseThrow();
    return (replaced == null ? property : property.in(replaced.unit()))
        .figure(entry.name(), value, given.source(), Confidence.GIVEN);
  }

  /** What stems from the catalogue says from which entry; what the scenario gives, says where. */
  private static Figure inherited(Figure figure, CatalogSpec.Name name, List<Figure> known) {
    return new Figure(
        figure.kind(),
        name.name(),
        figure.property(),
        figure.value(),
        figure.unit(),
        known.contains(figure) ? "as " + figure.name() + ": " + figure.source() : figure.source(),
        figure.confidence());
  }
}

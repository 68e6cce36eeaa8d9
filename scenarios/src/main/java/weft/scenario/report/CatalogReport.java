package weft.scenario.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/** The catalogue for people, within 80 columns; what nobody has verified is marked. */
public final class CatalogReport {

  private static final String LABEL = "label";

  private CatalogReport() {}

  /** What there is: kinds, how many entries and figures they have, and the names. */
  public static String overview(CatalogView view) {
    boolean given = view.figures().stream().anyMatch(CatalogReport::isGiven);
    TextTable table = new TextTable(given ? "lrrrr" : "lrrr");
    List<String> heading = new ArrayList<>(List.of("kind", "entries", "figures", "unverified"));
    if (given) {
      heading.add("given by the scenario");
    }
    table.row(heading.toArray(String[]::new));
    for (String kind : view.kinds()) {
      List<Figure> figures = view.of(kind).figures();
      List<String> row = new ArrayList<>(List.of(kind));
      row.add(Format.count(view.names(kind).size()));
      row.add(Format.count(figures.size()));
      row.add(Format.count(figures.stream().filter(one -> !one.confidence().verified()).count()));
      if (given) {
        row.add(Format.count(figures.stream().filter(CatalogReport::isGiven).count()));
      }
      table.row(row.toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder(table.render()).append('\n');
    int indent = 2 + view.kinds().stream().mapToInt(String::length).max().orElse(0);
    for (String kind : view.kinds()) {
      text.append(Paragraph.items(kind, indent, view.names(kind)));
    }
    return text.append('\n')
        .append("weft catalog KIND         lists the entries of a kind with their figures\n")
        .append("weft catalog KIND NAME    explains each figure of one, with its source\n")
        .append("A scenario file can add entries and change them, in its section \"catalog\".\n")
        .toString();
  }

  /** The entries of a kind, a line each for what they are called and for their figures. */
  public static String entries(CatalogView view, String kind) {
    StringBuilder text = new StringBuilder();
    List<String> names = view.names(kind);
    int indent = 2 + names.stream().mapToInt(String::length).max().orElse(0);
    boolean labelled = false;
    for (String name : names) {
      Optional<Figure> label = view.figure(kind, name, LABEL);
      if (label.isPresent()) {
        text.append(Paragraph.words(name, indent, label.get().value() + mark(label.get())));
        labelled = true;
      }
    }
    if (labelled) {
      text.append('\n');
    }
    List<Property> columns =
        view.properties(kind).stream()
            .filter(property -> !property.name().equals(LABEL))
            .filter(
                property ->
                    names.stream()
                        .anyMatch(name -> view.figure(kind, name, property.name()).isPresent()))
            .toList();
    text.append(new CatalogTable(view, kind, columns).render());
    return text.append('\n').append(legend(view.of(kind).figures())).toString();
  }

  /** All figures of an entry, explained. */
  public static String entry(CatalogView view, String kind, String name) {
    StringBuilder text = new StringBuilder();
    String label = view.figure(kind, name, LABEL).map(one -> " · " + one.value()).orElse("");
    text.append(Paragraph.words("", 0, kind + " " + name + label)).append('\n');
    Set<Confidence> met = EnumSet.noneOf(Confidence.class);
    List<Property> properties = view.properties(kind);
    int indent = 2 + properties.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    for (Property property : properties) {
      Optional<Figure> found = view.figure(kind, name, property.name());
      if (found.isPresent()) {
        Figure figure = found.get();
        met.add(figure.confidence());
        text.append(Paragraph.words(figure.property(), indent, value(figure) + mark(figure)));
        text.append(Paragraph.words("", 4, property.meaning()));
        text.append(Paragraph.words("", 4, figure.confidence().word() + ": " + figure.source()));
      }
    }
    text.append('\n');
    int words = 2 + met.stream().mapToInt(one -> one.word().length()).max().orElse(0);
    met.forEach(one -> text.append(Paragraph.words(one.word(), words, one.meaning() + mark(one))));
    return text.toString();
  }

  /** With its unit, if it is a number that has one. */
  static String value(Figure figure) {
    return CatalogTable.unit(figure).isEmpty()
        ? figure.value()
        : figure.value() + " " + CatalogTable.unit(figure);
  }

  private static boolean isGiven(Figure figure) {
    return figure.confidence() == Confidence.GIVEN;
  }

  private static String mark(Figure figure) {
    return mark(figure.confidence());
  }

  private static String mark(Confidence confidence) {
    String mark = CatalogTable.mark(confidence);
    return mark.isEmpty() ? "" : " " + mark;
  }

  private static String legend(List<Figure> figures) {
    List<String> marks = new ArrayList<>();
    if (figures.stream().anyMatch(one -> !one.confidence().verified())) {
      marks.add(CatalogTable.mark(Confidence.UNSOURCED) + " nobody has verified it");
    }
    if (figures.stream().anyMatch(CatalogReport::isGiven)) {
      marks.add(CatalogTable.mark(Confidence.GIVEN) + " given by the scenario");
    }
    marks.add("the sources: weft catalog KIND NAME");
    return Paragraph.items("", 0, marks);
  }
}

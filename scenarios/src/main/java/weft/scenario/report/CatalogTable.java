package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/**
 * Entries as rows and properties as columns. Headings break at hyphens; columns that do not fit
 * beside the others stand below them, with the names of the entries once more.
 */
final class CatalogTable {

  private static final int WIDTH = 80;
  private static final int GAP = 2;
  private static final String NOTHING = "–";

  private final List<Column> columns = new ArrayList<>();
  private final Column names;

  /** A column: lines of its heading, then a cell for each entry, all of one width. */
  private record Column(List<String> heading, List<String> cells, boolean right) {

    int width() {
      return Stream.concat(heading.stream(), cells.stream())
          .mapToInt(Paragraph::width)
          .max()
          .orElse(0);
    }
  }

  CatalogTable(CatalogView view, String kind, List<Property> properties) {
    List<String> entries = view.names(kind);
    names = new Column(List.of(), entries, false);
    for (Property property : properties) {
      columns.add(
          column(
              property,
              entries.stream().map(name -> view.figure(kind, name, property.name())).toList()));
    }
  }

  String render() {
    StringBuilder text = new StringBuilder();
    List<Column> block = new ArrayList<>();
    int width = names.width();
    for (Column column : columns) {
      int more = GAP + column.width();
      if (!block.isEmpty() && width + more > WIDTH) {
        text.append(render(block)).append('\n');
        block.clear();
        width = names.width();
      }
      block.add(column);
      width += more;
    }
    return text.append(render(block)).toString();
  }

  /** What stands behind a figure that somebody should know about. */
  static String mark(Confidence confidence) {
    return confidence == Confidence.GIVEN ? "*" : confidence.verified() ? "" : "?";
  }

  /** The unit of a number; empty for counts, ratios, texts and names. */
  static String unit(Figure figure) {
    return switch (figure.unit()) {
      case Property.TEXT, Property.NAME, "count", "ratio" -> "";
      default -> figure.unit();
    };
  }

  private static Column column(Property property, List<Optional<Figure>> figures) {
    List<Figure> present = figures.stream().flatMap(Optional::stream).toList();
    List<String> units = present.stream().map(CatalogTable::unit).distinct().toList();
    boolean marked = present.stream().anyMatch(one -> !mark(one.confidence()).isEmpty());
    List<String> cells =
        figures.stream()
            .map(one -> one.map(figure -> cell(figure, units.size() > 1)).orElse(NOTHING))
            .toList();
    boolean right = property.dimension().isPresent();
    if (marked && right) {
      cells = cells.stream().map(one -> one.matches(".*[?*]") ? one : one + " ").toList();
    }
    int width = cells.stream().mapToInt(Paragraph::width).max().orElse(0);
    List<String> heading = new ArrayList<>(broken(property.name(), width));
    heading.add(units.size() == 1 ? units.get(0) : "");
    return new Column(
        marked && right ? heading.stream().map(one -> one + " ").toList() : heading, cells, right);
  }

  private static String cell(Figure figure, boolean withUnit) {
    return (withUnit ? CatalogReport.value(figure) : figure.value()) + mark(figure.confidence());
  }

  /** A heading in lines that are no wider than the cells, if it has hyphens enough. */
  private static List<String> broken(String name, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String piece : name.split("(?<=-)", -1)) {
      if (!line.isEmpty() && line.length() + piece.length() > width) {
        lines.add(line);
        line = "";
      }
      line += piece;
    }
    lines.add(line);
    return lines;
  }

  private String render(List<Column> block) {
    int deepest = block.stream().mapToInt(column -> column.heading().size()).max().orElse(0);
    boolean units =
        block.stream()
            .map(column -> column.heading().get(column.heading().size() - 1))
            .anyMatch(unit -> !unit.isBlank());
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < deepest - (units ? 0 : 1); row++) {
      List<String> line = new ArrayList<>(List.of(""));
      for (Column column : block) {
        // Units stand in one row, and names of properties on it.
        int at = row - (deepest - column.heading().size());
        line.add(at < 0 ? "" : column.heading().get(at));
      }
      append(text, block, line);
    }
    for (int entry = 0; entry < names.cells().size(); entry++) {
      List<String> line = new ArrayList<>(List.of(names.cells().get(entry)));
      for (Column column : block) {
        line.add(column.cells().get(entry));
      }
      append(text, block, line);
    }
    return text.toString();
  }

  private void append(StringBuilder text, List<Column> block, List<String> cells) {
    StringBuilder line = new StringBuilder(padded(cells.get(0), names));
    for (int i = 0; i < block.size(); i++) {
      line.append(" ".repeat(GAP)).append(padded(cells.get(i + 1), block.get(i)));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String padded(String cell, Column column) {
    String blanks = " ".repeat(column.width() - Paragraph.width(Objects.requireNonNull(cell)));
    return column.right() ? blanks + cell : cell + blanks;
  }
}

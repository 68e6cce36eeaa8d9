package weft.scenario.report;

import java.util.List;
import weft.topology.hardware.Figure;

/** The catalogue as a table: each figure with its unit, its confidence and its source. */
public final class CatalogReport {

  private CatalogReport() {}

  /** Renders rows; a figure that nobody has verified is marked by its confidence. */
  public static String text(List<Figure> figures) {
    TextTable table = new TextTable("lllllll");
    table.row("KIND", "NAME", "FIGURE", "VALUE", "UNIT", "CONFIDENCE", "SOURCE");
    for (Figure figure : figures) {
      table.row(
          figure.kind(),
          figure.name(),
          figure.property(),
          figure.value(),
          figure.unit(),
          figure.confidence().word(),
          figure.source());
    }
    return table.render();
  }
}

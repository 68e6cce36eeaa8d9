package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.assemble.TransportCatalog;
import weft.topology.hardware.Figure;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Property;

/**
 * Figures to show, and what their properties mean.
 *
 * @param figures entry by entry, kind by kind
 * @param properties of all kinds, in the order in which they are to be shown
 */
public record CatalogView(List<Figure> figures, List<Property> properties) {

  /** All of the hardware, the models and the transports. */
  public static CatalogView of(HardwareCatalog hardware, ModelCatalog models) {
    List<Figure> figures = new ArrayList<>();
    List<Property> properties = new ArrayList<>();
    for (String kind : hardware.kinds()) {
      figures.addAll(hardware.figures(kind));
      properties.addAll(hardware.properties(kind));
    }
    figures.addAll(models.figures());
    properties.addAll(models.properties());
    figures.addAll(TransportCatalog.figures());
    properties.addAll(TransportCatalog.properties());
    return new CatalogView(List.copyOf(figures), List.copyOf(properties));
  }

  /** The figures of a kind; none if it is unknown. */
  public CatalogView of(String kind) {
    return new CatalogView(
        figures.stream().filter(figure -> figure.kind().equals(kind)).toList(), properties);
  }

  /** The figures of an entry; none if it is unknown. */
  public CatalogView of(String kind, String name) {
    return new CatalogView(
        of(kind).figures.stream().filter(figure -> figure.name().equals(name)).toList(),
        properties);
  }

  /** The kinds that there are figures of. */
  public List<String> kinds() {
    return figures.stream().map(Figure::kind).distinct().toList();
  }

  /** The entries of a kind. */
  public List<String> names(String kind) {
    return of(kind).figures.stream().map(Figure::name).distinct().toList();
  }

  List<Property> properties(String kind) {
    return properties.stream().filter(property -> property.kind().equals(kind)).toList();
  }

  Optional<Figure> figure(String kind, String name, String property) {
    return figures.stream()
        .filter(
            figure ->
                figure.kind().equals(kind)
                    && figure.name().equals(name)
                    && figure.property().equals(property))
        .findFirst();
  }
}

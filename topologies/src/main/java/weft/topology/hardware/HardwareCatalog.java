package weft.topology.hardware;

import java.util.ArrayList;
import java.util.List;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/**
 * What hardware is known, read from data files in which every figure has its unit, its source and
 * its confidence. A look-up that fails names the nearest known name.
 */
public final class HardwareCatalog {

  private static final List<String> DATA_FILES =
      List.of(
          "gpus.csv", "links.csv", "transceivers.csv", "cables.csv", "switches.csv", "nodes.csv");
  private static final List<String> KINDS =
      List.of("gpu", "link", "transceiver", "cable", "switch", "node");

  private final List<Figure> figures;
  private final Shelf<Gpu> gpus;
  private final Shelf<LinkType> links;
  private final Shelf<Transceiver> transceivers;
  private final Shelf<CableType> cables;
  private final Shelf<SwitchType> switches;
  private final Shelf<NodeType> nodes;

  HardwareCatalog(List<Figure> figures) {
    figures.forEach(figure -> requireKind(figure.kind()));
    this.figures = List.copyOf(figures);
    gpus = Shelf.of("gpu", figures, Gpu::from);
    links = Shelf.of("link", figures, LinkType::from);
    transceivers = Shelf.of("transceiver", figures, Transceiver::from);
    cables = Shelf.of("cable", figures, CableType::from);
    switches = Shelf.of("switch", figures, entry -> SwitchType.from(entry, transceivers));
    nodes =
        Shelf.of(
            "node", figures, entry -> NodeType.from(entry, gpus, links, transceivers, switches));
  }

  /** The catalogue that Weft comes with. Reads its files at every call. */
  public static HardwareCatalog standard() {
    List<Figure> figures = new ArrayList<>();
    for (String file : DATA_FILES) {
      figures.addAll(FigureReader.readResource(file));
    }
    return new HardwareCatalog(figures);
  }

  /**
   * A GPU by name.
   *
   * @throws TopologyException if the name is unknown, as with all look-ups here
   */
  public Gpu gpu(String name) {
    return gpus.get(name);
  }

  /** A kind of link by name. */
  public LinkType link(String name) {
    return links.get(name);
  }

  /** An optical module by name. */
  public Transceiver transceiver(String name) {
    return transceivers.get(name);
  }

  /** A kind of cable by name. */
  public CableType cable(String name) {
    return cables.get(name);
  }

  /** A switch by name. */
  public SwitchType switchType(String name) {
    return switches.get(name);
  }

  /** A server by name. */
  public NodeType node(String name) {
    return nodes.get(name);
  }

  /** All GPUs, in the order of the data file. */
  public List<Gpu> gpus() {
    return gpus.all();
  }

  /** All switches, in the order of the data file. */
  public List<SwitchType> switches() {
    return switches.all();
  }

  /** All optical modules, in the order of the data file. */
  public List<Transceiver> transceivers() {
    return transceivers.all();
  }

  /** All kinds of cable, in the order of the data file. */
  public List<CableType> cables() {
    return cables.all();
  }

  /** All kinds of link, in the order of the data file. */
  public List<LinkType> links() {
    return links.all();
  }

  /** All servers, in the order of the data file. */
  public List<NodeType> nodes() {
    return nodes.all();
  }

  /** The kinds of things that the catalogue holds. */
  public List<String> kinds() {
    return KINDS;
  }

  /** All rows with their sources. */
  public List<Figure> figures() {
    return figures;
  }

  /** The rows of one kind with their sources. */
  public List<Figure> figures(String kind) {
    requireKind(kind);
    return figures.stream().filter(figure -> figure.kind().equals(kind)).toList();
  }

  private static void requireKind(String kind) {
    if (!KINDS.contains(kind)) {
      throw new TopologyException(
          "unknown kind \"%s\". %s".formatted(kind, Suggestion.sentence(kind, KINDS)));
    }
  }
}

package weft.topology.hardware;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/**
 * What hardware is known, read from data files in which every figure has its unit, its source and
 * its confidence. A look-up that fails names the nearest known name.
 */
public final class HardwareCatalog {

  private static final List<String> DATA_FILES =
      List.of(
          "gpus.csv",
          "links.csv",
          "transceivers.csv",
          "cables.csv",
          "switches.csv",
          "nodes.csv",
          "libraries.csv");
  private static final List<String> KINDS =
      List.of("gpu", "link", "transceiver", "cable", "switch", "node", "library");

  private final List<Property> properties;
  private final FigureTable figures;
  private final Shelf<CollectiveLibrary> libraries;
  private final Shelf<Gpu> gpus;
  private final Shelf<LinkType> links;
  private final Shelf<Transceiver> transceivers;
  private final Shelf<CableType> cables;
  private final Shelf<SwitchType> switches;
  private final Shelf<NodeType> nodes;

  HardwareCatalog(List<Figure> figures) {
    this(PropertyReader.readResource(), new FigureTable(figures), HardwareCatalog::refuse);
  }

  private HardwareCatalog(List<Property> properties, FigureTable figures, EntryProblems problems) {
    figures.kinds().forEach(HardwareCatalog::requireKind);
    this.properties = properties;
    this.figures = figures;
    libraries = Shelf.of("library", figures, CollectiveLibrary::from, problems);
    gpus = Shelf.of("gpu", figures, entry -> Gpu.from(entry, libraries), problems);
    links = Shelf.of("link", figures, LinkType::from, problems);
    transceivers = Shelf.of("transceiver", figures, Transceiver::from, problems);
    cables = Shelf.of("cable", figures, CableType::from, problems);
    switches = Shelf.of("switch", figures, entry -> SwitchType.from(entry, transceivers), problems);
    nodes =
        Shelf.of(
            "node",
            figures,
            entry -> NodeType.from(entry, gpus, links, transceivers, switches),
            problems);
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
   * This catalogue with other entries added, or put in the place of those of the same name.
   *
   * @param others all figures of each entry
   * @throws TopologyException for the first entry that cannot be
   */
  public HardwareCatalog with(List<Figure> others) {
    return with(others, HardwareCatalog::refuse);
  }

  /**
   * This catalogue with other entries added, or put in the place of those of the same name.
   *
   * @param others all figures of each entry
   * @param problems is told of each entry that cannot be; it is left out
   */
  public HardwareCatalog with(List<Figure> others, EntryProblems problems) {
    return new HardwareCatalog(properties, figures.with(new FigureTable(others)), problems);
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

  /** A library of collectives by name. */
  public CollectiveLibrary library(String name) {
    return libraries.get(name);
  }

  /** All libraries of collectives, in the order of the data file. */
  public List<CollectiveLibrary> libraries() {
    return libraries.all();
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

  /** What the entries of a kind can say of themselves, in the order in which it is to be shown. */
  public List<Property> properties(String kind) {
    requireKind(kind);
    return properties.stream().filter(property -> property.kind().equals(kind)).toList();
  }

  /** The names of the entries of a kind, in the order of the data file. */
  public Set<String> names(String kind) {
    requireKind(kind);
    return Collections.unmodifiableSet(figures.names(kind));
  }

  /** All rows with their sources. */
  public List<Figure> figures() {
    return figures.all();
  }

  /** The rows of one kind with their sources. */
  public List<Figure> figures(String kind) {
    requireKind(kind);
    return figures.of(kind);
  }

  /** The rows of one entry with their sources; none if there is no such entry. */
  public List<Figure> figures(String kind, String name) {
    requireKind(kind);
    return List.copyOf(figures.of(kind, name));
  }

  private static void refuse(String kind, String name, TopologyException problem) {
    throw problem;
  }

  private static void requireKind(String kind) {
    if (!KINDS.contains(kind)) {
      throw new TopologyException(
          "unknown kind \"%s\". %s".formatted(kind, Suggestion.sentence(kind, KINDS)));
    }
  }
}

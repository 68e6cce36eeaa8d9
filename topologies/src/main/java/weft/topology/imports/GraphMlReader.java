package weft.topology.imports;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * GraphML: keys, one graph, nodes and edges with their data. JGraphT's importer would accept a
 * DOCTYPE and knows no lines; this one reads the stream of the JDK, where neither is so.
 */
final class GraphMlReader {

  /** The namespace of XInclude 1.0 (W3C, 2006), section 3. */
  private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

  private final String file;
  private final XMLStreamReader xml;
  private final GraphDraft draft;
  private final Map<String, Key> keys = new HashMap<>();
  private final Map<String, Map<String, String>> defaults = new HashMap<>();
  private @Nullable Item current;
  private boolean graphSeen;

  private GraphMlReader(String file, XMLStreamReader xml) {
    this.file = file;
    this.xml = xml;
    draft = new GraphDraft(file);
  }

  /** What a key stands for; an empty name if it is of no use here. */
  private record Key(String element, String name) {}

  static GraphDraft read(String file, String text) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      GraphMlReader reader =
          new GraphMlReader(file, factory.createXMLStreamReader(new StringReader(text)));
      reader.document();
      return reader.draft;
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      String reason = String.valueOf(e.getMessage()).replaceFirst("(?s).*Message: ", "");
      throw new Place(file, line).fault("is not sound XML: " + reason.replaceAll("\\s+", " "), e);
    }
  }

  private Place place() {
    return new Place(file, xml.getLocation().getLineNumber());
  }

  /** The next event; nothing may bring in another file. */
  private int next() throws XMLStreamException {
    int event = xml.next();
    if (event == XMLStreamConstants.START_ELEMENT
        && (XINCLUDE.equals(xml.getNamespaceURI()) || xml.getLocalName().equals("locator"))) {
      throw place()
          .fault("<%s> is not supported: a graph is one file".formatted(shown(xml.getLocalName())));
    }
    return event;
  }

  private void document() throws XMLStreamException {
    boolean rootSeen = false;
    while (xml.hasNext()) {
      int event = next();
      if (event == XMLStreamConstants.DTD) {
        throw place().fault("has a DOCTYPE, which is not accepted. Maybe remove it.");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (!rootSeen && !xml.getLocalName().equals("graphml")) {
          throw place()
              .fault("is <%s>, but <graphml> is wanted".formatted(shown(xml.getLocalName())));
        }
        rootSeen = true;
        start(xml.getLocalName());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        end(xml.getLocalName());
      }
    }
    if (!graphSeen) {
      throw new Place(file, 0).fault("has no <graph>");
    }
  }

  private void start(String element) throws XMLStreamException {
    switch (element) {
      case "graphml" -> {}
      case "key" -> key();
      case "graph" -> graph();
      case "node" -> {
        requireOutside(element);
        Place place = place();
        current = withDefaults(draft.addDevice(place, attribute("id")), place, element);
      }
      case "edge" -> {
        requireOutside(element);
        Place place = place();
        requireUndirected("directed", "true");
        Item cable = draft.addCable(place, attribute("source"), attribute("target"));
        current = withDefaults(cable, place, element);
      }
      case "data" -> data();
      case "hyperedge", "port" ->
          throw place().fault("<%s> is not supported: a cable has two ends".formatted(element));
      default -> text();
    }
  }

  private void end(String element) {
    if (element.equals("node") || element.equals("edge")) {
      current = null;
    }
  }

  private void requireOutside(String element) {
    if (!graphSeen || current != null) {
      throw place().fault("<%s> stands where none can be".formatted(element));
    }
  }

  private void graph() {
    if (graphSeen) {
      throw place().fault("a second <graph>; one is wanted, none inside another");
    }
    graphSeen = true;
    requireUndirected("edgedefault", "directed");
    withDefaults(draft.topology(), place(), "graph");
  }

  private void requireUndirected(String attribute, String directed) {
    if (directed.equals(xml.getAttributeValue(null, attribute))) {
      throw place()
          .fault(
              "%s=\"%s\", but a cable carries both directions. Maybe undirected edges, one for"
                      .formatted(attribute, directed)
                  + " each cable.");
    }
  }

  private void key() throws XMLStreamException {
    Place place = place();
    String id = attribute("id");
    String name = xml.getAttributeValue(null, "attr.name");
    String element = xml.getAttributeValue(null, "for");
    Key key = new Key(element == null ? "all" : element, name == null ? "" : name);
    if (keys.put(id, key) != null) {
      throw place.fault("two keys have the id " + Place.quoted(id));
    }
    int depth = 1;
    while (depth > 0) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (depth == 1 && xml.getLocalName().equals("default")) {
          defaults.computeIfAbsent(key.element, absent -> new HashMap<>()).put(key.name, text());
        } else {
          depth++;
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private Item withDefaults(Item item, Place place, String element) {
    for (String scope : new String[] {"all", element}) {
      defaults
          .getOrDefault(scope, Map.of())
          .forEach(
              (name, value) -> {
                if (!name.isEmpty()) {
                  item.putDefault(place, name, value);
                }
              });
    }
    return item;
  }

  private void data() throws XMLStreamException {
    Place place = place();
    String id = attribute("key");
    Key key = keys.get(id);
    if (key == null) {
      throw place.fault("no <key> has the id " + Place.quoted(id));
    }
    String value = text();
    if (!key.name.isEmpty() && graphSeen) {
      (current == null ? draft.topology() : current).put(place, key.name, value);
    }
  }

  /** The text of the current element up to its end, without that of elements in it. */
  private String text() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (depth == 1
          && (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)) {
        text.append(xml.getText());
      }
    }
    return text.toString();
  }

  private String attribute(String name) {
    String value = xml.getAttributeValue(null, name);
    if (value == null) {
      throw place().fault("<%s> lacks its %s".formatted(shown(xml.getLocalName()), name));
    }
    return value;
  }

  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }
}

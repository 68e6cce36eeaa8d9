package weft.scenario.schedule;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.topology.error.Suggestion;

/** The XML of MSCCL: elements algo, gpu, tb and step with attributes. No DOCTYPE, no entities. */
final class XmlScheduleReader {

  private final String file;
  private final Findings findings;
  private final XMLStreamReader xml;
  private final LineIndex lines;

  private XmlScheduleReader(String file, String text, XMLStreamReader xml, Findings findings) {
    this.file = file;
    this.xml = xml;
    this.findings = findings;
    lines = new LineIndex(file, text);
  }

  static Item read(String file, String text, Findings findings) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
      return new XmlScheduleReader(file, text, xml, findings).document();
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      int column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getColumnNumber());
      String reason = String.valueOf(e.getMessage()).replaceFirst("(?s).*Message: ", "");
      throw findings.fatal(
          new Position(file, line, column),
          "is not sound XML: " + Quote.line(reason.replaceAll("\\s+", " ")));
    }
  }

  private Item document() throws XMLStreamException {
    Item root = null;
    List<Item> open = new ArrayList<>();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD ->
            throw findings.fatal(here(), "has a DOCTYPE, which is not accepted. Maybe remove it.");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw findings.fatal(
                here(),
                "has the entity "
                    + Quote.of("&" + xml.getLocalName() + ";")
                    + ", but none is accepted. Maybe write what it stands for.");
        case XMLStreamConstants.START_ELEMENT -> {
          Item parent = open.isEmpty() ? null : open.get(open.size() - 1);
          Item item = start(parent);
          if (parent == null) {
            root = item;
          } else {
            parent.inside.add(item);
          }
          open.add(item);
        }
        case XMLStreamConstants.END_ELEMENT -> open.remove(open.size() - 1);
        default -> {}
      }
    }
    if (root == null) {
      throw findings.fatal(Position.whole(file), "has no <algo>.");
    }
    return root;
  }

  private Position here() {
    return lines.at(xml.getLocation().getCharacterOffset());
  }

  private Item start(@Nullable Item parent) {
    Position at = lines.tagThatEndsAt(xml.getLocation().getCharacterOffset());
    String name = xml.getLocalName();
    Kind wanted = parent == null ? Kind.SCHEDULE : parent.kind.inside();
    if (wanted == null || !wanted.name(Syntax.XML).equals(name)) {
      String outer = parent == null ? "the file" : "<" + parent.kind.name(Syntax.XML) + ">";
      throw findings.fatal(
          at,
          "<%s> stands in %s, where %s can be."
              .formatted(
                  Quote.line(name),
                  outer,
                  wanted == null ? "nothing" : "only <" + wanted.name(Syntax.XML) + ">"));
    }
    Item item = new Item(wanted, at);
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String attribute = xml.getAttributeLocalName(i);
      Field field = Fields.named(wanted, Syntax.XML, attribute);
      if (field != null) {
        item.values.put(field, new Item.Value(xml.getAttributeValue(i), at));
      } else if (!wanted.ignored().contains(attribute)) {
        findings.add(
            at,
            "unknown attribute %s of <%s>. %s"
                .formatted(
                    Quote.of(attribute),
                    name,
                    Suggestion.sentence(attribute, Fields.names(wanted, Syntax.XML))));
      }
    }
    return item;
  }
}

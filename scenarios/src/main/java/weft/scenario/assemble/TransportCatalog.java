package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.List;
import weft.sim.packet.transport.Transports;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/** The transports of the packet model as entries of a catalogue. */
public final class TransportCatalog {

  private static final String KIND = "transport";
  private static final Property LABEL = property("label", "What it is.");
  private static final Property RECOVERY =
      property("recovery", "How losses are mended: go-back-N, or selectively.");
  private static final Property NEEDS =
      property(
          "needs", "What it is made for, or cannot do without: PFC, ECN, trimming, telemetry.");

  private TransportCatalog() {}

  /** What the figures mean. */
  public static List<Property> properties() {
    return List.of(LABEL, RECOVERY, NEEDS);
  }

  /** All of them as rows of a catalogue. */
  public static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Transports.Entry entry : Transports.all()) {
      Confidence confidence =
          entry.source().equals(Transports.ASSUMPTION) ? Confidence.UNSOURCED : Confidence.READ;
      figures.add(LABEL.figure(entry.name(), entry.title(), entry.source(), confidence));
      String recovery = entry.takesPacketsInOrder() ? "go-back-N" : "selective";
      figures.add(RECOVERY.figure(entry.name(), recovery, entry.source(), confidence));
      figures.add(NEEDS.figure(entry.name(), needs(entry), entry.source(), confidence));
    }
    return figures;
  }

  private static String needs(Transports.Entry entry) {
    List<String> needs = new ArrayList<>();
    if (entry.needsFlowControl()) {
      needs.add("PFC");
    }
    if (entry.needsMarks()) {
      needs.add("ECN");
    }
    if (entry.needsTrimming()) {
      needs.add("trimming");
    }
    if (entry.needsTelemetry()) {
      needs.add("telemetry, one path a flow");
    }
    return needs.isEmpty() ? "nothing" : String.join(", ", needs);
  }

  private static Property property(String name, String meaning) {
    return new Property(KIND, name, Property.TEXT, null, null, null, null, meaning);
  }
}

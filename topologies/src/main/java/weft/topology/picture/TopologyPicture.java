package weft.topology.picture;

import static weft.topology.picture.Svg.n;

import java.util.List;
import java.util.Map;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Draws a topology as SVG 1.1: its levels in rows, parts that are built alike folded where there is
 * no room for all of them. All counts that it prints of devices and of cables, each times the ×
 * numbers of the parts around it, add up to what the topology has. The same topology gives the same
 * bytes; nothing in the picture is drawn because of a name.
 */
public final class TopologyPicture {

  private static final double MARGIN = 20;
  private static final double MOST_WIDTH = 1_600;
  private static final double LEGEND_STEP = 20;

  /** Width of a bold character of 18 units, an assumption on the safe side. */
  private static final double TITLE_CHARACTER = 12;

  private TopologyPicture() {}

  /** The picture as text, with a line end behind the last line. */
  public static String svg(Topology topology) {
    int[] colours = Colours.of(topology);
    Frame root = new Layout(colours).whole(Decomposition.of(topology, colours));
    Map<Tally.Sort, String> cables = Tally.cables(topology.cables().stream());
    List<DeviceKind> kinds =
        topology.devices().stream().map(Device::kind).distinct().sorted().toList();
    int legendLines = Math.max(cables.size(), kinds.size());
    root.settle(MARGIN, MARGIN + 44);
    double width = Math.max(root.width, 560) + 2 * MARGIN;
    double legend = root.y + root.height + 24;
    double height = legend + legendLines * LEGEND_STEP + MARGIN;
    String summary = String.join(" · ", Tally.devices(topology.devices().stream()));

    Svg svg = new Svg();
    svg.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    double scale = Math.min(1, MOST_WIDTH / width);
    svg.open(
        "svg",
        "xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
            .formatted(n(width * scale), n(height * scale), n(width), n(height)));
    svg.leaf("title", topology.name());
    svg.leaf("desc", summary + "; " + String.join(", ", cables.values()));
    Palette palette = new Palette(topology.tiers());
    svg.open("style", "type=\"text/css\"");
    svg.raw(palette.css());
    svg.close("style");
    svg.rect("paper", 0, 0, width, height, 0);
    int room = (int) ((width - 2 * MARGIN) / TITLE_CHARACTER);
    svg.text("title", MARGIN, MARGIN + 14, Layout.shortened(topology.name(), room));
    svg.text("sub", MARGIN, MARGIN + 34, summary);
    new Drawing(svg, palette).draw(root);
    double y = legend;
    for (DeviceKind kind : kinds) {
      svg.rect(Palette.box(kind), MARGIN, y, 16, 12, 2);
      svg.text("sub", MARGIN + 24, y + 10, Tally.name(kind));
      y += LEGEND_STEP;
    }
    y = legend;
    for (Map.Entry<Tally.Sort, String> sort : cables.entrySet()) {
      svg.line(
          "key " + palette.stroke(sort.getKey().tier()), MARGIN + 140, y + 6, MARGIN + 168, y + 6);
      svg.text("total", MARGIN + 176, y + 10, sort.getValue());
      y += LEGEND_STEP;
    }
    svg.close("svg");
    return svg.toString();
  }
}

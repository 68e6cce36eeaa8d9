package weft.topology.picture;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.picture.Frame.Line;
import weft.topology.picture.Part.Form;

/**
 * Draws frames that have their places: first a part's lines, then what is in it, then its boxes.
 */
final class Drawing {

  /** Lines that are so many become paler. */
  private static final int MANY = 200;

  private final Svg svg;
  private final Palette palette;
  private final Map<Integer, Box> boxOf = new HashMap<>();

  Drawing(Svg svg, Palette palette) {
    this.svg = svg;
    this.palette = palette;
  }

  void draw(Frame root) {
    collect(root);
    frame(root, true);
  }

  private void collect(Frame frame) {
    for (Box box : frame.boxes) {
      box.devices.forEach(device -> boxOf.put(device.id(), box));
    }
    frame.children.forEach(this::collect);
  }

  private void frame(Frame frame, boolean outermost) {
    boolean bare = frame.heading.isEmpty() && frame.part.form() == Form.NODE;
    svg.open("g", "");
    if (!outermost && !bare) {
      for (int i = frame.times > 1 ? 2 : 0; i > 0; i--) {
        double off = i * Layout.STACK / 2;
        svg.rect("stack", frame.x + off, frame.y + off, frame.width, frame.height, 6);
      }
      if (frame.times > 1) {
        svg.rect("stack", frame.x, frame.y, frame.width, frame.height, 6);
      }
      svg.rect("part", frame.x, frame.y, frame.width, frame.height, 6);
    }
    if (frame.unseen.isEmpty()) {
      lines(frame);
    }
    heading(frame);
    if (frame.unseen.isEmpty()) {
      frame.children.forEach(child -> frame(child, false));
      boxes(frame);
    }
    svg.close("g");
  }

  private void heading(Frame frame) {
    if (!frame.heading.isEmpty()) {
      double left = frame.x + Layout.PAD - 4;
      double high = frame.heading.size() * Layout.LINE;
      svg.rect("plate", left, frame.y + Layout.PAD - 4, Layout.textWidth(frame) + 8, high + 2, 3);
    }
    if (frame.times > 1) {
      String times = "×" + Tally.grouped(frame.times);
      svg.text("times", frame.x + frame.width - 8, frame.y + Layout.PAD + 10, "end", times);
    }
    double y = frame.y + Layout.PAD + 8;
    for (Line line : frame.heading) {
      svg.text(line.style(), frame.x + Layout.PAD, y, line.text());
      y += Layout.LINE;
    }
  }

  private void boxes(Frame frame) {
    for (Box box : frame.boxes) {
      String style = Palette.box(box.devices.get(0).kind());
      if (box.devices.size() > 1) {
        svg.rect(style, box.x + 6, box.y + 6, box.width, box.height, 3);
        svg.rect(style, box.x + 3, box.y + 3, box.width, box.height, 3);
      }
      svg.rect(style, box.x, box.y, box.width, box.height, box.height > 14 ? 3 : 2);
      if (!box.label.isEmpty()) {
        svg.text("small", box.middle(), box.y + box.height / 2 + 3, "middle", box.label);
      }
    }
  }

  private void lines(Frame frame) {
    if (frame.part.form() == Form.LATERAL) {
      lateral(frame);
      return;
    }
    Map<String, Cable> lines = new LinkedHashMap<>();
    frame.part.links().forEach(cable -> add(cable, lines));
    for (Frame child : frame.children) {
      if (child.unseen.isEmpty()) {
        child.part.uplinks().forEach(cable -> add(cable, lines));
      }
    }
    String density = lines.size() > MANY ? " many" : "";
    lines.values().forEach(cable -> link(cable, palette.link(cable.tier()) + density));
  }

  /** One line for all cables of a tier between the same boxes. */
  private void add(Cable cable, Map<String, Cable> lines) {
    Box lower = boxOf.get(cable.lower().id());
    Box upper = boxOf.get(cable.upper().id());
    if (lower != null && upper != null && lower != upper) {
      lines.putIfAbsent(cable.tier().name() + key(lower) + key(upper), cable);
    }
  }

  private void link(Cable cable, String style) {
    Box lower = boxOf.get(cable.lower().id());
    Box upper = boxOf.get(cable.upper().id());
    if (lower == null || upper == null) {
      return;
    }
    if (upper.y + upper.height <= lower.y) {
      svg.line(style, lower.middle(), lower.y, upper.middle(), upper.y + upper.height);
    } else {
      double span = Math.abs(lower.middle() - upper.middle());
      double high = Math.max(Math.min(lower.y, upper.y) - 8 - span / 12, lower.y - 40);
      double middle = (lower.middle() + upper.middle()) / 2;
      svg.curve(style, lower.middle(), lower.y, middle, high, upper.middle(), upper.y);
    }
  }

  private static String key(Box box) {
    return " " + box.x + " " + box.y;
  }

  /** One line for all cables of a tier between the same children. */
  private void lateral(Frame frame) {
    Map<Integer, Frame> childOf = new HashMap<>();
    frame.children.stream()
        .filter(child -> child.times == 1 && child.unseen.isEmpty())
        .forEach(child -> own(child.part, child, childOf));
    Map<String, Frame[]> pairs = new LinkedHashMap<>();
    for (Cable cable : frame.part.links()) {
      Frame one = childOf.get(cable.lower().id());
      Frame other = childOf.get(cable.upper().id());
      if (one != null && other != null) {
        boolean inOrder = one.y < other.y || (one.y == other.y && one.x <= other.x);
        Frame[] pair = inOrder ? new Frame[] {one, other} : new Frame[] {other, one};
        String style = palette.link(cable.tier());
        pairs.putIfAbsent(
            "%s %s %s %s %s".formatted(style, pair[0].x, pair[0].y, pair[1].x, pair[1].y), pair);
      }
    }
    boolean circle = frame.children.size() <= 24 && !isGrid(frame.children);
    pairs.forEach(
        (key, pair) -> span(key.substring(0, key.indexOf(' ', 5)), pair[0], pair[1], !circle));
  }

  private static boolean isGrid(List<Frame> children) {
    long rows = children.stream().mapToDouble(child -> child.y).distinct().count();
    return rows * 2 <= children.size() && children.get(0).heading.isEmpty();
  }

  private static void own(Part part, Frame child, Map<Integer, Frame> childOf) {
    for (Device device : part.devices()) {
      childOf.put(device.id(), child);
    }
    part.children().forEach(below -> own(below, child, childOf));
  }

  /** A line from edge to edge; in a grid, one that passes over others is bent. */
  private void span(String style, Frame one, Frame other, boolean grid) {
    double x1 = one.x + one.width / 2;
    double y1 = one.y + one.height / 2;
    double x2 = other.x + other.width / 2;
    double y2 = other.y + other.height / 2;
    double length = Math.hypot(x2 - x1, y2 - y1);
    double from = inside(one, (x2 - x1) / length, (y2 - y1) / length);
    double to = inside(other, (x2 - x1) / length, (y2 - y1) / length);
    double ux = (x2 - x1) / length;
    double uy = (y2 - y1) / length;
    double bend = grid && length > 120 ? Math.min(34, length / 12) : 0;
    if (bend > 0) {
      svg.curve(
          style, x1, y1, (x1 + x2) / 2 + 2 * bend * uy, (y1 + y2) / 2 - 2 * bend * ux, x2, y2);
    } else {
      svg.line(style, x1 + from * ux, y1 + from * uy, x2 - to * ux, y2 - to * uy);
    }
  }

  /** How far it is from the middle of a frame to its edge in a direction. */
  private static double inside(Frame frame, double ux, double uy) {
    double across = ux == 0 ? Double.MAX_VALUE : frame.width / 2 / Math.abs(ux);
    double along = uy == 0 ? Double.MAX_VALUE : frame.height / 2 / Math.abs(uy);
    return Math.min(across, along);
  }
}

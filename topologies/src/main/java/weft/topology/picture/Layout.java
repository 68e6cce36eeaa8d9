package weft.topology.picture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.picture.Frame.Line;
import weft.topology.picture.Part.Form;

/**
 * Gives each part its place. Parts that are built alike are one frame that says how many, unless
 * the width that is there suffices for all of them; the outermost are unfolded first.
 */
final class Layout {

  /** As much as text of 11 units stays readable in, on a slide. */
  static final double WIDEST = 1_500;

  static final double LINE = 14;
  static final double PAD = 12;
  static final double GAP = 16;
  private static final double BETWEEN_ROWS = 56;
  private static final double ROOM_OF_ONE = 380;
  private static final double CHARACTER = 6.1;
  private static final double LARGE_CHARACTER = 10.5;
  private static final double SMALL_CHARACTER = 5.4;
  static final double STACK = 8;
  private static final int MOST_IN_CIRCLE = 12;
  private static final int MOST_IN_GRID = 400;

  private final int[] colours;

  Layout(int[] colours) {
    this.colours = colours;
  }

  /** The whole picture, of a part that is everything. */
  Frame whole(Part part) {
    return frame(part, 1, WIDEST);
  }

  private Frame frame(Part part, int times, double room) {
    Frame frame = new Frame(part, times, List.of());
    for (String line : Tally.cables(part.uplinks().stream()).values()) {
      frame.heading.add(new Line("cables", "↑ " + line));
    }
    if (part.form() == Form.NODE) {
      node(frame);
    } else {
      double inside = room - 2 * PAD;
      children(frame, tops(frame, inside), inside);
      center(frame);
    }
    frame.width = Math.max(frame.width, topWidth(frame) + 2 * PAD);
    return frame;
  }

  private static double headed(Frame frame) {
    return frame.heading.size() * LINE + (frame.heading.isEmpty() ? 0 : 4);
  }

  static double textWidth(Frame frame) {
    return frame.heading.stream().mapToDouble(line -> line.text().length()).max().orElse(0)
        * CHARACTER;
  }

  /** The text, and on its right how many parts the frame stands for. */
  private static double topWidth(Frame frame) {
    String times = frame.times == 1 ? "" : "×" + Tally.grouped(frame.times);
    return textWidth(frame) + (times.isEmpty() ? 0 : times.length() * LARGE_CHARACTER + 12);
  }

  /** A row for each kind of device, the network's side on top. */
  private static void node(Frame frame) {
    Part part = frame.part;
    List<List<Device>> rows = Decomposition.rows(part.devices());
    count(frame, part);
    List<NodeRow> shapes = rows.stream().map(row -> new NodeRow(row, rows.size() == 1)).toList();
    double widest = shapes.stream().mapToDouble(NodeRow::width).max().orElse(0);
    frame.width = Math.max(widest, topWidth(frame)) + 2 * PAD;
    double y = PAD + headed(frame);
    for (NodeRow shape : shapes) {
      frame.boxes.addAll(shape.boxes((frame.width - shape.width()) / 2, y));
      y += shape.height() + NodeRow.GAP;
    }
    frame.height = y - NodeRow.GAP + PAD;
  }

  private static void count(Frame frame, Part part) {
    for (String line : Tally.devices(part.devices().stream())) {
      frame.heading.add(new Line("devices", line));
    }
    for (String line : Tally.cables(part.links().stream()).values()) {
      frame.heading.add(new Line("cables", line));
    }
  }

  /** The highest devices of a part in a row; returns where what follows begins. */
  private double tops(Frame frame, double room) {
    Part part = frame.part;
    count(frame, part);
    if (part.form() == Form.LATERAL) {
      return PAD + headed(frame);
    }
    double y = PAD + headed(frame) + (part.links().isEmpty() ? 0 : 20);
    int count = part.devices().size();
    double named =
        part.devices().stream().mapToDouble(device -> label(device).length()).max().orElse(0)
                * SMALL_CHARACTER
            + 10;
    if (count * (named + 6) <= Math.max(room, ROOM_OF_ONE / 2)) {
      row(frame, part.devices(), y, named, true);
    } else if (count <= 8 || (count * 20 <= room && count <= 72)) {
      row(frame, part.devices(), y, 14, false);
    } else {
      stacks(frame, y);
    }
    return y + 24 + (part.children().isEmpty() ? PAD : BETWEEN_ROWS);
  }

  private static void row(
      Frame frame, List<Device> devices, double y, double width, boolean named) {
    double x = PAD;
    for (Device device : devices) {
      frame.boxes.add(new Box(List.of(device), named ? label(device) : "", x, y, width, 24));
      x += width + 6;
    }
  }

  /** One box for each colour, and one for the rest if there are many. */
  private void stacks(Frame frame, double y) {
    Map<Integer, List<Device>> groups = new LinkedHashMap<>();
    for (Device device : frame.part.devices()) {
      groups.computeIfAbsent(colours[device.id()], absent -> new ArrayList<>()).add(device);
    }
    List<List<Device>> shown = new ArrayList<>(groups.values());
    if (shown.size() > 8) {
      List<Device> rest = shown.subList(7, shown.size()).stream().flatMap(List::stream).toList();
      shown = new ArrayList<>(shown.subList(0, 7));
      shown.add(rest);
    }
    double x = PAD;
    for (List<Device> group : shown) {
      String label = group.size() == 1 ? label(group.get(0)) : "×" + Tally.grouped(group.size());
      double width = Math.max(64, label.length() * CHARACTER + 12);
      frame.boxes.add(new Box(group, label, x, y, width, 24));
      x += width + 6 + STACK;
    }
  }

  static String label(Device device) {
    return shortened(device.name(), 24);
  }

  /** Cut in the middle: names of devices mostly differ at their ends. */
  static String shortened(String text, int most) {
    int[] points = text.codePoints().toArray();
    if (points.length <= most) {
      return text;
    }
    int head = (most - 1) / 3;
    int tail = most - 1 - head;
    return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
  }

  private void children(Frame frame, double top, double room) {
    List<List<Part>> groups = new ArrayList<>(groups(frame.part).values());
    if (groups.isEmpty()) {
      frame.height = top;
      frame.width = extent(frame);
      return;
    }
    boolean lateral = frame.part.form() == Form.LATERAL;
    List<Part> parts = frame.part.children();
    boolean grid =
        lateral && parts.size() <= MOST_IN_GRID && parts.stream().allMatch(Arrangement::isSmall);
    double y = top;
    if (grid) {
      Tally.devices(devices(frame.part))
          .forEach(line -> frame.heading.add(new Line("devices", line)));
      y = PAD + headed(frame);
      parts.forEach(part -> frame.children.add(frame(part, 1, 0)));
      frame.children.forEach(Arrangement::shrink);
    } else {
      fold(frame, groups, room, lateral);
    }
    new Arrangement(frame, y).arrange(grid, lateral);
  }

  private void fold(Frame frame, List<List<Part>> groups, double room, boolean lateral) {
    List<Frame> folded = new ArrayList<>();
    List<List<Part>> seen = new ArrayList<>();
    List<Part> unseen = new ArrayList<>();
    double width = 0;
    for (List<Part> group : groups) {
      Frame one = frame(group.get(0), group.size(), 0);
      if (!folded.isEmpty() && width + outer(one) > Math.max(room, ROOM_OF_ONE)) {
        unseen.addAll(group);
      } else {
        folded.add(one);
        seen.add(group);
        width += outer(one);
      }
    }
    frame.children.addAll(unfold(folded, seen, room, width, lateral));
    if (!unseen.isEmpty()) {
      frame.children.add(others(unseen));
    }
  }

  private static double outer(Frame frame) {
    return frame.width + GAP + (frame.times > 1 ? STACK : 0);
  }

  /** Those that there is room for, the first of them first. */
  private List<Frame> unfold(
      List<Frame> folded, List<List<Part>> groups, double room, double width, boolean lateral) {
    double used = width;
    int shown = 0;
    List<Boolean> whole = new ArrayList<>();
    for (Frame one : folded) {
      double more = (one.times - 1) * outer(one);
      boolean elsewhere = lateral && one.times <= MOST_IN_CIRCLE;
      boolean fits = elsewhere || used + more <= room;
      used += fits && !elsewhere ? more : 0;
      shown += fits ? one.times : 1;
      whole.add(fits);
    }
    double spare = lateral ? 0 : Math.max(0, room - used) / shown;
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < folded.size(); i++) {
      double own = folded.get(i).width + spare;
      List<Part> parts = groups.get(i);
      if (whole.get(i)) {
        parts.forEach(part -> frames.add(frame(part, 1, own)));
      } else {
        frames.add(frame(parts.get(0), parts.size(), own));
      }
    }
    return frames;
  }

  private static Map<Integer, List<Part>> groups(Part part) {
    Map<Integer, List<Part>> groups = new LinkedHashMap<>();
    for (Part child : part.children()) {
      groups.computeIfAbsent(child.signature(), absent -> new ArrayList<>()).add(child);
    }
    return groups;
  }

  /** A frame that only counts. */
  private static Frame others(List<Part> unseen) {
    Frame frame = new Frame(unseen.get(0), 1, unseen);
    frame.heading.add(new Line("note", "and " + Tally.grouped(unseen.size()) + " more parts:"));
    Tally.devices(unseen.stream().flatMap(Layout::devices))
        .forEach(line -> frame.heading.add(new Line("devices", line)));
    Tally.cables(unseen.stream().flatMap(Layout::cables))
        .values()
        .forEach(line -> frame.heading.add(new Line("cables", line)));
    frame.width = textWidth(frame) + 2 * PAD;
    frame.height = headed(frame) + 2 * PAD;
    return frame;
  }

  private static Stream<Device> devices(Part part) {
    return Stream.concat(
        part.devices().stream(), part.children().stream().flatMap(Layout::devices));
  }

  private static Stream<Cable> cables(Part part) {
    return Stream.concat(
        Stream.of(part.links(), part.uplinks()).flatMap(Collection::stream),
        part.children().stream().flatMap(Layout::cables));
  }

  private static double extent(Frame frame) {
    return frame.boxes.stream().mapToDouble(box -> box.x + box.width).max().orElse(0) + PAD;
  }

  /** Centers the row of devices and that of the children over each other. */
  private static void center(Frame frame) {
    double boxes = extent(frame) - 2 * PAD;
    double below =
        frame.children.stream().mapToDouble(child -> child.x + child.width).max().orElse(0) - PAD;
    double width = Math.max(topWidth(frame), Math.max(boxes, below));
    for (Box box : frame.boxes) {
      box.x += (width - boxes) / 2;
    }
    for (Frame child : frame.children) {
      child.x += (width - below) / 2;
    }
    frame.width = Math.max(frame.width, width + 2 * PAD);
  }
}

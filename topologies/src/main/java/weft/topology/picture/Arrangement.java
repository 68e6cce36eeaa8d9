package weft.topology.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.picture.Part.Form;

/**
 * Where the children of a frame stand: in a row below its devices or, joined by lateral cables, in
 * a circle or in a grid. The grid follows from the cables: if device <i>i</i> is joined to device
 * <i>i + d</i> for every <i>i</i>, the last extent has steps of <i>d</i>, and so on within.
 */
final class Arrangement {

  private static final double CELL_WIDTH = 84;
  private static final double CELL_HEIGHT = 52;
  private static final int MOST_IN_CIRCLE = 24;

  private final Frame frame;
  private final double top;

  Arrangement(Frame frame, double top) {
    this.frame = frame;
    this.top = top;
  }

  /** Whether a part is a single device. */
  static boolean isSmall(Part part) {
    return part.form() == Form.NODE && part.devices().size() == 1 && part.uplinks().isEmpty();
  }

  /** Leaves the box of a single device, without text. */
  static void shrink(Frame child) {
    child.heading.clear();
    Box box = child.boxes.get(0);
    box.x = 0;
    box.y = 0;
    child.width = box.width;
    child.height = box.height;
  }

  void arrange(boolean grid, boolean lateral) {
    int count = frame.children.size();
    if (grid) {
      grid();
    } else if (lateral && count > 2 && count <= MOST_IN_CIRCLE) {
      circle();
    } else {
      row(lateral ? 120 : Layout.GAP);
    }
    frame.width = 0;
    for (Frame child : frame.children) {
      frame.width = Math.max(frame.width, child.x + child.width + Layout.PAD);
      frame.height = Math.max(frame.height, child.y + child.height + Layout.PAD + stack(child));
    }
  }

  private void row(double gap) {
    double x = Layout.PAD;
    for (Frame child : frame.children) {
      child.x = x;
      child.y = top;
      x += child.width + gap + stack(child);
    }
  }

  private static double stack(Frame child) {
    return child.times > 1 ? Layout.STACK : 0;
  }

  private void circle() {
    int count = frame.children.size();
    double width = frame.children.stream().mapToDouble(child -> child.width).max().orElse(0);
    double height = frame.children.stream().mapToDouble(child -> child.height).max().orElse(0);
    double radius = Math.max(width, height) / 2;
    do {
      radius += 10;
      for (int i = 0; i < count; i++) {
        Frame child = frame.children.get(i);
        double angle = 2 * Math.PI * i / count - Math.PI / 2;
        child.x = Layout.PAD + radius + width / 2 + radius * Math.cos(angle) - child.width / 2;
        child.y = top + radius + height / 2 + radius * Math.sin(angle) - child.height / 2;
      }
    } while (areTooNear());
  }

  private boolean areTooNear() {
    List<Frame> children = frame.children;
    for (int i = 0; i < children.size(); i++) {
      Frame one = children.get(i);
      for (Frame other : children.subList(0, i)) {
        double right = Math.max(one.x - other.x - other.width, other.x - one.x - one.width);
        double below = Math.max(one.y - other.y - other.height, other.y - one.y - one.height);
        if (Math.max(right, below) < 2 * Layout.GAP) {
          return true;
        }
      }
    }
    return false;
  }

  private void grid() {
    int count = frame.children.size();
    List<Integer> extents = extents(count);
    if (extents.size() < 2 && count <= MOST_IN_CIRCLE && count > 2) {
      circle();
      return;
    }
    int columns = (int) Math.ceil(Math.sqrt(count));
    int rows = count;
    if (extents.size() > 1) {
      columns = extents.get(extents.size() - 1);
      rows = extents.get(extents.size() - 2);
    } else if (count <= 2) {
      columns = count;
    }
    for (int i = 0; i < count; i++) {
      Frame child = frame.children.get(i);
      int plane = i / (columns * rows);
      child.x = Layout.PAD + 10 + (i % columns + plane * (columns + 0.4)) * CELL_WIDTH;
      int row = i / columns % rows;
      child.y = top + 14 + row * CELL_HEIGHT;
    }
  }

  /** The extents of the grid that the cables make, the outermost first; empty if they make none. */
  private List<Integer> extents(int count) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      for (Device device : frame.children.get(i).part.devices()) {
        numbers.put(device.id(), i);
      }
    }
    Set<Long> joined = new HashSet<>();
    for (Cable cable : frame.part.links()) {
      int one = numbers.getOrDefault(cable.lower().id(), 0);
      int other = numbers.getOrDefault(cable.upper().id(), 0);
      joined.add((long) Math.min(one, other) << 32 | Math.max(one, other));
    }
    List<Integer> extents = new ArrayList<>();
    int within = count;
    while (within > 1) {
      int step = step(within, joined);
      if (step == 0) {
        return List.of();
      }
      extents.add(within / step);
      within = step;
    }
    return extents;
  }

  /** The least step by which everything within is joined; 0 if there is none. */
  private static int step(int within, Set<Long> joined) {
    for (int step = 1; step <= within / 2; step++) {
      boolean all = within % step == 0;
      for (int i = 0; all && i + step < within; i++) {
        all = joined.contains((long) i << 32 | (i + step));
      }
      if (all) {
        return step;
      }
    }
    return 0;
  }
}

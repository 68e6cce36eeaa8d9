package weft.topology.picture;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.Device;

/** The devices of one kind in a node: small boxes, in several lines if they are many. */
final class NodeRow {

  static final double GAP = 16;
  private static final double SIDE = 12;
  private static final double STEP = 16;
  private static final int MOST_IN_LINE = 24;
  private static final int MOST = 96;

  private final List<Device> devices;
  private final boolean alone;

  /** A row; {@code alone} if the node has no other. */
  NodeRow(List<Device> devices, boolean alone) {
    this.devices = devices;
    this.alone = alone;
  }

  double width() {
    if (isOneBox()) {
      return 64;
    }
    return Math.min(devices.size(), MOST_IN_LINE) * STEP - (STEP - SIDE);
  }

  double height() {
    int lines = isOneBox() ? 1 : (devices.size() + MOST_IN_LINE - 1) / MOST_IN_LINE;
    return lines * STEP - (STEP - SIDE) + (isOneBox() ? 6 : 0);
  }

  List<Box> boxes(double x, double y) {
    if (isOneBox()) {
      boolean one = devices.size() == 1;
      String label =
          !one
              ? "×" + Tally.grouped(devices.size())
              : alone ? Layout.shortened(devices.get(0).name(), 10) : "";
      return List.of(new Box(devices, label, x, y, width(), height()));
    }
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      int line = i / MOST_IN_LINE;
      double left = x + i % MOST_IN_LINE * STEP;
      double top = y + line * STEP;
      boxes.add(new Box(List.of(devices.get(i)), "", left, top, SIDE, SIDE));
    }
    return boxes;
  }

  private boolean isOneBox() {
    return devices.size() == 1 || devices.size() > MOST;
  }
}

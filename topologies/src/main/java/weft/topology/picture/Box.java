package weft.topology.picture;

import java.util.List;
import weft.topology.graph.Device;

/** A device, or several that are drawn as one: a stack. */
final class Box {

  final List<Device> devices;
  final String label;
  final double width;
  final double height;
  double x;
  double y;

  Box(List<Device> devices, String label, double x, double y, double width, double height) {
    this.devices = devices;
    this.label = label;
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }

  double middle() {
    return x + width / 2;
  }
}

package weft.topology.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A part with its place in the picture. Lengths are in the picture's units; the place of the upper
 * left corner is that within the frame around it until {@link #settle} adds those up.
 */
final class Frame {

  /** What it shows. */
  final Part part;

  /** How many parts built alike it stands for. */
  final int times;

  /** Parts that are not shown one by one; their devices and cables are counted in words only. */
  final List<Part> unseen;

  /** What the text at its top says, line by line. */
  final List<Line> heading = new ArrayList<>();

  final List<Frame> children = new ArrayList<>();
  final List<Box> boxes = new ArrayList<>();

  double x;
  double y;
  double width;
  double height;

  Frame(Part part, int times, List<Part> unseen) {
    this.part = part;
    this.times = times;
    this.unseen = unseen;
  }

  /** A line of text, of a class that tells what it counts. */
  record Line(String style, String text) {}

  /** Puts the frame and all in it where it stands in the picture. */
  void settle(double left, double top) {
    x += left;
    y += top;
    for (Box box : boxes) {
      box.x += x;
      box.y += y;
    }
    for (Frame child : children) {
      child.settle(x, y);
    }
  }
}

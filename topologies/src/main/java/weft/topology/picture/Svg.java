package weft.topology.picture;

import java.util.Locale;

/**
 * Writes elements of SVG 1.1; numbers have at most one decimal, so that bytes are the same
 * anywhere.
 */
final class Svg {

  private final StringBuilder out = new StringBuilder();

  void open(String tag, String attributes) {
    out.append('<').append(tag).append(attributes.isEmpty() ? "" : " ").append(attributes);
    out.append(">\n");
  }

  void close(String tag) {
    out.append("</").append(tag).append(">\n");
  }

  void raw(String text) {
    out.append(text);
  }

  void rect(String style, double x, double y, double width, double height, double round) {
    out.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>\n"
            .formatted(style, n(x), n(y), n(width), n(height), n(round)));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    out.append(
        "<path class=\"%s\" d=\"M%s %sL%s %s\"/>\n".formatted(style, n(x1), n(y1), n(x2), n(y2)));
  }

  void curve(String style, double x1, double y1, double cx, double cy, double x2, double y2) {
    out.append(
        "<path class=\"%s\" d=\"M%s %sQ%s %s %s %s\"/>\n"
            .formatted(style, n(x1), n(y1), n(cx), n(cy), n(x2), n(y2)));
  }

  /** A line of text that begins at {@code x}. */
  void text(String style, double x, double y, String text) {
    text(style, x, y, "start", text);
  }

  void text(String style, double x, double y, String anchor, String text) {
    out.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(style, n(x), n(y), anchor, escaped(text)));
  }

  /** An element that holds only text. */
  void leaf(String tag, String text) {
    out.append('<').append(tag).append('>').append(escaped(text)).append("</").append(tag);
    out.append(">\n");
  }

  /** A number as SVG has it. */
  static String n(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** What XML 1.0 cannot hold becomes a replacement character. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean allowed =
                  (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
              switch (allowed ? c : 0xFFFD) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(allowed ? c : 0xFFFD);
              }
            });
    return out.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

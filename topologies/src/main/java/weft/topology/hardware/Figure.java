package weft.topology.hardware;

/**
 * One row of the catalogue: a property of a named thing, and where the figure comes from.
 *
 * @param kind what the thing is: {@code gpu}, {@code link}, {@code transceiver}, {@code cable},
 *     {@code switch}, {@code node} or {@code library}
 * @param name its name in scenario files, such as {@code h100}
 * @param property such as {@code memory-bandwidth}
 * @param value as written in the data file; a number in {@code unit}, or a text
 * @param unit such as {@code TB/s}; {@code text} and {@code name} mark values that are no numbers
 * @param source where the value was found, or how it was derived
 * @param confidence how far it can be trusted
 */
public record Figure(
    String kind,
    String name,
    String property,
    String value,
    String unit,
    String source,
    Confidence confidence) {

  /** Which figure this is, for messages: {@code gpu h100, memory}. */
  String subject() {
    return kind + " " + name + ", " + property;
  }
}

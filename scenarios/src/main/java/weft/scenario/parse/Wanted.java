package weft.scenario.parse;

import weft.scenario.spec.KeySchema;
import weft.scenario.spec.Shape;

/** Says in words what may stand as a value. */
final class Wanted {

  private Wanted() {}

  /** A noun with its article. */
  static String noun(Shape shape) {
    if (shape instanceof Shape.Whole) {
      return "a whole number";
    }
    if (shape instanceof Shape.Decimal) {
      return "a number";
    }
    if (shape instanceof Shape.Measure measure) {
      return "a number with its unit (" + Measures.units(measure) + ")";
    }
    if (shape instanceof Shape.EntryName name) {
      return "the name of a " + name.kind();
    }
    if (shape instanceof Shape.Catalog) {
      return "a mapping of kinds of hardware";
    }
    if (shape instanceof Shape.Quantity quantity) {
      return quantity.dimension().noun() + " with its unit";
    }
    if (shape instanceof Shape.Choice choice) {
      return choice.texts().size() == 1
          ? choice.texts().get(0)
          : "one of " + String.join(", ", choice.texts());
    }
    if (shape instanceof Shape.Name name) {
      return "the name of a " + name.kind().noun();
    }
    if (shape instanceof Shape.GraphFile) {
      return "the path of a graph file";
    }
    if (shape instanceof Shape.File file) {
      return "the path of a " + file.ending() + " file";
    }
    if (shape instanceof Shape.FlowFile || shape instanceof Shape.PairFile) {
      return "the path of a CSV file";
    }
    if (shape instanceof Shape.AlgorithmPath) {
      return "the path of a collective algorithm (.xml or .json)";
    }
    if (shape instanceof Shape.NamedOr either) {
      return "the name of a " + either.kind().noun() + " or " + noun(either.other());
    }
    if (shape instanceof Shape.Alternatives alternatives) {
      return "a mapping with one of the keys " + String.join(", ", alternatives.names());
    }
    if (shape instanceof Shape.Sequence sequence) {
      return "a sequence (each value "
          + noun(sequence.item())
          + (sequence.ranges() ? ", or a range such as 0-7)" : ")");
    }
    if (shape instanceof Shape.Mapping mapping) {
      return "a mapping with the "
          + (mapping.keys().size() == 1 ? "key " : "keys ")
          + String.join(", ", mapping.names());
    }
    return "text";
  }

  /** A suggestion to put in place of a value that is not there; empty if none is obvious. */
  static String forNothing(KeySchema key) {
    Shape shape = key.shape();
    if (!key.suggestion().isEmpty() && !key.suggestion().equals("{}")) {
      return " Maybe " + key.name() + ": " + key.suggestion() + ".";
    }
    return " Wanted is " + noun(shape) + ".";
  }
}

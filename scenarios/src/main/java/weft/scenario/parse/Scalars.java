package weft.scenario.parse;

import java.util.Optional;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.Shape;

/** Single values to Java values, by the shape of their key. */
final class Scalars {

  private Scalars() {}

  /**
   * The value: a {@link String}, {@link Integer}, {@link Long}, {@link Double}, {@link
   * java.math.BigDecimal}, a constant of an enum, a {@link java.nio.file.Path} or, for {@link
   * Shape.NamedOr}, the record of the name. Names and files are not looked up here.
   */
  static Object value(Shape shape, Node.Scalar scalar) throws BadValueException {
    if (shape instanceof Shape.Whole whole) {
      long value = Numbers.whole(whole, scalar);
      // Both branches of ?: would be widened to long.
      return whole.wide() ? (Object) value : (Object) Math.toIntExact(value);
    }
    if (shape instanceof Shape.Decimal decimal) {
      return Numbers.fraction(decimal, scalar);
    }
    if (shape instanceof Shape.Quantity quantity) {
      return Quantities.parse(quantity, scalar.text());
    }
    if (shape instanceof Shape.Measure measure) {
      return Measures.parse(measure, scalar.text());
    }
    if (shape instanceof Shape.Choice choice) {
      return choice(choice, scalar.text());
    }
    if (shape instanceof Shape.Text) {
      return Line.checked(scalar.text());
    }
    if (shape instanceof Shape.GraphFile
        || shape instanceof Shape.FlowFile
        || shape instanceof Shape.AlgorithmPath
        || shape instanceof Shape.PairFile
        || shape instanceof Shape.File) {
      return InputFiles.path(scalar);
    }
    if (shape instanceof Shape.Name || shape instanceof Shape.EntryName) {
      return scalar.text();
    }
    if (shape instanceof Shape.NamedOr either) {
      return Records.construct(either.named(), scalar.text());
    }
    throw new BadValueException(
        "is " + scalar.kind() + ", but " + Wanted.noun(shape) + " is wanted.");
  }

  /** What a value of that shape names, if it does. */
  static Optional<NameKind> nameKind(Shape shape) {
    if (shape instanceof Shape.Name name) {
      return Optional.of(name.kind());
    }
    return shape instanceof Shape.NamedOr either ? Optional.of(either.kind()) : Optional.empty();
  }

  private static Enum<?> choice(Shape.Choice wanted, String text) throws BadValueException {
    for (Shape.Allowed allowed : wanted.allowed()) {
      if (allowed.text().equals(text)) {
        return allowed.constant();
      }
    }
    if (wanted.planned().isPresent() && wanted.planned().get().text().equals(text)) {
      Shape.NotYet planned = wanted.planned().get();
      throw new BadValueException(planned.reason() + ". Maybe " + planned.instead() + ".");
    }
    throw new BadValueException(
        Quote.of(text)
            + " is not known"
            + Suggestions.oddCharacter(text)
            + "."
            + Suggestions.sentence(text, wanted.texts()));
  }
}

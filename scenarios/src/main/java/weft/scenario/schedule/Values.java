package weft.scenario.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;

/** Takes numbers and names out of items, and says what is wrong with them. */
final class Values {

  private final Syntax syntax;
  private final Findings findings;

  Values(Syntax syntax, Findings findings) {
    this.syntax = syntax;
    this.findings = findings;
  }

  String name(Field field) {
    return field.name(syntax);
  }

  Position at(Item item, Field field) {
    Item.Value value = item.values.get(field);
    return value == null ? item.at : value.at();
  }

  @Nullable String text(Item item, Field field) {
    Item.Value value = item.values.get(field);
    if (value == null) {
      findings.add(item.at, "%s: %s is missing.".formatted(kind(item), name(field)));
      return null;
    }
    return value.text();
  }

  /** A whole number that has to be there. */
  int whole(Item item, Field field, int least, int most) {
    String text = text(item, field);
    return text == null ? Findings.WRONG : whole(item, field, text, least, most);
  }

  /** A whole number, or what it is if it is not there. */
  int whole(Item item, Field field, int least, int most, int absent) {
    Item.Value value = item.values.get(field);
    return value == null ? absent : whole(item, field, value.text(), least, most);
  }

  private int whole(Item item, Field field, String text, int least, int most) {
    return findings.whole(at(item, field), name(field), text, Quote.of(text), least, most);
  }

  /** {@code 1} or {@code true}, {@code 0} or {@code false}. */
  boolean flag(Item item, Field field) {
    Item.Value value = item.values.get(field);
    if (value == null || List.of("0", "false").contains(value.text())) {
      return false;
    }
    if (!List.of("1", "true").contains(value.text())) {
      findings.add(
          value.at(), "%s: is %s. Maybe 0 or 1.".formatted(name(field), Quote.of(value.text())));
    }
    return true;
  }

  private String kind(Item item) {
    return item.kind == Kind.SCHEDULE && syntax == Syntax.JSON
        ? "the schedule"
        : item.kind.name(Syntax.XML);
  }
}

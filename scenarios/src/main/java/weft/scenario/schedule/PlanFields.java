package weft.scenario.schedule;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quote;
import weft.topology.error.Suggestion;

/** Takes values out of the tree of a plan, and says what is wrong with them. */
final class PlanFields {

  private final Findings findings;

  PlanFields(Findings findings) {
    this.findings = findings;
  }

  /** The text of a value that has to be there; null if it is not, which has been reported. */
  @Nullable String text(PlanNode node, String... keys) {
    PlanNode value = first(node, keys);
    if (value == null || value.text() == null) {
      findings.add(
          value == null ? node.at() : value.at(),
          keys[0] + (value == null ? ": is missing." : ": is " + value.kind() + ", not a value."));
      return null;
    }
    return value.text();
  }

  /** A whole number; {@code absent} if it is not there. */
  int whole(PlanNode node, int least, int most, int absent, String... keys) {
    return first(node, keys) == null ? absent : whole(node, least, most, keys);
  }

  /** A whole number that has to be there. */
  int whole(PlanNode node, int least, int most, String... keys) {
    PlanNode value = first(node, keys);
    if (value == null) {
      findings.add(node.at(), keys[0] + ": is missing.");
      return Findings.WRONG;
    }
    return whole(value, keys[0], least, most);
  }

  /** A value as a whole number. */
  int whole(PlanNode value, String name, int least, int most) {
    String text = value.text();
    String found = text == null ? value.kind() : Quote.of(text);
    return findings.whole(value.at(), name, text, found, least, most);
  }

  /** The objects, or numbers, of a list; none if it is not there. */
  List<PlanNode> list(PlanNode node, String... keys) {
    PlanNode value = first(node, keys);
    if (value == null) {
      return List.of();
    }
    if (value.items() == null) {
      findings.add(value.at(), keys[0] + ": is " + value.kind() + ", but a list is wanted.");
      return List.of();
    }
    return value.items();
  }

  /** Reports keys that nobody knows. */
  void known(PlanNode node, String what, Set<String> keys) {
    if (node.fields() == null) {
      findings.add(node.at(), what + ": is " + node.kind() + ", but an object is wanted.");
      return;
    }
    node.fields()
        .forEach(
            (key, value) -> {
              if (!keys.contains(key)) {
                findings.add(
                    value.at(),
                    "unknown key %s of %s. %s"
                        .formatted(
                            Quote.of(key),
                            what,
                            Suggestion.sentence(key, keys.stream().sorted().toList())));
              }
            });
  }

  private static @Nullable PlanNode first(PlanNode node, String... keys) {
    for (String key : keys) {
      PlanNode value = node.get(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}

package weft.scenario.parse;

import java.util.List;
import java.util.Optional;
import weft.topology.error.Suggestion;

/** Finds what a misspelt word was meant to be. */
final class Suggestions {

  private Suggestions() {}

  /** A sentence that follows a full stop: the nearest word, else the list of the known ones. */
  static String sentence(String word, List<String> known) {
    List<String> longer = known.stream().filter(name -> name.startsWith(word)).toList();
    Optional<String> meant =
        word.length() >= 3 && !longer.isEmpty() && longer.size() <= 3
            ? Optional.of(String.join(" or ", longer))
            : Suggestion.nearest(word, known);
    return meant
        .map(near -> " Maybe " + near + ".")
        .orElseGet(() -> known.isEmpty() ? "" : " Known: " + String.join(", ", known) + ".");
  }

  /**
   * Points to a character that looks like another or like nothing, such as a Cyrillic о. Words of
   * the scenario language are ASCII, so that any other character is a slip.
   */
  static String oddCharacter(String word) {
    return Suggestion.oddCharacter(word);
  }
}

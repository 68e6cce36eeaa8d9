package weft.scenario.parse;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds what a misspelt word was meant to be. */
final class Suggestions {

  /** Longer words are not worth a comparison. */
  private static final int LONGEST = 100;

  private static final Pattern SEPARATORS = Pattern.compile("[-_. ]");

  private Suggestions() {}

  /** The known word that is nearest to the one given, if it is near enough to be meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = bare(word);
    int limit = Math.max(1, bare.length() / 3);
    String best = "";
    int least = limit + 1;
    for (String candidate : known) {
      String other = bare(candidate);
      if (Math.abs(other.length() - bare.length()) >= least) {
        continue;
      }
      int distance = distance(bare, other);
      // A word of which no letter is left is not near, however short it is.
      if (distance < least && distance < other.length()) {
        least = distance;
        best = candidate;
      }
    }
    return least <= limit ? Optional.of(best) : Optional.empty();
  }

  /** A sentence that follows a full stop: the nearest word, else the list of the known ones. */
  static String sentence(String word, List<String> known) {
    List<String> longer = known.stream().filter(name -> name.startsWith(word)).toList();
    Optional<String> meant =
        word.length() >= 3 && !longer.isEmpty() && longer.size() <= 3
            ? Optional.of(String.join(" or ", longer))
            : nearest(word, known);
    return meant
        .map(near -> " Maybe " + near + ".")
        .orElseGet(() -> known.isEmpty() ? "" : " Known: " + String.join(", ", known) + ".");
  }

  /**
   * Points to a character that looks like another or like nothing, such as a Cyrillic о. Words of
   * the scenario language are ASCII, so that any other character is a slip.
   */
  static String oddCharacter(String word) {
    int[] codePoints = word.codePoints().toArray();
    OptionalInt odd = OptionalInt.empty();
    for (int i = codePoints.length - 1; i >= 0; i--) {
      if (codePoints[i] < ' ' || codePoints[i] > '~') {
        odd = OptionalInt.of(i);
      }
    }
    if (odd.isEmpty()) {
      return "";
    }
    int at = odd.getAsInt();
    return " (its character " + (at + 1) + " is " + Quote.codePoint(codePoints[at]) + ")";
  }

  /** Letters and digits only, in lower case: {@code globalBatch} is as good as global-batch. */
  private static String bare(String word) {
    return SEPARATORS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /**
   * Damerau–Levenshtein distance, restricted to swaps of neighbours: insertions, deletions,
   * substitutions and swaps that turn one word into the other (optimal string alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

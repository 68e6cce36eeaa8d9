package weft.topology.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses which known name was meant by an unknown one, by edit distance. */
public final class Suggestion {

  /** Longer words are not worth a comparison. */
  private static final int LONGEST = 100;

  private static final Pattern SEPARATORS = Pattern.compile("[-_. ]");

  private Suggestion() {}

  /**
   * The sentence that follows "unknown …": {@code Maybe h100.} if a name is near, otherwise {@code
   * Known: a100, h100.}
   */
  public static String sentence(String unknown, Collection<String> known) {
    return nearest(unknown, known)
        .map(name -> "Maybe " + name + ".")
        .orElseGet(
            () -> known.isEmpty() ? "None is known." : "Known: " + String.join(", ", known) + ".");
  }

  /**
   * The known word with the smallest edit distance; letter case, hyphens and the like aside, so
   * that {@code globalBatch} is as good as {@code global-batch}; the first of several. Empty if
   * even that one differs in more than a third of its letters and in more than one, or if no letter
   * of it would remain.
   */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    if (unknown.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = bare(unknown);
    int limit = Math.max(1, bare.length() / 3);
    String best = "";
    int least = limit + 1;
    for (String candidate : known) {
      String other = bare(candidate);
      if (Math.abs(other.length() - bare.length()) >= least) {
        continue;
      }
      int distance = distance(bare, other);
      if (distance < least && distance < Math.max(bare.length(), other.length())) {
        least = distance;
        best = candidate;
      }
    }
    return least <= limit ? Optional.of(best) : Optional.empty();
  }

  /** Points to the first letter that is not ASCII and may look like one that is; empty if none. */
  public static String oddCharacter(String text) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] < ' ' || points[i] > '~') {
        String name = Character.getName(points[i]);
        return " (its character %d is U+%04X%s)"
            .formatted(i + 1, points[i], name == null ? "" : " " + name);
      }
    }
    return "";
  }

  /** Letters and digits only, in lower case. */
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

package weft.topology.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name was meant by an unknown one, by edit distance. */
public final class Suggestion {

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
   * The known name with the smallest edit distance, letter case aside; the first of several. Empty
   * if even that one differs in more than a third of its letters and in more than two, or if no
   * letter of the unknown name would remain.
   */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    String wanted = unknown.toLowerCase(Locale.ROOT);
    Optional<String> nearest = Optional.empty();
    int smallest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      boolean near = distance <= Math.max(2, candidate.length() / 3) && distance < unknown.length();
      if (near && distance < smallest) {
        smallest = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** Levenshtein's distance, two rows of the table at a time. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] spare = previous;
      previous = current;
      current = spare;
    }
    return previous[to.length()];
  }
}

package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Something whole that is to be divided evenly.
 *
 * @param what it is, for a message
 * @param whole how many of it there are
 * @param noun what it is divided among
 */
record EvenDivision(String what, int whole, String noun) {

  /** The multiples of a unit next to a number that is none, for a suggestion: {@code 96 or 128}. */
  static String multiples(long number, long unit) {
    long below = number - number % unit;
    return (below == 0 ? "" : below + " or ") + (below + unit);
  }

  boolean isEven(int parts) {
    return whole % parts == 0;
  }

  /**
   * A sentence for parts that do not work, with the nearest ones that do.
   *
   * @param alsoFits what else must hold of a suggestion
   * @param otherwise the sentence that stands in place of a suggestion if there is none
   */
  String problem(int parts, IntPredicate alsoFits, String otherwise) {
    IntPredicate fits = candidate -> isEven(candidate) && alsoFits.test(candidate);
    int below = Math.min(parts, whole);
    while (below > 0 && !fits.test(below)) {
      below--;
    }
    int above = Math.max(parts, 1);
    while (above <= whole && !fits.test(above)) {
      above++;
    }
    String advice = otherwise;
    if (below > 0 && above <= whole && above != below) {
      advice = "Maybe " + below + " or " + above + ".";
    } else if (below > 0 || above <= whole) {
      advice = "Maybe " + (below > 0 ? below : above) + ".";
    }
    return String.format(
        Locale.ROOT,
        "%s cannot be divided evenly among %s %s. %s",
        what,
        grouped(parts),
        noun,
        advice);
  }
}

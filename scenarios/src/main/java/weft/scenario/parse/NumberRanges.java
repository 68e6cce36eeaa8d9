package weft.scenario.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of whole numbers in which {@code 8-15} stands for all from 8 to 15. */
final class NumberRanges {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  private NumberRanges() {}

  /**
   * The list with each number by itself, at the place of its range.
   *
   * @param most how many there may be
   * @throws BadValueException if a range goes down, or there are too many
   */
  static List<Node> spread(List<Node> list, int most) throws BadValueException {
    List<Node> items = new ArrayList<>();
    for (Node item : list) {
      Matcher range = item instanceof Node.Scalar s ? RANGE.matcher(s.text()) : RANGE.matcher("");
      if (!range.matches()) {
        items.add(item);
        continue;
      }
      int first = Integer.parseInt(range.group(1));
      int last = Integer.parseInt(range.group(2));
      if (last < first) {
        throw new BadValueException(
            "%s ends before it begins. Maybe %d-%d.".formatted(range.group(), last, first));
      }
      if (last - first >= most - items.size()) {
        throw new BadValueException(
            String.format(
                Locale.ROOT, "%s makes more than %,d numbers of it.", range.group(), most));
      }
      for (int number = first; number <= last; number++) {
        items.add(new Node.Scalar(item.position(), Integer.toString(number), true));
      }
    }
    return items;
  }
}

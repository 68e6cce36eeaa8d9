package weft.scenario.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** A CSV table of one figure a row. */
final class CsvFigures {

  private static final MathContext DIGITS = new MathContext(9);

  private final StringBuilder text = new StringBuilder("section,item,figure,value,unit\n");

  void row(String section, String item, String figure, double value, String unit) {
    // Not by String.format, whose last digit is another on JDK 17 than on later ones at times.
    String digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    row(section, item, figure, digits, unit);
  }

  void row(String section, String item, String figure, String value, String unit) {
    text.append(String.join(",", section, item, figure, value, unit)).append('\n');
  }

  String text() {
    return text.toString();
  }
}

package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.explain.WhatIf;

/** What a run would take if one thing were better, in every format. */
final class WhatIfTable {

  private static final double PS = 1e12;

  private WhatIfTable() {}

  /**
   * As text; resources that bring nothing are left to the list of what has no influence.
   *
   * @param basePs what the changes are part of, picoseconds
   * @param against the same in words
   */
  static String text(List<WhatIf.Row> rows, long basePs, String against) {
    TextTable table = new TextTable("lrrrrl");
    table.row("What if it were better", "1.1×", "", "2×", "", "enough");
    for (WhatIf.Row row : rows) {
      if (!isIdle(row)) {
        table.row(
            "  " + row.resource().label(),
            time(row.tenthPs()),
            share(row.tenthPs(), basePs),
            time(row.doublePs()),
            share(row.doublePs(), basePs),
            enough(row, basePs));
      }
    }
    return table.render()
        + Paragraph.words(
            "  ",
            2,
            "against %s; all that is better than \"enough\" gains less than 0.1 %%"
                .formatted(against));
  }

  /** Whether twice as good changes nothing. */
  static boolean isIdle(WhatIf.Row row) {
    return row.doublePs().equals(OptionalLong.of(0));
  }

  private static String enough(WhatIf.Row row, long basePs) {
    if (row.enoughFactor() == 1) {
      return row.isEnough() ? "as it is" : "not tried";
    }
    double enough = row.enoughFactor();
    String form = enough < 10 && enough != Math.rint(enough) ? "%.1f×" : "%.0f×";
    String factor = String.format(Locale.ROOT, form, enough);
    return (row.isEnough() ? "" : "> ") + factor + "  " + share(row.enoughPs(), basePs);
  }

  private static String time(OptionalLong deltaPs) {
    if (deltaPs.isEmpty()) {
      return "–";
    }
    long delta = deltaPs.getAsLong();
    String sign = delta < 0 ? "−" : delta > 0 ? "+" : "";
    return sign + Format.time((double) Math.abs(delta));
  }

  private static String share(OptionalLong deltaPs, long basePs) {
    if (deltaPs.isEmpty()) {
      return "";
    }
    double share = (double) deltaPs.getAsLong() / basePs;
    String sign = share < 0 ? "−" : share > 0 ? "+" : "";
    return sign + Format.percent(Math.abs(share));
  }

  /** As the value of a key. */
  static void put(ArrayNode array, List<WhatIf.Row> rows) {
    for (WhatIf.Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("resource", row.resource().name());
      node.put("label", row.resource().label());
      put(node, "tenthSeconds", row.tenthPs());
      put(node, "doubleSeconds", row.doublePs());
      Json.put(node, "enoughFactor", row.enoughFactor());
      put(node, "enoughSeconds", row.enoughPs());
      node.put("isEnough", row.isEnough());
    }
  }

  private static void put(ObjectNode node, String key, OptionalLong deltaPs) {
    if (deltaPs.isPresent()) {
      Json.put(node, key, deltaPs.getAsLong() / PS);
    } else {
      node.putNull(key);
    }
  }
}

package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.explain.Outcome;
import weft.scenario.explain.ServedFigure;
import weft.scenario.explain.WhatIf;

/** What a run would take if one thing were better, in every format. */
final class WhatIfTable {

  private static final double PS = 1e12;

  private WhatIfTable() {}

  /**
   * As text; resources that leave the run as long as it is are left to the figures of users and the
   * list of what has no influence.
   *
   * @param basePs what the changes are part of, picoseconds
   * @param against the same in words
   */
  static String text(List<WhatIf.Row> rows, long basePs, String against) {
    TextTable table = new TextTable("lrrrrl");
    table.row("What if it were better", "1.1×", "", "2×", "", "enough");
    for (WhatIf.Row row : rows) {
      if (!row.keepsTime()) {
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
        + nexts(rows)
        + Paragraph.words(
            "  ",
            2,
            "against %s; all that is better than \"enough\" gains less than 0.1 %%"
                .formatted(against));
  }

  /** What binds once there is enough of something: why more of it brings nothing. */
  private static String nexts(List<WhatIf.Row> rows) {
    StringBuilder text = new StringBuilder();
    for (WhatIf.Row row : rows) {
      Outcome next = next(row);
      if (next != null) {
        text.append(
            Paragraph.words(
                "  ",
                4,
                "%s at %s: then most of the time, %s, goes to %s"
                    .formatted(
                        row.resource().label(),
                        factor(row.enoughFactor()),
                        Format.percent(next.bindingShare()),
                        binding(row, next))));
      }
    }
    return text.toString();
  }

  /** A GPU that is better in one way computes no less: what is left is what the other way takes. */
  private static String binding(WhatIf.Row row, Outcome next) {
    boolean isCompute = next.binding().equals("compute");
    return switch (row.resource().name()) {
      case "gpu-arithmetic" -> isCompute ? "compute that memory or gaps bind" : next.binding();
      case "gpu-memory" -> isCompute ? "compute that arithmetic or gaps bind" : next.binding();
      default -> next.binding();
    };
  }

  /** The run in which something else binds, as there is enough; null if it is not known. */
  private static @Nullable Outcome next(WhatIf.Row row) {
    Outcome enough = row.enough();
    return row.isEnough() && row.enoughFactor() > 1 && enough != null && !enough.binding().isEmpty()
        ? enough
        : null;
  }

  /** Of a model that is served, what changes in the figures that people compare. */
  static String serving(List<WhatIf.Row> rows) {
    TextTable table = new TextTable("lrrrrrr");
    table.row("For users, at 1.1× and 2×", "TTFT", "", "TPOT", "", "tokens/s", "");
    for (WhatIf.Row row : rows) {
      if (!row.isWithoutInfluence()) {
        List<String> cells = new ArrayList<>(List.of("  " + row.resource().label()));
        for (ServedFigure figure : ServedFigure.values()) {
          cells.add(signed(figure.change(row.base(), row.tenth())));
          cells.add(signed(figure.change(row.base(), row.twice())));
        }
        table.row(cells.toArray(String[]::new));
      }
    }
    return table.render();
  }

  private static String enough(WhatIf.Row row, long basePs) {
    if (row.enoughFactor() == 1) {
      return row.isEnough() ? "as it is" : "not tried";
    }
    return (row.isEnough() ? "" : "> ")
        + factor(row.enoughFactor())
        + "  "
        + share(row.enoughPs(), basePs);
  }

  private static String factor(double factor) {
    String form = factor < 10 && factor != Math.rint(factor) ? "%.1f×" : "%.0f×";
    return String.format(Locale.ROOT, form, factor);
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
    return signed((double) deltaPs.getAsLong() / basePs);
  }

  private static String signed(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
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
      Outcome next = next(row);
      node.put("then", next == null ? null : next.binding());
      if (row.base().serving() != null) {
        put(node.putObject("tenthServing"), row.base(), row.tenth());
        put(node.putObject("doubleServing"), row.base(), row.twice());
      }
    }
  }

  private static void put(ObjectNode node, Outcome base, @Nullable Outcome better) {
    for (ServedFigure figure : ServedFigure.values()) {
      Json.put(node, figure.key(), figure.change(base, better));
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

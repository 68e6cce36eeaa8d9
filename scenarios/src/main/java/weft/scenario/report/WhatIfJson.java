package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.explain.Outcome;
import weft.scenario.explain.Resource;
import weft.scenario.explain.ServedFigure;
import weft.scenario.explain.WhatIf;

/** What a run would take if one thing were better, as the value of a key. */
final class WhatIfJson {

  private WhatIfJson() {}

  static void put(ArrayNode array, Explanation explanation) {
    List<WhatIf.Row> rows = explanation.whatIf();
    for (WhatIf.Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("resource", row.resource().name());
      node.put("label", row.resource().label());
      Resource held = row.heldBy(rows);
      node.put("alsoLimiting", held == null ? null : held.label());
      put(node, "tenthSeconds", row.tenthPs());
      put(node, "doubleSeconds", row.doublePs());
      node.put("enough", row.enough().found().name().toLowerCase(Locale.ROOT));
      Json.put(node, "enoughAbove", row.enough().above());
      Json.put(node, "enoughFactor", row.enough().factor());
      put(node, "enoughSeconds", row.enoughPs());
      node.put("isEnough", row.enough().isEnough());
      node.put("lacksRuns", row.lacksRuns());
      Outcome then = row.then();
      node.put("then", then == null ? null : explanation.report().label(then.binding()));
      if (row.base().serving() != null) {
        put(node.putObject("tenthServing"), row.base(), row.tenth());
        put(node.putObject("doubleServing"), row.base(), row.twice());
        put(node.putObject("enoughServing"), row.base(), row.withEnough());
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
      Json.put(node, key, deltaPs.getAsLong() / Format.PS);
    } else {
      node.putNull(key);
    }
  }
}

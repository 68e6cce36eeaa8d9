package weft.scenario.report;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How steps change from the smallest to the largest run of series; nothing if there are none. */
final class ScalingTable {

  private final List<ScalingSeries> series;

  ScalingTable(List<ScalingSeries> series) {
    this.series = series;
  }

  long misses() {
    return series.stream().filter(ScalingSeries::misses).count();
  }

  String text() {
    if (series.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable("lrrrrl");
    table.row("series", "GPUs", "measured", "simulated", "points", "");
    for (ScalingSeries one : series) {
      table.row(
          one.name(),
          gpus(one),
          Percents.signed(one.expected()),
          Percents.signed(one.simulated()),
          points(one.difference()),
          one.misses() ? "misses" : "");
    }
    return "\n" + table.render() + mean();
  }

  /** As it says, however far to one side or the other. */
  private String mean() {
    double mean =
        series.stream().mapToDouble(one -> Math.abs(one.difference())).average().orElseThrow();
    return "mean difference over %s series: %s points\n"
        .formatted(Format.count(series.size()), Percents.plain(mean).replace(" %", ""));
  }

  String markdown() {
    if (series.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            """

            | series | GPUs | change of a step, measured | simulated | points | allowed | |
            |---|---|---|---|---|---|---|
            """);
    for (ScalingSeries one : series) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  one.name(),
                  gpus(one),
                  Percents.signed(one.expected()),
                  Percents.signed(one.simulated()),
                  points(one.difference()),
                  one.limit() < 1 ? "±" + Percents.plain(one.limit()).replace(" %", "") : "–",
                  one.misses() ? "**misses**" : ""));
    }
    return text.append("\n").append(Format.capital(mean())).toString();
  }

  void json(ObjectNode root) {
    ArrayNode nodes = root.putArray("scaling");
    for (ScalingSeries one : series) {
      ObjectNode node = nodes.addObject();
      node.put("series", one.name());
      node.put("fewestGpus", one.fewest());
      node.put("mostGpus", one.most());
      Json.put(node, "expectedChange", one.expected());
      Json.put(node, "simulatedChange", one.simulated());
      node.put("misses", one.misses());
    }
  }

  private static String gpus(ScalingSeries one) {
    return Format.count(one.fewest()) + " → " + Format.count(one.most());
  }

  private static String points(double difference) {
    return Percents.signed(difference).replace(" %", "");
  }
}

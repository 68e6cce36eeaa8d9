package weft.scenario.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.spec.ComparisonSpec.Scored;

/** Compared collectives as tables: by range of sizes, then by run. */
final class SizesTable implements ComparedTable {

  private static final double US = 1e6;

  private final List<SizesComparison> runs;
  private final List<RegionComparison> regions;
  private final Scored scored;

  SizesTable(List<SizesComparison> runs, List<RegionComparison> regions, Scored scored) {
    this.runs = runs;
    this.regions = regions;
    this.scored = scored;
  }

  /** Those that miss first, then those that are farthest off. */
  static List<SizesComparison> worstFirst(List<SizesComparison> runs) {
    return runs.stream()
        .sorted(
            Comparator.comparing((SizesComparison run) -> run.misses().isEmpty())
                .thenComparingDouble(run -> -run.mean()))
        .toList();
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!regions.isEmpty()) {
      TextTable table = new TextTable("lrr" + (isBoth() ? "r" : "") + "rl");
      table.row(with("sizes", "rows", "mean error", "allowed", "misses").toArray(String[]::new));
      for (RegionComparison region : regions) {
        List<String> cells = cells(region);
        cells.add(region.misses() ? "mean" : "");
        table.row(cells.toArray(String[]::new));
      }
      text.append(table.render()).append('\n');
    }
    List<String> heading = with("run", "rows", "mean error");
    regions.forEach(region -> heading.add(region.label()));
    heading.addAll(List.of("farthest off", "", "by", "misses"));
    TextTable table =
        new TextTable("lrr" + "r".repeat(regions.size() + (isBoth() ? 1 : 0)) + "rrll");
    table.row(heading.toArray(String[]::new));
    for (SizesComparison run : runs) {
      List<String> cells = cells(run);
      cells.add(String.join(", ", run.misses()));
      table.row(cells.toArray(String[]::new));
    }
    return text.append(table.render()).append("times ").append(word()).append('\n').toString();
  }

  private boolean isBoth() {
    return scored == Scored.BOTH;
  }

  /** Headings, with that of predicted times behind the third where there are both. */
  private List<String> with(String... headings) {
    List<String> all = new ArrayList<>(List.of(headings));
    if (isBoth()) {
      all.add(3, "predicted");
    }
    return all;
  }

  private List<String> cells(RegionComparison region) {
    List<String> cells = new ArrayList<>();
    cells.add(region.label());
    cells.add(Format.count(region.rows()));
    cells.add(Percents.plain(region.mean()));
    if (isBoth()) {
      cells.add(Percents.plain(region.predictedMean()));
    }
    cells.add(allowed(region));
    return cells;
  }

  private List<String> cells(SizesComparison run) {
    List<String> cells = new ArrayList<>();
    cells.add(run.name());
    cells.add(Format.count(run.rows().size()));
    cells.add(Percents.plain(run.mean()));
    if (isBoth()) {
      cells.add(Percents.plain(SizesComparison.predictedMean(run.rows())));
    }
    for (RegionComparison region : regions) {
      List<SizesComparison.Row> rows =
          run.rows().stream()
              .filter(row -> RegionComparison.contains(region.region(), row.bytes()))
              .toList();
      cells.add(rows.isEmpty() ? "–" : Percents.plain(SizesComparison.mean(rows)));
    }
    SizesComparison.Row worst = run.worst();
    cells.add(Format.bytes(worst.bytes()));
    cells.add(Percents.signed(worst.expectedPs(), worst.timePs()));
    cells.add(worst.way());
    return cells;
  }

  @Override
  public String markdown() {
    StringBuilder text = new StringBuilder();
    heading(text, with("sizes", "rows", "mean absolute error of time", "allowed", "misses"));
    for (RegionComparison region : regions) {
      List<String> cells = cells(region);
      cells.add(region.misses() ? "**mean**" : "–");
      line(text, cells);
    }
    text.append('\n');
    List<String> headings = with("run", "rows", "mean error");
    regions.forEach(region -> headings.add(region.label()));
    headings.addAll(List.of("farthest off", "", "by", "misses"));
    heading(text, headings);
    for (SizesComparison run : runs) {
      List<String> cells = cells(run);
      cells.add(run.misses().isEmpty() ? "–" : "**" + String.join(", ", run.misses()) + "**");
      line(text, cells);
    }
    return text.append("\nTimes ").append(word()).append(".\n").toString();
  }

  private static void heading(StringBuilder text, List<String> headings) {
    line(text, headings);
    text.append('|').append("---|".repeat(headings.size())).append('\n');
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Override
  public String csv() {
    StringBuilder text =
        new StringBuilder(
            "run,size_bytes,algorithm,expected_us,%s_us,error%s\n"
                .formatted(name(), isBoth() ? ",predicted_us,predicted_error" : ""));
    for (SizesComparison run : runs) {
      for (SizesComparison.Row row : run.rows()) {
        text.append(
            String.join(
                ",",
                run.name(),
                Long.toString(row.bytes()),
                row.way(),
                micros(row.expectedPs()),
                micros(row.timePs()),
                String.format(Locale.ROOT, "%.4f", row.error())));
        if (isBoth()) {
          text.append(',').append(micros(row.predictedPs())).append(',');
          text.append(String.format(Locale.ROOT, "%.4f", row.predictedError()));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public long misses() {
    return regions.stream().filter(RegionComparison::misses).count();
  }

  @Override
  public void json(ObjectNode root) {
    root.put("scored", isBoth() ? "both" : name());
    ArrayNode ranges = root.putArray("regions");
    for (RegionComparison region : regions) {
      ObjectNode node = ranges.addObject();
      node.put("fromBytes", region.region().fromBytes());
      node.put("toBytes", region.region().toBytes());
      node.put("rows", region.rows());
      Json.put(node, "meanError", region.mean());
      if (isBoth()) {
        Json.put(node, "predictedMeanError", region.predictedMean());
      }
      node.put("misses", region.misses());
    }
    ArrayNode nodes = root.putArray("runs");
    for (SizesComparison run : runs) {
      ObjectNode node = nodes.addObject();
      node.put("run", run.name());
      Json.put(node, "meanError", run.mean());
      if (isBoth()) {
        Json.put(node, "predictedMeanError", SizesComparison.predictedMean(run.rows()));
      }
      ArrayNode sizes = node.putArray("sizes");
      for (SizesComparison.Row row : run.rows()) {
        ObjectNode size = sizes.addObject();
        size.put("bytes", row.bytes());
        size.put("algorithm", row.way());
        Json.put(size, "expectedSeconds", row.expectedPs() / Format.PS);
        Json.put(size, name() + "Seconds", row.timePs() / Format.PS);
        if (isBoth()) {
          Json.put(size, "predictedSeconds", row.predictedPs() / Format.PS);
        }
      }
      ArrayNode misses = node.putArray("misses");
      run.misses().forEach(misses::add);
    }
  }

  private String name() {
    return scored == Scored.PREDICTED ? "predicted" : "simulated";
  }

  private String word() {
    return switch (scored) {
      case PREDICTED -> "as the cost model predicts them, by which the library chooses";
      case SIMULATED -> "as simulated";
      case BOTH ->
          "as simulated; predicted: as the cost model has them, by which the library chooses";
    };
  }

  private static String allowed(RegionComparison region) {
    Double mean = region.region().mean();
    return mean == null ? "–" : Percents.plain(mean);
  }

  private static String micros(double ps) {
    return String.format(Locale.ROOT, "%.2f", ps / US);
  }
}

package weft.scenario.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.spec.ComparisonSpec;

/** Training steps against measured ones as a table, the largest errors first. */
final class StepTable implements ComparedTable {

  private static final String HEAD =
      "group,run,gpus,fitted,expected_s,simulated_s,error,expected_mfu,simulated_mfu,misses\n";

  /** In documents, nearer runs are only counted. */
  private static final double FAR = 0.1;

  private final List<StepComparison> steps;
  private final Map<String, Double> limits = new LinkedHashMap<>();
  private final ScalingTable scaling;

  /** A table of these steps; the groups say how large their mean errors may be. */
  StepTable(
      List<StepComparison> steps, List<ComparisonSpec.Group> groups, List<ScalingSeries> series) {
    scaling = new ScalingTable(series);
    this.steps =
        steps.stream()
            .sorted(
                Comparator.comparing((StepComparison step) -> step.misses().isEmpty())
                    .thenComparing(step -> -Math.abs(step.error())))
            .toList();
    groups.forEach(group -> limits.put(group.name(), group.error()));
  }

  @Override
  public long misses() {
    return groups().stream().filter(Group::misses).count() + scaling.misses();
  }

  /**
   * The errors of a group.
   *
   * @param mean of the absolute errors
   * @param bias mean of the errors
   * @param limit how large the mean may be; 1 if any will do
   */
  record Group(String name, int runs, double mean, double bias, double limit) {

    boolean misses() {
      return mean > limit;
    }
  }

  /** All groups, in the order of their names. */
  List<Group> groups() {
    Map<String, List<StepComparison>> members =
        steps.stream()
            .filter(step -> !step.group().isEmpty())
            .collect(
                Collectors.groupingBy(StepComparison::group, TreeMap::new, Collectors.toList()));
    List<Group> groups = new ArrayList<>();
    members.forEach(
        (name, of) ->
            groups.add(
                new Group(
                    name,
                    of.size(),
                    of.stream().mapToDouble(step -> Math.abs(step.error())).average().orElse(0),
                    of.stream().mapToDouble(StepComparison::error).average().orElse(0),
                    limits.getOrDefault(name, 1.0))));
    return groups;
  }

  @Override
  public String text() {
    TextTable table = new TextTable("lrrrrrl");
    table.row("run", "measured", "simulated", "error", "MFU", "simulated", "");
    for (StepComparison step : steps) {
      table.row(
          step.name(),
          seconds(step.expectedPs()),
          seconds(step.simulatedPs()),
          Percents.signed((double) step.expectedPs(), (double) step.simulatedPs()),
          Percents.plain(step.expectedMfu()),
          Percents.plain(step.simulatedMfu()),
          remark(step));
    }
    TextTable means = new TextTable("lrrrrl");
    means.row("group", "runs", "mean error", "bias", "allowed", "");
    for (Group group : groups()) {
      means.row(
          group.name(),
          Format.count(group.runs()),
          percent(group.mean()),
          percent(group.bias()),
          group.limit() < 1 ? percent(group.limit()) : "",
          group.misses() ? "misses" : "");
    }
    return table.render() + (groups().isEmpty() ? "" : "\n" + means.render()) + scaling.text();
  }

  /** The means of all groups, the runs that are farther off than a tenth, and all series. */
  @Override
  public String markdown() {
    StringBuilder text =
        new StringBuilder(
            "| group | runs | mean error | bias | allowed |\n|---|---|---|---|---|\n");
    for (Group group : groups()) {
      text.append(
          "| %s | %d | %s%s%s | %s | %s |\n"
              .formatted(
                  group.name(),
                  group.runs(),
                  group.misses() ? "**" : "",
                  percent(group.mean()),
                  group.misses() ? "**" : "",
                  percent(group.bias()),
                  group.limit() < 1 ? percent(group.limit()) : "–"));
    }
    text.append(
        """

        | run | measured | simulated | error | measured MFU | simulated | |
        |---|---|---|---|---|---|---|
        """);
    List<StepComparison> far =
        steps.stream()
            .filter(step -> !step.misses().isEmpty() || Math.abs(step.error()) > FAR)
            .toList();
    for (StepComparison step : far) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  step.name(),
                  seconds(step.expectedPs()),
                  seconds(step.simulatedPs()),
                  Percents.signed((double) step.expectedPs(), (double) step.simulatedPs()),
                  Percents.plain(step.expectedMfu()),
                  Percents.plain(step.simulatedMfu()),
                  step.misses().isEmpty() ? remark(step) : "**" + remark(step) + "**"));
    }
    return text.append(
            "| %d other runs | | | within 10 %% | | | |\n".formatted(steps.size() - far.size()))
        .append(scaling.markdown())
        .toString();
  }

  @Override
  public String csv() {
    StringBuilder text = new StringBuilder(HEAD);
    for (StepComparison step : steps) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%b,%.6f,%.6f,%.5f,%.4f,%.4f,%s%n",
              quoted(step.group()),
              quoted(step.name()),
              step.gpus(),
              step.fitted(),
              step.expectedPs() / Format.PS,
              step.simulatedPs() / Format.PS,
              step.error(),
              step.expectedMfu(),
              step.simulatedMfu(),
              String.join(" ", step.misses())));
    }
    return text.toString();
  }

  @Override
  public void json(ObjectNode root) {
    ArrayNode nodes = root.putArray("steps");
    for (StepComparison step : steps) {
      ObjectNode node = nodes.addObject();
      node.put("run", step.name());
      node.put("group", step.group());
      node.put("gpus", step.gpus());
      node.put("fitted", step.fitted());
      Json.put(node, "expectedSeconds", step.expectedPs() / Format.PS);
      Json.put(node, "simulatedSeconds", step.simulatedPs() / Format.PS);
      Json.put(node, "error", step.error());
      Json.put(node, "expectedMfu", step.expectedMfu());
      Json.put(node, "simulatedMfu", step.simulatedMfu());
      node.put("misses", !step.misses().isEmpty());
    }
    ArrayNode means = root.putArray("groups");
    for (Group group : groups()) {
      ObjectNode node = means.addObject();
      node.put("group", group.name());
      node.put("runs", group.runs());
      Json.put(node, "meanAbsoluteError", group.mean());
      Json.put(node, "bias", group.bias());
      node.put("misses", group.misses());
    }
    scaling.json(root);
  }

  static String quoted(String text) {
    return text.matches("[^,\"\\v]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String remark(StepComparison step) {
    return !step.misses().isEmpty() ? "misses" : step.fitted() ? "fitted" : "";
  }

  private static String seconds(long ps) {
    return String.format(
        Locale.ROOT, ps < 100_000_000_000_000L ? "%.3f s" : "%.1f s", ps / Format.PS);
  }

  private static String percent(double share) {
    return Percents.plain(share).replace('-', '−');
  }
}

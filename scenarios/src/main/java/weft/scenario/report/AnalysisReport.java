package weft.scenario.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.topology.analyse.CircuitSwitchUse;
import weft.topology.analyse.CutSummary;
import weft.topology.analyse.FailureSummary;
import weft.topology.analyse.PathSummary;
import weft.topology.analyse.PortUse;
import weft.topology.analyse.TopologyAnalysis;

/** What a fabric can bear, as parts of {@link TopologyReport}. */
final class AnalysisReport {

  private AnalysisReport() {}

  static String text(TopologyAnalysis analysis) {
    StringBuilder text = new StringBuilder();
    if (!analysis.ports().isEmpty()) {
      text.append('\n').append(ports(analysis));
    }
    if (!analysis.circuitSwitches().isEmpty()) {
      text.append('\n').append(circuitSwitches(analysis.circuitSwitches()));
    }
    text.append('\n').append(paths(analysis));
    if (!analysis.cuts().isEmpty()) {
      text.append('\n').append(cuts(analysis));
    }
    return text.append('\n').append(failures(analysis)).toString();
  }

  private static String ports(TopologyAnalysis analysis) {
    TextTable table = new TextTable("llrr");
    table.row("Switch ports", "type", "in use", "of");
    for (PortUse use : analysis.ports()) {
      String range =
          use.leastUsed() == use.mostUsed()
              ? Format.count(use.mostUsed())
              : Format.count(use.leastUsed()) + " … " + Format.count(use.mostUsed());
      table.row("  " + use.role(), use.switchType(), range, Format.count(use.ports()));
    }
    return table.render();
  }

  /** One row for switches that are alike, but for their names. */
  private static String circuitSwitches(List<CircuitSwitchUse> switches) {
    Map<CircuitSwitchUse, Integer> alike = new LinkedHashMap<>();
    Map<CircuitSwitchUse, String> first = new HashMap<>();
    for (CircuitSwitchUse use : switches) {
      CircuitSwitchUse anonymous =
          new CircuitSwitchUse(
              "", use.ports(), use.portsUsed(), use.cablesLost(), use.capacityLostBps());
      alike.merge(anonymous, 1, Integer::sum);
      first.putIfAbsent(anonymous, use.name());
    }
    TextTable table = new TextTable("lrrrrr");
    table.row("Optical circuit switches", "count", "in use", "of", "cables lost", "capacity lost");
    alike.forEach(
        (use, count) ->
            table.row(
                "  " + first.get(use) + (count > 1 ? " …" : ""),
                Format.count(count),
                Format.count(use.portsUsed()),
                Format.count(use.ports()),
                Format.count(use.cablesLost()),
                Format.bitRate(use.capacityLostBps())));
    return table.render();
  }

  private static String paths(TopologyAnalysis analysis) {
    TextTable table = new TextTable("lrr");
    table.row("Shortest paths", "hops", "paths");
    List<PathSummary> pairs = analysis.paths();
    for (int at = 0; at < pairs.size(); at++) {
      PathSummary pair = pairs.get(at);
      boolean joined = pair.paths() > 0;
      table.row(
          "  "
              + pair.relation().label()
              + distance(pairs, at)
              + (pair.relayed() ? ", relayed by a GPU" : ""),
          joined ? Format.count(pair.hops()) : "–",
          joined ? Format.count(pair.paths()) : "none");
    }
    String most = analysis.diameter().exact() ? "at most" : "at least";
    table.row("  any two GPUs, " + most, Format.count(analysis.diameter().hops()), "");
    return table.render();
  }

  /** Tells two apart that stand in the same relation: the nearest comes before the farthest. */
  private static String distance(List<PathSummary> pairs, int at) {
    PathSummary pair = pairs.get(at);
    if (at + 1 < pairs.size() && isDirectLike(pairs.get(at + 1), pair)) {
      return ", nearest";
    }
    return at > 0 && isDirectLike(pairs.get(at - 1), pair) ? ", farthest" : "";
  }

  private static boolean isDirectLike(PathSummary one, PathSummary other) {
    return one.relation().equals(other.relation())
        && one.paths() > 0
        && other.paths() > 0
        && !one.relayed()
        && !other.relayed();
  }

  private static String cuts(TopologyAnalysis analysis) {
    TextTable table = new TextTable("lrrr");
    table.row("Maximum flow out of", "ports", "one way", "of what they send");
    Set<String> printed = new HashSet<>();
    for (CutSummary cut : analysis.cuts()) {
      if (!printed.add(cut.label())) {
        continue;
      }
      table.row(
          "  " + cut.label(),
          Format.count(cut.ports()),
          Format.bitRate(cut.maxFlowBps()),
          Format.percent(cut.ratio()));
    }
    return table.render();
  }

  private static String failures(TopologyAnalysis analysis) {
    TextTable table = new TextTable("lrrrr");
    table.row("Worst single failure", "off network", "cut off", "capacity lost", "of tier");
    for (FailureSummary failure : analysis.failures()) {
      table.row(
          "  " + failure.kind() + " " + place(failure),
          Format.count(failure.gpusOffNetwork()),
          Format.count(failure.gpusCutOff()),
          Format.bitRate(failure.tierCapacityLostBps()),
          Format.percent(failure.tierShareLost()));
    }
    return table.render()
        + "  off network: GPUs that NICs and switches no longer join to the largest part;\n"
        + "  cut off: those of them that no relay over other GPUs reaches either\n";
  }

  /** The tier stands in front, or, of a switch, is the one that it takes most of. */
  private static String place(FailureSummary failure) {
    String tier = failure.tier().name();
    return !failure.kind().equals("switch")
        ? failure.tier().label() + failure.place().substring(tier.length())
        : failure.place() + ", of " + failure.tier().label();
  }

  static void json(TopologyAnalysis analysis, ObjectNode root) {
    ArrayNode ports = root.putArray("ports");
    for (PortUse use : analysis.ports()) {
      ObjectNode node = ports.addObject();
      node.put("role", use.role());
      node.put("switchType", use.switchType());
      node.put("switches", use.switches());
      node.put("ports", use.ports());
      node.put("leastUsed", use.leastUsed());
      node.put("mostUsed", use.mostUsed());
    }
    if (!analysis.circuitSwitches().isEmpty()) {
      ArrayNode switches = root.putArray("circuitSwitches");
      for (CircuitSwitchUse use : analysis.circuitSwitches()) {
        ObjectNode node = switches.addObject();
        node.put("name", use.name());
        node.put("ports", use.ports());
        node.put("portsUsed", use.portsUsed());
        node.put("cablesLost", use.cablesLost());
        node.put("capacityLostBps", use.capacityLostBps());
      }
    }
    ObjectNode diameter = root.putObject("diameter");
    diameter.put("hops", analysis.diameter().hops());
    diameter.put("exact", analysis.diameter().exact());
    ArrayNode paths = root.putArray("paths");
    for (PathSummary pair : analysis.paths()) {
      ObjectNode node = paths.addObject();
      node.put("relation", pair.relation().key());
      node.put("from", pair.from());
      node.put("to", pair.to());
      node.put("hops", pair.hops());
      node.put("paths", pair.paths());
      node.put("relayed", pair.relayed());
    }
    ArrayNode cuts = root.putArray("cuts");
    for (CutSummary cut : analysis.cuts()) {
      ObjectNode node = cuts.addObject();
      node.put("name", cut.name());
      node.put("ports", cut.ports());
      node.put("injectedBps", cut.injectedBps());
      node.put("maxFlowBps", cut.maxFlowBps());
      Json.put(node, "ratio", cut.ratio());
    }
    ArrayNode failures = root.putArray("failures");
    for (FailureSummary failure : analysis.failures()) {
      ObjectNode node = failures.addObject();
      node.put("kind", failure.kind());
      node.put("place", failure.place());
      node.put("example", failure.example());
      node.put("gpusCutOff", failure.gpusCutOff());
      node.put("gpusOffNetwork", failure.gpusOffNetwork());
      node.put("cablesLost", failure.cablesLost());
      node.put("capacityLostBps", failure.capacityLostBps());
      node.put("tier", failure.tier().name());
      node.put("tierCapacityLostBps", failure.tierCapacityLostBps());
      Json.put(node, "tierShareLost", failure.tierShareLost());
    }
  }
}

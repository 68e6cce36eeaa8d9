package weft.scenario.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.explain.Phase;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;
import weft.sim.workload.llm.InferenceFigures;

/**
 * Why a run takes as long as it does as JSON, schema {@code weft-explain/1}, described in
 * docs/results.md.
 */
public final class ExplainJson {

  private ExplainJson() {}

  /** Renders it. */
  public static String render(Explanation explanation) {
    RunReport report = explanation.report();
    ObjectNode root = Json.of("weft-explain/1", report);
    root.put("job", explanation.subject().name());
    CriticalPath path = explanation.path();
    if (path == null) {
      root.putNull("criticalPath");
    } else {
      putPath(root.putObject("criticalPath"), path, explanation);
    }
    StepBreakdown breakdown = report.result().breakdown();
    if (breakdown == null) {
      root.putNull("breakdown");
    } else {
      putBreakdown(root.putObject("breakdown"), breakdown, explanation);
    }
    FlowStoriesReport.json(root, explanation.flows(), explanation.ids());
    root.put("whatIfSortedBy", report.serving() == null ? "seconds" : "tokensPerSecond");
    WhatIfJson.put(root.putArray("whatIf"), explanation);
    ArrayNode idle = root.putArray("withoutInfluence");
    for (Explanation.Idle one : explanation.idle()) {
      idle.addObject().put("what", one.name()).put("because", one.because());
    }
    return Json.render(root);
  }

  private static void putPath(ObjectNode node, CriticalPath path, Explanation explanation) {
    Json.put(node, "seconds", path.endPs() / Format.PS);
    InferenceFigures serving = explanation.report().serving();
    node.put("rateSetBy", serving == null ? null : InferenceReport.rateSetBy(serving));
    node.put("operations", path.pieces());
    ArrayNode totals = node.putArray("charges");
    for (CriticalPath.Total total : explanation.totals()) {
      ObjectNode child = totals.addObject();
      child.put("activity", Activity.values()[total.activity()].text());
      child.put("charge", total.charge().text());
      child.put("tier", total.tier());
      Json.put(child, "seconds", total.timePs() / Format.PS);
      child.put("rank", total.rank());
      Json.put(child, "onRankSeconds", total.onRankPs() / Format.PS);
    }
    ArrayNode phases = node.putArray("phases");
    for (Phase phase : explanation.phases()) {
      ObjectNode child = phases.addObject();
      Json.put(child, "startSeconds", phase.startPs() / Format.PS);
      Json.put(child, "endSeconds", phase.endPs() / Format.PS);
      child.put("firstRank", phase.firstRank());
      child.put("lastRank", phase.lastRank());
      child.put("ranks", phase.ranks());
      ArrayNode parts = child.putArray("parts");
      for (Map.Entry<Integer, Long> part : phase.timesPs().entrySet()) {
        ObjectNode time = parts.addObject();
        time.put("activity", Activity.values()[part.getKey()].text());
        Json.put(time, "seconds", part.getValue() / Format.PS);
      }
    }
    putSlow(node, explanation.traced().slowRank(), explanation);
  }

  private static void putSlow(ObjectNode node, @Nullable SlowRank slow, Explanation explanation) {
    if (slow == null) {
      node.putNull("slowRank");
      return;
    }
    ObjectNode child = node.putObject("slowRank");
    child.put("rank", slow.rank());
    child.put("gpu", explanation.gpuName(slow.rank()));
    Json.put(child, "computeSeconds", slow.computePs() / Format.PS);
    Json.put(child, "peersSeconds", slow.peersPs() / Format.PS);
    Json.put(child, "lostSeconds", slow.lostPs() / Format.PS);
  }

  private static void putBreakdown(
      ObjectNode node, StepBreakdown breakdown, Explanation explanation) {
    node.put("slowestRank", breakdown.slowestRank());
    node.put("slowestGpu", explanation.gpuName(breakdown.slowestRank()));
    ArrayNode parts = node.putArray("parts");
    for (StepBreakdown.Part part : breakdown.parts()) {
      ObjectNode child = parts.addObject();
      child.put("name", part.name());
      Json.put(child, "meanSeconds", part.meanPs() / Format.PS);
      Json.put(child, "slowestSeconds", part.slowestPs() / Format.PS);
      ArrayNode bounds = child.putArray("bounds");
      for (StepBreakdown.Bound bound : part.bounds()) {
        ObjectNode grandchild = bounds.addObject();
        grandchild.put("tier", bound.tier());
        Json.put(grandchild, "meanSeconds", bound.meanPs() / Format.PS);
        Json.put(grandchild, "slowestSeconds", bound.slowestPs() / Format.PS);
      }
    }
    StepBreakdown.Late late = breakdown.late();
    if (late == null) {
      node.putNull("waitedFor");
    } else {
      ObjectNode child = node.putObject("waitedFor");
      child.put("rank", late.rank());
      Json.put(child, "share", late.share());
    }
  }
}

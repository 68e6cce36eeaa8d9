package weft.scenario.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.assemble.InferenceJob;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Schema;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.CompletionTimes;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.PortFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.StreamError;
import weft.sim.metrics.TierHold;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.SimulationResult;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.StepFigures;
import weft.topology.analyse.TierSummary;

/**
 * The result as JSON, schema {@code weft-result/1}, described in docs/results.md.
 *
 * <p>The text follows from the scenario and the seed alone, to the byte. So wall time is null in it
 * unless it is asked for.
 */
public final class JsonReport {

  private JsonReport() {}

  /**
   * Renders a report.
   *
   * @param timing whether to give the wall time, which differs from run to run
   */
  public static String render(RunReport report, boolean timing) {
    SimulationResult result = report.result();
    ObjectNode root = Json.of("weft-result/1", report);
    putFabric(root.putObject("fabric"), report);
    ArrayNode failures = root.putArray("failures");
    report.failures().forEach(one -> putFailure(failures.addObject(), one));
    ArrayNode collectives = root.putArray("collectives");
    result
        .collectives()
        .forEach(one -> putCollective(collectives.addObject(), one, report.collective()));
    putStep(root, report.step(), result.breakdown());
    putServing(root, report);
    List<JobOutcome> jobs = report.outcomes();
    if (!jobs.isEmpty()) {
      ArrayNode array = root.putArray("jobs");
      List<Sharing> sharings = Sharing.of(jobs);
      for (int job = 0; job < jobs.size(); job++) {
        putJob(array.addObject(), jobs.get(job), sharings.get(job));
      }
      JobsReport.json(root.putArray("meetings"), jobs, report.meetings());
    }
    ObjectNode flows = root.putObject("flows");
    putFlows(flows, result.flows(), result.flowTimes());
    if (result.flowTimes().completionsPs().findAny().isPresent()) {
      putSpread(flows.putObject("slowdown"), FlowReport.slowdowns(result.flowTimes()));
    }
    if (!result.holds().isEmpty()) {
      ArrayNode holds = flows.putArray("heldBy");
      result.holds().forEach(hold -> putHold(holds.addObject(), hold));
    }
    ArrayNode utilization = root.putArray("utilization");
    result.utilization().forEach(tier -> putTier(utilization.addObject(), tier));
    FlowFigures flowLevel = result.flowLevel();
    if (flowLevel != null) {
      ObjectNode folding = root.putObject("folding");
      if (result.folding() != null) {
        putRanks(folding, result.folding());
      }
      putFolding(folding.putObject("flows"), flowLevel);
      putBatches(root.putObject("completionBatch"), flowLevel, report);
    }
    PacketPlan plan = report.packets();
    PacketFigures packets = result.packets();
    if (plan != null && packets != null) {
      putPackets(root.putObject("packets"), plan, packets);
    }
    ArrayNode bottlenecks = root.putArray("bottlenecks");
    result.bottlenecks().forEach(one -> putBottleneck(bottlenecks.addObject(), one));
    ArrayNode warnings = root.putArray("warnings");
    report.notes().forEach(warnings::add);
    putEngine(root.putObject("engine"), result.engine(), timing);
    return Json.render(root);
  }

  private static void putHold(ObjectNode node, TierHold hold) {
    node.put("tier", hold.tier());
    Json.put(node, "seconds", hold.heldPs() / Format.PS);
    Json.put(node, "share", hold.share());
    if (hold.longestLink() != null) {
      node.put("longestLink", hold.longestLink());
    }
  }

  private static void putFolding(ObjectNode node, FlowFigures figures) {
    node.put("transfers", figures.transfers());
    node.put("folded", figures.folded());
    node.put("classes", figures.classes());
    node.put("unfoldings", figures.unfoldings());
    node.put("unlikeSizes", figures.unlikeSizes());
    node.put("unlikePaths", figures.unlikePaths());
  }

  private static void putBatches(ObjectNode node, FlowFigures figures, RunReport report) {
    Json.put(node, "share", report.scenario().network().flow().completionBatch());
    Json.put(node, "latestSeconds", figures.latestPs() / Format.PS);
    Json.put(node, "latestShare", figures.latestPart());
  }

  private static void putFabric(ObjectNode node, RunReport report) {
    node.put("name", report.fabric().name());
    node.put("gpus", report.fabric().gpus());
    node.put("nodes", report.fabric().nodes());
    Json.put(node, "switches", report.fabric().switches());
    node.put("links", report.fabric().tiers().stream().mapToInt(TierSummary::links).sum());
  }

  private static void putFailure(ObjectNode node, FailureMoment failure) {
    ArrayNode links = node.putArray("links");
    failure.links().forEach(links::add);
    Json.put(node, "atSeconds", failure.atPs() / Format.PS);
    Json.put(node, "convergedSeconds", failure.convergedPs() / Format.PS);
  }

  private static void putCollective(
      ObjectNode node, CollectiveTiming timing, @Nullable CollectiveJob job) {
    node.put("group", timing.group());
    node.put("collective", timing.collective());
    node.put("algorithm", timing.algorithm());
    if (job == null) {
      node.putNull("protocol");
    } else {
      node.put("protocol", job.protocol(timing.bytes()).text());
    }
    node.put("ranks", timing.ranks());
    node.put("channels", timing.channels());
    node.put("bytes", timing.bytes());
    node.put("count", timing.count());
    Json.put(node, "timeSeconds", timing.timePs() / Format.PS);
    Json.put(node, "algbwGBps", timing.algbw() / 1e9);
    Json.put(node, "busbwGBps", timing.busbw() / 1e9);
    node.put("boundBy", timing.boundBy());
    StreamError error = timing.error();
    node.put("stepped", error.stepped());
    if (Double.isInfinite(error.latestPs())) {
      node.putNull("latestSeconds");
      node.putNull("latestShare");
    } else {
      Json.put(node, "latestSeconds", error.latestPs() / Format.PS);
      Json.put(node, "latestShare", error.latestShare());
    }
  }

  private static void putStep(
      ObjectNode root, @Nullable StepFigures step, @Nullable StepBreakdown breakdown) {
    if (step == null || breakdown == null) {
      root.putNull("step");
      return;
    }
    ObjectNode node = root.putObject("step");
    Json.put(node, "timeSeconds", step.seconds());
    Json.put(node, "mfu", step.mfu());
    Json.put(node, "tokensPerSecond", step.tokensPerSecond());
    Json.put(node, "tflopsPerGpu", step.tflopsPerGpu());
    node.put("slowestRank", breakdown.slowestRank());
    putParts(node, breakdown);
  }

  private static void putParts(ObjectNode node, StepBreakdown breakdown) {
    ObjectNode sums = node.putObject("breakdown");
    Json.put(sums, "computeSeconds", breakdown.meanPs(StepBreakdown.Kind.COMPUTE) / Format.PS);
    Json.put(
        sums,
        "exposedCommunicationSeconds",
        breakdown.meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION) / Format.PS);
    Json.put(sums, "bubbleSeconds", breakdown.meanPs(StepBreakdown.Kind.BUBBLE) / Format.PS);
    ArrayNode parts = node.putArray("parts");
    for (StepBreakdown.Part part : breakdown.parts()) {
      ObjectNode child = parts.addObject();
      child.put("name", part.name());
      Json.put(child, "meanSeconds", part.meanPs() / Format.PS);
      Json.put(child, "slowestSeconds", part.slowestPs() / Format.PS);
      child.put("boundBy", part.boundBy());
      Json.put(child, "hiddenSeconds", part.hiddenPs() / Format.PS);
    }
  }

  private static void putJob(ObjectNode node, JobOutcome job, Sharing sharing) {
    RunReport report = job.together();
    JobsReport.json(node, job, sharing);
    StepFigures step = report.step();
    InferenceFigures serving = report.serving();
    Json.put(node, "mfu", step == null ? Double.NaN : step.mfu());
    Json.put(
        node,
        "tokensPerSecond",
        step != null
            ? step.tokensPerSecond()
            : serving != null ? serving.tokensPerSecond() : Double.NaN);
    if (report.flows() != null) {
      FlowTimes times = report.result().flowTimes();
      ObjectNode flows = node.putObject("flows");
      long delivered = times.completionsPs().count();
      flows.put("count", times.flows().count());
      flows.put("delivered", delivered);
      if (delivered > 0) {
        putSpread(
            flows.putObject("completionSeconds"), FlowReport.completions(times).over(Format.PS));
        putSpread(flows.putObject("slowdown"), FlowReport.slowdowns(times));
      }
    }
    StepBreakdown breakdown = report.result().breakdown();
    if (breakdown != null) {
      putParts(node, breakdown);
    }
    ArrayNode bottlenecks = node.putArray("bottlenecks");
    report.result().bottlenecks().forEach(one -> putBottleneck(bottlenecks.addObject(), one));
  }

  private static void putServing(ObjectNode root, RunReport report) {
    InferenceJob job = report.inference();
    InferenceFigures figures = report.serving();
    StepBreakdown breakdown = report.result().breakdown();
    if (job == null || figures == null || breakdown == null) {
      root.putNull("inference");
      return;
    }
    ObjectNode node = root.putObject("inference");
    node.put("library", report.scenario().network().library());
    InferenceReport.json(job, figures, report.bill(), node);
    putParts(node, breakdown);
  }

  /** All transfers; if these are the flows of lists, each sent once, exactly. */
  private static void putFlows(ObjectNode node, CompletionTimes flows, FlowTimes times) {
    node.put("count", flows.count());
    ObjectNode seconds = node.putObject("completionSeconds");
    boolean areOnce = times.flows().parts().stream().allMatch(part -> part.rounds() == 1);
    if (areOnce && flows.count() > 0 && flows.count() == times.completionsPs().count()) {
      putSpread(seconds, FlowReport.completions(times).over(Format.PS));
      return;
    }
    Json.put(seconds, "min", flows.minPs() / Format.PS);
    Json.put(seconds, "mean", flows.meanPs() / Format.PS);
    Json.put(seconds, "p50", flows.p50Ps() / Format.PS);
    Json.put(seconds, "p99", flows.p99Ps() / Format.PS);
    Json.put(seconds, "max", flows.maxPs() / Format.PS);
  }

  private static void putSpread(ObjectNode node, FlowReport.Spread spread) {
    Json.put(node, "min", spread.min());
    Json.put(node, "mean", spread.mean());
    Json.put(node, "p50", spread.p50());
    Json.put(node, "p99", spread.p99());
    Json.put(node, "max", spread.max());
  }

  private static void putTier(ObjectNode node, TierUtilization tier) {
    node.put("tier", tier.tier());
    node.put("links", tier.links());
    node.put("rateBps", tier.rateBps());
    node.put("payloadRateBps", tier.payloadRateBps());
    Json.put(node, "mean", tier.mean());
    Json.put(node, "max", tier.max());
    node.put("busiestLink", tier.busiestLink());
    node.put("bytes", tier.bytes());
  }

  private static void putPackets(ObjectNode node, PacketPlan plan, PacketFigures figures) {
    node.put("transport", plan.transport().name());
    node.put("paths", Schema.text(plan.policy()));
    node.put("scaleUp", Schema.text(plan.spec().scaleUp()));
    putIf(node, "bufferBytes", plan.bufferBytes() != Long.MAX_VALUE, plan.bufferBytes());
    putIf(node, "queueBytes", plan.queueBytes() != Long.MAX_VALUE, plan.queueBytes());
    putIf(node, "ecnMinBytes", plan.marks(), plan.ecnMinBytes());
    putIf(node, "ecnMaxBytes", plan.marks(), plan.ecnMaxBytes());
    if (plan.marks()) {
      Json.put(node, "ecnProbability", plan.ecnProbability());
    } else {
      node.putNull("ecnProbability");
    }
    putIf(node, "xoffBytes", plan.flowControl(), plan.xoffBytes());
    putIf(node, "xonBytes", plan.flowControl(), plan.xonBytes());
    putIf(node, "headroomBytes", plan.flowControl(), plan.headroomBytes());
    node.put("sent", figures.sent());
    node.put("repeated", figures.repeated());
    node.put("timeouts", figures.timeouts());
    node.put("dropped", figures.dropped());
    node.put("trimmed", figures.trimmed());
    node.put("marked", figures.marked());
    node.put("pauses", figures.pauses());
    Json.put(node, "pausedSeconds", figures.pausedPs() / Format.PS);
    node.put("storms", figures.storms());
    node.put("mostAlive", figures.mostAlive());
    node.put("skipped", figures.skippedPackets());
    Json.put(node, "skippedSeconds", figures.skippedPs() / Format.PS);
    ArrayNode ports = node.putArray("ports");
    for (PortFigures port : figures.ports()) {
      ObjectNode child = ports.addObject();
      child.put("link", port.link());
      child.put("tier", port.tier());
      child.put("dropped", port.dropped());
      child.put("trimmed", port.trimmed());
      child.put("pauses", port.pauses());
      Json.put(child, "pausedSeconds", port.pausedPs() / Format.PS);
      child.put("marked", port.marked());
      child.put("peakBytes", port.peakBytes());
    }
  }

  private static void putIf(ObjectNode node, String name, boolean exists, long value) {
    if (exists) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void putBottleneck(ObjectNode node, Bottleneck bottleneck) {
    node.put("resource", bottleneck.resource());
    Json.put(node, "share", bottleneck.share());
    node.put("explanation", bottleneck.explanation());
  }

  private static void putRanks(ObjectNode node, FoldingFigures folding) {
    node.put("ranks", folding.ranks());
    node.put("classes", folding.classes());
    Json.put(node, "simulatedShare", folding.simulatedShare());
    node.put("keptFrom", folding.keptFrom());
  }

  private static void putEngine(
      ObjectNode node, SimulationResult.EngineStatistics engine, boolean timing) {
    node.put("events", engine.events());
    if (timing) {
      Json.put(node, "wallSeconds", engine.wallNanos() / 1e9);
      Json.put(node, "eventsPerSecond", engine.eventsPerSecond());
    } else {
      node.putNull("wallSeconds");
      node.putNull("eventsPerSecond");
    }
  }
}

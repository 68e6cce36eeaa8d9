package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.assemble.InferenceJob;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;
import weft.sim.workload.llm.DecodeOccupancy;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.InferenceMemory;
import weft.sim.workload.llm.InferenceParallelism;
import weft.sim.workload.llm.InferencePlan;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.hardware.CollectiveLibrary;

/** What serving a model comes to, as parts of the reports on a run. */
final class InferenceReport {

  private InferenceReport() {}

  /** What is served, as items of a line. */
  static List<String> job(InferenceJob job, int gpus) {
    InferencePlan plan = job.plan();
    List<String> items = new ArrayList<>();
    items.add(ModelItem.text(plan.model()));
    items.addAll(split(plan.parallelism()));
    if (plan.disaggregation() == null) {
      items.add(Format.count(plan.replicas(), "replica"));
    } else {
      items.add(
          "%s for prefill, %s for decode"
              .formatted(
                  Format.count(plan.prefillReplicas(), "replica"), Format.count(plan.replicas())));
    }
    items.add("%s of %s".formatted(Format.count(plan.ranks()), Format.count(gpus, "GPU")));
    items.add(
        "%s tokens in, %s out"
            .formatted(Format.count(plan.inputTokens()), Format.count(plan.outputTokens())));
    items.add("%s a replica".formatted(Format.count(plan.batch(), "sequence")));
    items.add("%s, KV cache %s".formatted(job.precision(), job.cachePrecision()));
    items.add(
        String.format(
            Locale.ROOT,
            "memory %.1f of %.0f GiB",
            job.memory().bytes() / (1L << 30),
            job.gpuMemoryBytes() / (double) (1L << 30)));
    return items;
  }

  /**
   * Who does the collectives, and how, as items of a line.
   *
   * @param library that was named; null for none
   */
  static List<String> library(
      InferenceJob job, @Nullable String library, List<CollectiveTiming> timings) {
    String ways =
        timings.stream()
            .map(CollectiveTiming::algorithm)
            .distinct()
            .collect(Collectors.joining(", "));
    String how = ways.isEmpty() ? "" : ": " + ways;
    if (library != null) {
      return List.of(library + how, "algorithm and protocol by size (network.library)");
    }
    CollectiveLibrary own = job.type().library();
    return List.of(
        "none named" + how,
        "Simple protocol, costs of network.step-overhead",
        "network.library: %s would choose algorithm and protocol"
            .formatted(own == null ? "one" : own.name()));
  }

  private static List<String> split(InferenceParallelism parallelism) {
    List<String> items = new ArrayList<>();
    items.add("tensor " + Format.count(parallelism.tensor()));
    if (parallelism.dividesExperts()) {
      items.add("expert " + Format.count(parallelism.expert()));
      items.add("data-parallel attention " + Format.count(parallelism.data()));
    }
    if (parallelism.pipeline() > 1) {
      items.add("pipeline " + Format.count(parallelism.pipeline()));
      items.add(Format.count(parallelism.microBatches(), "micro-batch"));
    }
    return items;
  }

  /** The figures. */
  static String text(InferenceFigures figures, @Nullable BillOfMaterials bill, int indent) {
    InferencePlan plan = figures.plan();
    List<String> items = new ArrayList<>();
    items.add(firstToken(figures));
    if (plan.outputTokens() > 1) {
      items.add("TPOT " + time(figures.tokenSeconds()));
    }
    items.add(Format.large(figures.tokensPerSecond()) + " tokens/s");
    items.add(Format.large(figures.tokensPerSecondPerGpu()) + " tokens/s a GPU in use");
    items.add(Format.digits(figures.sequencesPerSecond()) + " requests/s");
    items.add("latency " + time(figures.latencySeconds()));
    TextTable table = new TextTable("lrrl");
    table.row("Steps of a replica", "time", "", "");
    boolean isPipelined = plan.parallelism().pipeline() > 1;
    String utilization = "MFU " + Format.percent(figures.prefillUtilization());
    table.row(
        "  prefill of " + Format.count(plan.prefillBatch(), "prompt"),
        time(figures.prefillSeconds()),
        isPipelined ? "" : utilization,
        "");
    if (isPipelined) {
      // While one is in a stage, others are in the rest.
      String intervalTime = time(figures.prefillIntervalSeconds());
      table.row("  from one prefill to the next", intervalTime, utilization, "");
    }
    Double transfer = figures.transferSeconds();
    if (transfer != null) {
      table.row(
          "  KV cache to the decode GPUs",
          time(transfer),
          (isPipelined ? "at most " : "")
              + Format.si((double) plan.transferBytes(), "B")
              + " a GPU",
          "");
    }
    Double all = figures.allTransferSeconds();
    if (transfer != null && all != null && !time(all).equals(time(transfer))) {
      table.row("    of all replicas at once", time(all), "", "");
    }
    table.row(
        "  decode of " + Format.count(plan.batch(), "sequence"),
        time(figures.decodeSeconds()),
        "MBU " + Format.percent(figures.decodeUtilization()),
        "");
    StringBuilder text = new StringBuilder();
    text.append('\n').append(Paragraph.items("Serving", indent, items));
    InferenceFigures.RateSetter setter = figures.rateSetter();
    if (setter != null) {
      text.append(Paragraph.words("", indent, sides(figures, setter)));
    }
    DecodeOccupancy occupancy = figures.occupancy();
    if (occupancy != null) {
      text.append(Paragraph.words("", indent, occupied(figures, occupancy)));
    }
    if (bill != null) {
      TokenEfficiency efficiency = new TokenEfficiency(figures, bill);
      text.append(Paragraph.items("", indent, efficiency.items()));
      for (String remark : efficiency.remarks()) {
        text.append(Paragraph.words("", indent, remark));
      }
    }
    return text.append('\n').append(table.render()).toString();
  }

  /** The mean; the slowest as well if it reads differently. */
  private static String firstToken(InferenceFigures figures) {
    String mean = time(figures.firstTokenSeconds());
    String slowest = time(figures.slowestFirstTokenSeconds());
    return "TTFT " + (slowest.equals(mean) ? mean : mean + " (mean; slowest " + slowest + ")");
  }

  private static String occupied(InferenceFigures figures, DecodeOccupancy occupancy) {
    return "TPOT and latency are those of all %s of a replica; with the %s that are under way at this rate they are %s and %s at most."
        .formatted(
            Format.count(figures.plan().batch(), "sequence"),
            Format.count(occupancy.sequences()),
            time(occupancy.tokenSeconds()),
            time(figures.latencySeconds(occupancy)));
  }

  /** Which side of a disaggregated service sets the rate, and how busy the other is. */
  static String sides(InferenceFigures figures, InferenceFigures.RateSetter setter) {
    return switch (setter) {
      case DECODE ->
          "The decode GPUs set the rate: those that do the prefill work %s of the time."
              .formatted(Format.percent(figures.prefillBusy()));
      case PREFILL -> "The prefill GPUs set the rate" + fewer(figures) + ".";
      case TRANSFER ->
          "The way of the KV cache sets the rate, it takes longer than a prefill"
              + fewer(figures)
              + ".";
    };
  }

  /** What the decode GPUs have where they do not set the rate; nothing if they need not decode. */
  private static String fewer(InferenceFigures figures) {
    DecodeOccupancy occupancy = figures.occupancy();
    return occupancy == null
        ? ""
        : ": those that decode have %s of their %s"
            .formatted(
                Format.count(occupancy.sequences()),
                Format.count(figures.plan().batch(), "sequence"));
  }

  /** What of a breakdown is of the sample only, as a line below it; empty if nothing is. */
  static String ofSampleOnly(StepBreakdown breakdown) {
    String parts =
        breakdown.parts().stream()
            .filter(part -> part.meanPs() > 0 && isOfSampleOnly(part))
            .map(StepBreakdown.Part::name)
            .collect(Collectors.joining(" and "));
    return parts.isEmpty()
        ? ""
        : Paragraph.words("", 2, parts + ": of the sample only, no figure counts it");
  }

  private static boolean isOfSampleOnly(StepBreakdown.Part part) {
    return part.activity() == Activity.FINISHED.ordinal()
        || part.activity() == Activity.FILL.ordinal();
  }

  private static String time(double seconds) {
    return Format.time(seconds * Format.PS);
  }

  static void json(
      InferenceJob job, InferenceFigures figures, @Nullable BillOfMaterials bill, ObjectNode node) {
    InferencePlan plan = job.plan();
    Double transfer = figures.transferSeconds();
    Json.put(node, "ttftSeconds", figures.firstTokenSeconds());
    Json.put(node, "slowestTtftSeconds", figures.slowestFirstTokenSeconds());
    Json.put(node, "tpotSeconds", tpot(figures));
    Json.put(node, "latencySeconds", figures.latencySeconds());
    Json.put(node, "tokensPerSecond", figures.tokensPerSecond());
    Json.put(node, "tokensPerSecondPerGpu", figures.tokensPerSecondPerGpu());
    Json.put(node, "requestsPerSecond", figures.sequencesPerSecond());
    Json.put(node, "prefillSeconds", figures.prefillSeconds());
    Json.put(node, "prefillIntervalSeconds", figures.prefillIntervalSeconds());
    Json.put(node, "kvTransferSeconds", transfer == null ? Double.NaN : transfer);
    Double all = figures.allTransferSeconds();
    Json.put(node, "kvTransferAtOnceSeconds", all == null ? Double.NaN : all);
    Json.put(node, "decodeSeconds", figures.decodeSeconds());
    Json.put(node, "prefillMfu", figures.prefillUtilization());
    Json.put(node, "decodeMbu", figures.decodeUtilization());
    node.put("rateSetBy", rateSetBy(figures));
    Json.put(node, "prefillBusy", figures.prefillBusy());
    Json.put(node, "decodeBusy", figures.decodeBusy());
    DecodeOccupancy occupancy = figures.occupancy();
    if (occupancy == null) {
      node.putNull("atThisRate");
    } else {
      ObjectNode occupied = node.putObject("atThisRate");
      occupied.put("sequences", occupancy.sequences());
      Json.put(occupied, "tpotSeconds", occupancy.tokenSeconds());
      Json.put(occupied, "latencySeconds", figures.latencySeconds(occupancy));
    }
    node.put("gpus", plan.ranks());
    node.put("kvBytesPerToken", plan.cacheBytesPerToken());
    InferenceMemory memory = job.memory();
    ObjectNode child = node.putObject("memory");
    Json.put(child, "weightBytes", memory.weights());
    Json.put(child, "kvCacheBytes", memory.cache());
    Json.put(child, "activationBytes", memory.activations());
    child.put("gpuBytes", job.gpuMemoryBytes());
    if (bill != null) {
      new TokenEfficiency(figures, bill).json(node.putObject("efficiency"));
    }
  }

  /** What sets the rate, as results have it; null of replicas that do both. */
  static @Nullable String rateSetBy(InferenceFigures figures) {
    InferenceFigures.RateSetter setter = figures.rateSetter();
    return setter == null ? null : setter.name().toLowerCase(Locale.ROOT);
  }

  private static double tpot(InferenceFigures figures) {
    return figures.plan().outputTokens() > 1 ? figures.tokenSeconds() : Double.NaN;
  }

  static void csv(InferenceFigures figures, @Nullable BillOfMaterials bill, CsvFigures csv) {
    row(csv, "ttft", figures.firstTokenSeconds(), "s");
    row(csv, "slowest-ttft", figures.slowestFirstTokenSeconds(), "s");
    if (figures.plan().outputTokens() > 1) {
      row(csv, "tpot", figures.tokenSeconds(), "s");
    }
    row(csv, "latency", figures.latencySeconds(), "s");
    DecodeOccupancy occupancy = figures.occupancy();
    if (occupancy != null) {
      row(csv, "sequences-at-this-rate", occupancy.sequences(), "1");
      row(csv, "tpot-at-this-rate", occupancy.tokenSeconds(), "s");
      row(csv, "latency-at-this-rate", figures.latencySeconds(occupancy), "s");
    }
    row(csv, "tokens", figures.tokensPerSecond(), "1/s");
    row(csv, "tokens-per-gpu", figures.tokensPerSecondPerGpu(), "1/s");
    row(csv, "requests", figures.sequencesPerSecond(), "1/s");
    row(csv, "prefill", figures.prefillSeconds(), "s");
    row(csv, "prefill-interval", figures.prefillIntervalSeconds(), "s");
    Double transfer = figures.transferSeconds();
    if (transfer != null) {
      row(csv, "kv-transfer", transfer, "s");
    }
    Double all = figures.allTransferSeconds();
    if (all != null) {
      row(csv, "kv-transfer-at-once", all, "s");
    }
    row(csv, "decode", figures.decodeSeconds(), "s");
    row(csv, "prefill-mfu", figures.prefillUtilization(), "1");
    row(csv, "decode-mbu", figures.decodeUtilization(), "1");
    if (bill != null) {
      new TokenEfficiency(figures, bill).csv(csv);
    }
  }

  private static void row(CsvFigures csv, String figure, double value, String unit) {
    csv.row("inference", "", figure, value, unit);
  }
}

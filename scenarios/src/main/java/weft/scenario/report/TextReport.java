package weft.scenario.report;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.assemble.InferenceJob;
import weft.scenario.assemble.SlowestGpu;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.Schema;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.PortFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.StreamError;
import weft.sim.metrics.TierHold;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.Sharding;
import weft.sim.workload.llm.StepFigures;
import weft.sim.workload.llm.TrainingPlan;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologySummary;

/** The result as a page for people, 80 columns wide. */
public final class TextReport {

  private static final int INDENT = 9;
  private static final int BAR = 10;

  /** Of those that fail at one time, so many are named. */
  private static final int MOST_LINKS = 8;

  private final RunReport report;
  private final SimulationResult result;
  private final StringBuilder text = new StringBuilder();

  private TextReport(RunReport report) {
    this.report = report;
    result = report.result();
  }

  /** Renders a report. */
  public static String render(RunReport report) {
    return new TextReport(report).render();
  }

  private String render() {
    head();
    if (report.flows() != null) {
      workload("", result.holds());
    } else if (report.jobs().isEmpty()) {
      workload("Job", List.of());
    } else {
      jobs();
    }
    links();
    streams(result.collectives(), result.endPs());
    flowLevel(result.flowLevel());
    packets(report.packets(), result.packets());
    bottlenecks();
    notes();
    folding(result.folding());
    engine();
    return text.toString();
  }

  private void jobs() {
    List<JobOutcome> outcomes = report.outcomes();
    if (!outcomes.isEmpty()) {
      text.append(JobsReport.text(outcomes, report.meetings()));
    }
    for (JobOutcome outcome : outcomes) {
      TextReport ofJob = new TextReport(outcome.together());
      ofJob.workload("", outcomes.size() == 1 ? result.holds() : List.of());
      ofJob.bottlenecks();
      text.append('\n').append("Job ").append(outcome.name());
      if (outcome.startPs() > 0) {
        text.append(", from ").append(Format.time((double) outcome.startPs())).append(" on");
      }
      if (outcome.together().repeat() > 1) {
        text.append(", ").append(Format.count(outcome.together().repeat())).append(" times");
      }
      text.append('\n')
          .append(Paragraph.items("GPUs", INDENT, JobsReport.places(outcome)))
          .append(ofJob.text);
    }
  }

  /**
   * What is done.
   *
   * @param title of the line that says what
   * @param holds what limited the rates of its flows; empty if it is not known of these alone
   */
  private void workload(String title, List<TierHold> holds) {
    TrainingJob training = report.training();
    InferenceJob inference = report.inference();
    if (report.flows() != null) {
      text.append(FlowReport.text(result.flowTimes(), holds));
    } else if (inference != null) {
      served(title, inference);
    } else if (training == null) {
      collectives(result.collectives());
    } else {
      job(title, training);
      step(report.step());
      breakdown(
          report.repeat() == 1
              ? "Where the step goes"
              : "Where its " + Format.count(report.repeat()) + " steps go",
          result.breakdown());
      groups(result.collectives());
    }
  }

  private void head() {
    text.append(report.title()).append('\n');
    if (!result.complete()) {
      text.append("\nPARTIAL: interrupted at ")
          .append(Format.time((double) result.endPs()))
          .append(" of simulated time; all below is as of then.\n");
    }
    text.append('\n').append(Paragraph.items("Fabric", INDENT, fabricItems()));
    for (FailureMoment failure : report.failures()) {
      if (failure.atPs() > 0) {
        text.append(Paragraph.items("Failure", INDENT, items(failure)));
      }
    }
  }

  private static List<String> items(FailureMoment failure) {
    List<String> items = new ArrayList<>();
    items.add("at " + Format.time((double) failure.atPs()));
    items.add("other paths from " + Format.time((double) failure.convergedPs()));
    int shown = Math.min(MOST_LINKS, failure.links().size());
    items.addAll(failure.links().subList(0, shown));
    if (shown < failure.links().size()) {
      items.add("and " + Format.count(failure.links().size() - shown) + " more links");
    }
    return items;
  }

  private List<String> fabricItems() {
    List<String> items = fabric(report.fabric());
    List<FailureSpec> failures = report.scenario().network().failures();
    if (failures != null) {
      items.add(Format.count(failures.size(), "failure"));
    }
    return items;
  }

  private static List<String> fabric(TopologySummary fabric) {
    List<String> items = new ArrayList<>();
    items.add(fabric.name());
    items.add(Format.count(fabric.nodes(), "node"));
    items.add(Format.count(fabric.gpus(), "GPU"));
    if (!fabric.switches().isEmpty()) {
      items.add(switches(fabric.switches()));
    }
    double worst =
        fabric.tiers().stream().mapToDouble(TierSummary::oversubscription).max().orElse(1);
    items.add("oversubscription " + Format.digits(worst) + " : 1");
    return items;
  }

  /** {@code 32 leaf + 16 spine switches}; a switch without a role is just a switch. */
  private static String switches(Map<String, Integer> switches) {
    if (switches.keySet().equals(Set.of("switch"))) {
      return Format.count(switches.values().iterator().next(), "switch");
    }
    return switches.entrySet().stream()
        .map(entry -> Format.count(entry.getValue()) + " " + entry.getKey())
        .collect(Collectors.joining(" + ", "", " switches"));
  }

  private void job(String title, TrainingJob job) {
    TrainingPlan plan = job.plan();
    text.append(
        Paragraph.items(
            title,
            INDENT,
            List.of(
                plan.model().name()
                    + " ("
                    + Format.large((double) plan.model().parameters())
                    + " parameters"
                    + ")",
                parallelism(plan.parallelism()) + imbalance(plan),
                schedule(plan),
                "batch %s × %s tokens"
                    .formatted(Format.count(plan.globalBatch()), Format.count(plan.sequence())),
                "%s, gradients of %s"
                    .formatted(
                        job.precision(), Format.count(plan.formats().gradientBytes(), "byte")),
                sharding(plan),
                "recompute " + plan.recompute().name().toLowerCase(Locale.ROOT),
                String.format(
                    Locale.ROOT,
                    "memory %.1f of %.0f GiB",
                    job.memory().bytes() / (1L << 30),
                    job.gpuMemoryBytes() / (double) (1L << 30)))));
    compute(job.gpu(), slowest("each", job.slowest()));
  }

  private static List<String> slowest(String what, SlowestGpu slowest) {
    return slowest.speed() == 1
        ? List.of()
        : List.of(
            "%s as fast as the slowest of %s, %s of the mean"
                .formatted(what, Format.count(slowest.gpus()), Format.percent(slowest.speed())));
  }

  private void compute(Accelerator gpu, List<String> more) {
    List<String> items = new ArrayList<>();
    Collections.addAll(
        items,
        gpu.name(),
        "%s dense, up to %s of it in matrix products"
            .formatted(
                Format.si(gpu.peakFlops(), "FLOP/s"), Format.percent(gpu.matrix().efficiency())),
        "attention %s of the 16-bit peak".formatted(Format.percent(gpu.attentionEfficiency())),
        "memory %s, %s of it"
            .formatted(
                Format.si(gpu.memoryBytesPerSecond(), "B/s"),
                Format.percent(gpu.memoryEfficiency())));
    items.addAll(more);
    text.append(Paragraph.items("Compute", INDENT, items));
  }

  private void served(String title, InferenceJob job) {
    text.append(Paragraph.items(title, INDENT, InferenceReport.job(job, report.fabric().gpus())));
    compute(job.gpu(), slowest("arithmetic of each", job.slowest()));
    text.append(
        Paragraph.items(
            "Library",
            INDENT,
            InferenceReport.library(
                job, report.scenario().network().library(), result.collectives())));
    InferenceFigures figures = report.serving();
    if (figures != null) {
      text.append(InferenceReport.text(figures, report.bill(), INDENT));
    }
    breakdown("Where these steps go", result.breakdown());
    groups(result.collectives());
  }

  private static String parallelism(Parallelism parallelism) {
    Parallelism.ExpertGrid experts = parallelism.experts();
    return "tensor %s × %spipeline %s × data %s%s"
        .formatted(
            Format.count(parallelism.tensor()),
            parallelism.context() > 1
                ? "context " + Format.count(parallelism.context()) + " × "
                : "",
            Format.count(parallelism.pipeline()),
            Format.count(parallelism.data()),
            experts.expert() == 1 && experts.tensor() == parallelism.tensor()
                ? ""
                : ", experts over %s × %s"
                    .formatted(Format.count(experts.tensor()), Format.count(experts.expert())));
  }

  private static String imbalance(TrainingPlan plan) {
    double imbalance = plan.routing().imbalance();
    return imbalance == 1 ? "" : ", imbalance " + Format.digits(imbalance);
  }

  private static String schedule(TrainingPlan plan) {
    int chunks = plan.parallelism().virtualStages();
    String name =
        switch (plan.schedule()) {
          case GPIPE -> "GPipe";
          case ONE_FORWARD_ONE_BACKWARD -> chunks > 1 ? "1F1B interleaved " + chunks : "1F1B";
          case ZERO_BUBBLE -> "zero-bubble";
        };
    return "%s, %s micro-batches of %s"
        .formatted(name, Format.count(plan.microBatches()), Format.count(plan.microBatch()));
  }

  private static String sharding(TrainingPlan plan) {
    return plan.sharding() == Sharding.NONE
        ? "nothing sharded"
        : "ZeRO-"
            + plan.sharding().ordinal()
            + (plan.isHybrid() ? " among " + Format.count(plan.shards()) : "");
  }

  private void step(@Nullable StepFigures step) {
    if (step == null) {
      return;
    }
    text.append('\n')
        .append(
            Paragraph.items(
                "Step",
                INDENT,
                List.of(
                    Format.time(step.seconds() * Format.PS),
                    Format.large(step.tokensPerSecond()) + " tokens/s",
                    Format.digits(step.tflopsPerGpu()) + " TFLOP/s a GPU",
                    String.format(Locale.ROOT, "MFU %.1f %%", 100 * step.mfu()))));
  }

  private void breakdown(String title, @Nullable StepBreakdown breakdown) {
    if (breakdown == null) {
      return;
    }
    TextTable table = new TextTable("llrrrl");
    String last = "rank " + breakdown.slowestRank();
    table.row(title, "", "mean", "share", last, "bound by");
    for (StepBreakdown.Part part : breakdown.parts()) {
      double share = (double) part.meanPs() / breakdown.stepPs();
      table.row(
          "  " + part.name(),
          "█".repeat((int) Math.round(share * BAR)),
          Format.time((double) part.meanPs()),
          Format.percent(share),
          Format.time((double) part.slowestPs()),
          report.label(part.boundBy()));
    }
    text.append('\n').append(table.render());
    text.append("  mean and share over all ranks; ").append(last).append(" ends last\n");
    if (report.inference() != null) {
      text.append(InferenceReport.ofSampleOnly(breakdown));
    }
  }

  private void collectives(List<CollectiveTiming> timings) {
    if (timings.isEmpty()) {
      return;
    }
    CollectiveTiming first = timings.get(0);
    text.append(
        "\n# %s · %s, channels: %s · %s ranks · %s\n"
            .formatted(
                first.collective(),
                timings.stream()
                    .map(CollectiveTiming::algorithm)
                    .distinct()
                    .collect(Collectors.joining(", then ")),
                channels(timings),
                Format.count(first.ranks()),
                report.model()));
    CollectiveJob job = report.collective();
    if (job != null) {
      text.append(CollectiveTable.ways(timings, job));
      anotherWay(job);
    }
    text.append(CollectiveTable.text(timings, report.root()));
  }

  /** Of small and of large data. */
  private static String channels(List<CollectiveTiming> timings) {
    IntSummaryStatistics channels =
        timings.stream().mapToInt(CollectiveTiming::channels).summaryStatistics();
    return channels.getMin() == channels.getMax()
        ? Format.count(channels.getMax())
        : Format.count(channels.getMin()) + " to " + Format.count(channels.getMax());
  }

  /** Says above the figures if they are not what the library would reach. */
  private void anotherWay(CollectiveJob job) {
    long others = job.sizes().stream().filter(not(job::isSimulated)).count();
    if (others > 0) {
      text.append(
          "# Rings at network.step-overhead; a library would do %s of %s otherwise\n"
              .formatted(Format.count(others), Format.count(job.sizes().size(), "size")));
    }
  }

  private void groups(List<CollectiveTiming> timings) {
    if (timings.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("llrrrrr");
    table.row("Collectives", "group", "ranks", "size", "count", "mean time", "busbw");
    for (CollectiveTiming timing : timings) {
      table.row(
          "  " + timing.collective(),
          timing.group(),
          Format.count(timing.ranks()),
          Format.bytes(timing.bytes()),
          Format.count(timing.count()),
          Format.time(timing.timePs()),
          Format.si(timing.busbw(), "B/s"));
    }
    text.append('\n').append(table.render());
  }

  private void links() {
    Set<String> inside =
        report.fabric().tiers().stream()
            .filter(TierSummary::insideNode)
            .map(TierSummary::name)
            .collect(Collectors.toSet());
    TextTable table = new TextTable("lrrrrrr");
    table.row("Links", "count", "rate", "payload", "mean", "busiest", "carried");
    for (TierUtilization tier : result.utilization()) {
      table.row(
          "  " + tier.label(),
          Format.count(tier.links()),
          rate(inside.contains(tier.tier()), tier.rateBps()),
          rate(inside.contains(tier.tier()), tier.payloadRateBps()),
          Format.percent(tier.mean()),
          Format.percent(tier.max()),
          Format.bytes(tier.bytes()));
    }
    text.append('\n').append(table.render());
    for (TierUtilization tier : result.utilization()) {
      if (tier.max() > 0) {
        text.append("  busiest ").append(tier.label()).append(": ");
        text.append(tier.busiestLink()).append('\n');
      }
    }
    text.append("  a link is one way of a cable; 100 % is its payload rate all through the ");
    text.append(
        report.collective() != null && report.collective().sizes().size() > 1 ? "scan\n" : "run\n");
  }

  /** What simulating rings as streams may have cost, where that is not exact. */
  private void streams(List<CollectiveTiming> collectives, long endPs) {
    long all = 0;
    long inexact = 0;
    double latestPs = 0;
    double latestShare = 0;
    for (CollectiveTiming timing : collectives) {
      StreamError error = timing.error();
      all += timing.count();
      inexact += error.latestPs() > 0 ? timing.count() - error.stepped() : 0;
      latestPs = Math.max(latestPs, error.latestPs());
      latestShare = Math.max(latestShare, error.latestShare());
    }
    if (inexact == 0) {
      return;
    }
    List<String> items = new ArrayList<>();
    items.add(
        Format.count(inexact) + " of " + Format.count(all, "collective") + " simulated as streams");
    if (Double.isInfinite(latestPs)) {
      items.add("step by step one may end later, without a known bound");
    } else {
      items.add("step by step one may end later, at most by " + Format.time(latestPs));
      items.add(Format.percent(latestShare) + " of its time");
      items.add(Format.percent(latestPs / endPs) + " of the run");
    }
    text.append('\n').append(Paragraph.items("Rings", INDENT, items));
  }

  /** How far it folded and what kept it from it, where many transfers were there at once. */
  private void flowLevel(@Nullable FlowFigures figures) {
    if (figures == null) {
      return;
    }
    List<String> items = new ArrayList<>();
    if (figures.folded() > 0) {
      items.add(
          Format.count(figures.folded())
              + " of "
              + Format.count(figures.transfers(), "transfer")
              + " folded into "
              + Format.count(figures.classes()));
    }
    if (figures.unfoldings() > 0) {
      items.add("unfolded " + Format.count(figures.unfoldings(), "time") + " as others started");
    }
    if (figures.unlikeSizes() > 0) {
      items.add("sizes too unlike to fold, " + Format.count(figures.unlikeSizes(), "time"));
    }
    if (figures.unlikePaths() > 0) {
      items.add("paths too unlike to fold, " + Format.count(figures.unlikePaths(), "time"));
    }
    double share = report.scenario().network().flow().completionBatch();
    if (share > 0) {
      items.add(
          "completions batched within "
              + Format.percent(share)
              + ": at most "
              + Format.time(figures.latestPs())
              + " late to first order, "
              + Format.percent(figures.latestPart())
              + " of a transfer's time; some may be early");
    }
    if (!items.isEmpty()) {
      text.append('\n').append(Paragraph.items("Flows", INDENT, items));
    }
  }

  private void packets(@Nullable PacketPlan plan, @Nullable PacketFigures figures) {
    if (plan == null || figures == null) {
      return;
    }
    List<String> items = new ArrayList<>();
    items.add(plan.transport().name());
    items.add(Schema.text(plan.policy()));
    items.add(Format.count(figures.sent()) + " sent");
    items.add(Format.count(figures.repeated()) + " of them again");
    if (figures.timeouts() > 0) {
      items.add(Format.count(figures.timeouts(), "timeout"));
    }
    items.add(Format.count(figures.dropped()) + " dropped");
    items.add(Format.count(figures.trimmed()) + " trimmed");
    items.add(Format.count(figures.marked()) + " marked");
    items.add(
        figures.pauses() == 0
            ? "no pause"
            : Format.count(figures.pauses(), "pause")
                + " of "
                + Format.time((double) figures.pausedPs())
                + ", summed over ports");
    if (figures.storms() > 0) {
      items.add(Format.count(figures.storms(), "PFC storm"));
    }
    items.add("at most " + Format.count(figures.mostAlive()) + " at once");
    if (plan.spec().steadyTolerance() > 0) {
      items.add(
          "beside these "
              + Format.count(figures.skippedPackets())
              + " in steady states, "
              + Format.time((double) figures.skippedPs())
              + " altogether, that were skipped");
    }
    text.append('\n').append(Paragraph.items("Packets", INDENT, items));
    text.append(Paragraph.items("Switches", INDENT, Thresholds.of(plan)));
    if (figures.ports().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("lrrrrrr");
    table.row("  port", "dropped", "trimmed", "pauses", "paused", "marked", "peak");
    for (PortFigures port : figures.ports()) {
      table.row(
          "  " + port.link(),
          Format.count(port.dropped()),
          Format.count(port.trimmed()),
          Format.count(port.pauses()),
          Format.time((double) port.pausedPs()),
          Format.count(port.marked()),
          Format.bytes(port.peakBytes()));
    }
    text.append(table.render());
  }

  private static String rate(boolean insideNode, long rateBps) {
    return insideNode ? Format.byteRate(rateBps) : Format.bitRate(rateBps);
  }

  private void bottlenecks() {
    if (result.bottlenecks().isEmpty()) {
      return;
    }
    text.append("\nWhat holds it back\n");
    int number = 1;
    for (Bottleneck bottleneck : result.bottlenecks()) {
      text.append(Paragraph.words("  " + number++, 5, bottleneck.explanation()));
    }
  }

  private void notes() {
    if (!report.notes().isEmpty()) {
      text.append("\nNotes\n");
      report.notes().forEach(note -> text.append(Paragraph.words("  -", 5, note)));
    }
  }

  private void folding(@Nullable FoldingFigures folding) {
    if (folding == null || (folding.classes() == folding.ranks() && folding.ranks() == 1)) {
      return;
    }
    String words =
        folding.classes() < folding.ranks()
            ? Format.count(folding.classes())
                + " of "
                + Format.count(folding.ranks())
                + " ranks and "
                + Format.percent(folding.simulatedShare())
                + " of the connections simulated"
            : "none";
    String kept = folding.keptFrom().isEmpty() ? "" : ": " + folding.keptFrom();
    text.append('\n').append(Paragraph.words("Folding", INDENT, words + kept));
  }

  private void engine() {
    text.append('\n')
        .append(
            Paragraph.items(
                "Engine",
                INDENT,
                List.of(
                    Format.large((double) result.engine().events()) + " events",
                    Format.large((double) result.flows().count())
                        + (result.flows().count() == 1 ? " transfer" : " transfers"),
                    Format.time(result.engine().wallNanos() * 1e3),
                    Format.large(result.engine().eventsPerSecond()) + " events/s")));
  }
}

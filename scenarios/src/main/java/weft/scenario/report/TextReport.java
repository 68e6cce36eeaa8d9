package weft.scenario.report;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.assemble.InferenceJob;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.spec.FailureSpec;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierHold;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.InferenceFigures;
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
    text.append(NetworkReport.text(report, INDENT));
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
      text.append(TrainingReport.job(training, title, INDENT));
      if (report.step() != null) {
        text.append(TrainingReport.step(report.step(), INDENT));
      }
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

  private void served(String title, InferenceJob job) {
    text.append(Paragraph.items(title, INDENT, InferenceReport.job(job, report.fabric().gpus())));
    text.append(
        ComputeLine.text(job.gpu(), job.assumed(), "arithmetic of each", job.slowest(), INDENT));
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

  private void bottlenecks() {
    if (result.bottlenecks().isEmpty()) {
      return;
    }
    text.append("\nWhat holds it back\n");
    int number = 1;
    for (Bottleneck bottleneck : result.bottlenecks()) {
      text.append(Paragraph.words("  " + number++, 5, bottleneck.explanation()));
    }
    if (report.step() != null || report.serving() != null) {
      text.append("  in the order of their times; weft explain says what decides the end\n");
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

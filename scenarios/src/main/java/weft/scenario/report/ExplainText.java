package weft.scenario.report;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.explain.Phase;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.FlowStories;
import weft.sim.workload.Activity;
import weft.sim.workload.llm.InferenceFigures;

/** Why a run takes as long as it does, as a short story, 80 columns wide. */
public final class ExplainText {

  /** Less than this share of the path is not worth a line. */
  private static final double LEAST_SHARE = 0.001;

  /** Of a stretch. */
  private static final int MOST_PARTS = 3;

  /** What people read. */
  private static final int MOST_LINES = 8;

  private final Explanation explanation;
  private final RunReport report;
  private final long endPs;

  /** Where the path ends: of a disaggregated service not always where the run does. */
  private final long pathPs;

  private final SentAgain sentAgain;
  private final StringBuilder text = new StringBuilder();

  private ExplainText(Explanation explanation) {
    this.explanation = explanation;
    report = explanation.report();
    sentAgain = new SentAgain(report);
    endPs = report.result().endPs();
    CriticalPath path = explanation.path();
    pathPs = path == null ? endPs : path.endPs();
  }

  /** Renders it. */
  public static String render(Explanation explanation) {
    return new ExplainText(explanation).render();
  }

  private String render() {
    String job = explanation.subject().name();
    text.append(report.title()).append(job == null ? "" : " · job " + job).append('\n');
    if (!report.result().complete()) {
      text.append("\nPARTIAL: interrupted at ")
          .append(Format.time((double) endPs))
          .append(" of simulated time: it is not known what the rest hangs on.\n");
    }
    path(explanation.path());
    FlowStories flows = explanation.flows();
    if (flows != null) {
      text.append(FlowStoriesReport.text(flows, this::rank, sentAgain.queueing()));
    } else {
      breakdown(report.result().breakdown());
    }
    if (!explanation.whatIf().isEmpty()) {
      text.append('\n').append(new WhatIfText(explanation).text(whose()));
    }
    idle();
    return text.toString();
  }

  private void path(@Nullable CriticalPath path) {
    if (path == null) {
      return;
    }
    InferenceFigures serving = report.serving();
    InferenceFigures.RateSetter setter = serving == null ? null : serving.rateSetter();
    int pieces = isOfFlows() ? explanation.flowsOnPath() : path.pieces();
    String chain =
        "%s%s, a chain of %s"
            .formatted(
                Format.time((double) pathPs),
                setter != null ? of(setter) : lastJob(" of job %s, which ends last"),
                Format.count(pieces, isOfFlows() ? "flow" : "operation"));
    String links = pieces > 1 ? " that each had to wait for the one before" : "";
    text.append('\n').append(Paragraph.words("What binds it", 15, chain + links));
    if (serving != null && setter != null) {
      text.append(Paragraph.words("", 15, InferenceReport.sides(serving, setter)));
    }
    int number = 1;
    long restPs = 0;
    for (CriticalPath.Total total : explanation.totals()) {
      if (number <= MOST_LINES && total.timePs() >= LEAST_SHARE * pathPs) {
        text.append(Paragraph.words("  " + number++, 5, sentence(total)));
      } else {
        restPs += total.timePs();
      }
    }
    if (restPs > 0) {
      text.append("     the rest: ").append(time(restPs)).append('\n');
    }
    if (sentAgain.happened()
        && path.totals().stream()
            .anyMatch(total -> total.charge() == CriticalPath.Charge.QUEUEING)) {
      text.append(Paragraph.words("  !", 5, sentAgain.howOften()));
    }
    slow(explanation.traced().slowRank());
    text.append("\nIn order of time\n");
    for (Phase phase : explanation.phases()) {
      text.append(Paragraph.words("  -", 5, sentence(phase)));
    }
  }

  private static String of(InferenceFigures.RateSetter setter) {
    return switch (setter) {
      case PREFILL -> " until the prefill steps are done";
      case TRANSFER -> " until the KV caches have come";
      case DECODE -> " until the decode steps are done";
    };
  }

  private boolean isOfFlows() {
    return explanation.flows() != null;
  }

  /** Whose time the columns of what-if are held against. */
  private String whose() {
    String job = explanation.subject().name();
    return job == null
        ? lastJob(", when the last job ends (%s; --job NAME: one of them)")
        : " of job " + job + ", from its start on";
  }

  /** Words on the job that ends last; nothing if all is about one. */
  private String lastJob(String words) {
    String last = explanation.lastJob();
    return last == null ? "" : words.formatted(last);
  }

  private String time(long timePs) {
    return "%s (%s)"
        .formatted(Format.time((double) timePs), Format.percent((double) timePs / pathPs));
  }

  private String sentence(CriticalPath.Total total) {
    String activity = activity(total.activity());
    return switch (total.charge()) {
      case COMPUTE ->
          total.activity() == Activity.NOT_STARTED.ordinal()
              ? "The %s only then: %s."
                  .formatted(isOfFlows() ? "flows start" : "job starts", time(total.timePs()))
              : "Compute, %s, %s.".formatted(time(total.timePs()), place(total));
      case SERIALIZATION ->
          "%s over %s, %s, %s: its bytes at the full rate of the links."
              .formatted(
                  Format.capital(activity), total.label(), time(total.timePs()), place(total));
      case RATE_CAP ->
          "Its own rate cap, of %s, %s, %s: its bytes at that rate, less than its links have."
              .formatted(activity, time(total.timePs()), place(total));
      case LATENCY ->
          "Latency of %s, %s, %s: links%s, whatever the size."
              .formatted(
                  activity,
                  time(total.timePs()),
                  place(total),
                  isOfFlows() ? " and switches" : ", switches and library");
      case QUEUEING ->
          "%s %s at %s, %s, %s: %s."
              .formatted(
                  sentAgain.happened() ? "Queueing or loss in" : "Queueing of",
                  activity,
                  total.label(),
                  time(total.timePs()),
                  place(total),
                  sentAgain.why());
    };
  }

  private String place(CriticalPath.Total total) {
    return total.onRankPs() == total.timePs()
        ? "all of it on " + rank(total.rank())
        : "%s of it on %s"
            .formatted(
                Format.percent((double) total.onRankPs() / total.timePs()), rank(total.rank()));
  }

  private void slow(@Nullable SlowRank slow) {
    TrainingJob job = report.training();
    if (slow == null && job != null && !job.speeds().isEmpty()) {
      text.append(
          Paragraph.words(
              "  !",
              5,
              "What slow-gpus has slow costs less than %s of this time, is not on this path, or has"
                      .formatted(Format.percent(SlowRank.WORTH_NAMING))
                  + " work that no other rank has."));
    }
    if (slow != null) {
      text.append(
          Paragraph.words(
              "  !",
              5,
              String.format(
                      Locale.ROOT,
                      "The slow one: %s computes %.0f %% longer than others with the same work (%s,"
                          + " the fastest %s), which costs up to %s.",
                      rank(slow.rank()),
                      100.0 * slow.computePs() / slow.peersPs() - 100,
                      Format.time((double) slow.computePs()),
                      Format.time((double) slow.peersPs()),
                      time(slow.lostPs()))
                  + unevenRouting()));
    }
  }

  /** Another cause than a slow GPU. */
  private String unevenRouting() {
    TrainingJob job = report.training();
    return job == null || job.plan().routing().imbalance() == 1
        ? ""
        : String.format(
            Locale.ROOT,
            " Tokens are routed unevenly (expert-imbalance: %s): if its experts get most of them,"
                + " that is why, and its GPU is as fast as any.",
            Format.digits(job.plan().routing().imbalance()));
  }

  private String sentence(Phase phase) {
    String where =
        phase.ranks() == 1
            ? rank(phase.firstRank())
            : "%s, from %s to %s"
                .formatted(
                    Format.count(phase.ranks(), isOfFlows() ? "flow" : "rank"),
                    rank(phase.firstRank()),
                    rank(phase.lastRank()));
    String what =
        phase.timesPs().entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_PARTS)
            .map(entry -> activity(entry.getKey()) + " " + Format.time((double) entry.getValue()))
            .collect(Collectors.joining(", "));
    return "%s from %s on, on %s: %s."
        .formatted(
            time(phase.endPs() - phase.startPs()),
            Format.time((double) phase.startPs()),
            where,
            what);
  }

  private void breakdown(@Nullable StepBreakdown breakdown) {
    if (breakdown == null) {
      return;
    }
    TextTable table = new TextTable("lrrr");
    table.row(
        "Where the time of each rank goes", "mean", "share", "rank " + breakdown.slowestRank());
    for (StepBreakdown.Part part : breakdown.parts()) {
      row(table, "  " + part.name(), part.meanPs(), part.slowestPs());
      for (StepBreakdown.Bound bound : part.bounds()) {
        row(table, "    bound by " + report.label(bound.tier()), bound.meanPs(), bound.slowestPs());
      }
    }
    row(table, "  together", breakdown.stepPs(), breakdown.stepPs());
    text.append('\n').append(table.render());
    if (report.inference() != null) {
      text.append(InferenceReport.ofSampleOnly(breakdown));
    }
    StepBreakdown.Late late = breakdown.late();
    if (late != null && late.isNamed()) {
      text.append(
          Paragraph.words(
              "  ",
              2,
              "in collectives, %s of all waiting is for %s"
                  .formatted(Format.percent(late.share()), rank(late.rank()))));
    }
  }

  private void row(TextTable table, String name, long meanPs, long slowestPs) {
    table.row(
        name,
        Format.time((double) meanPs),
        Format.percent((double) meanPs / endPs),
        Format.time((double) slowestPs));
  }

  private void idle() {
    if (explanation.idle().isEmpty()) {
      return;
    }
    text.append("\nWithout influence\n");
    for (Explanation.Idle idle : explanation.idle()) {
      text.append(Paragraph.words("  -", 5, idle.label() + ": " + idle.because() + "."));
    }
  }

  private String rank(int rank) {
    return isOfFlows()
        ? "flow " + explanation.ids().get(rank) + " (" + explanation.ends(rank) + ")"
        : "rank " + rank + " (" + explanation.gpuName(rank) + ")";
  }

  private static String activity(int activity) {
    return Activity.values()[activity].text();
  }
}

package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.sim.run.Meeting;
import weft.sim.workload.FlowTimes;

/** What jobs take from each other, as parts of the reports on a run. */
final class JobsReport {

  /** A job that is done after a smaller part of the run says little about the others. */
  private static final double ALL_ALONG = 0.8;

  /** Beside others for less than this part of its run, a job's losses are diluted. */
  private static final double WHOLE = 0.995;

  /** A part of a round of a job that may be more than it takes to be there all along. */
  private static final double OVERHANG = 0.4;

  /** What people read. */
  private static final int MOST_PLACES = 16;

  private JobsReport() {}

  /** The table of the jobs, and where they meet. */
  static String text(List<JobOutcome> outcomes, List<Meeting> meetings) {
    TextTable table = new TextTable("lrlrrrr");
    table.row("Jobs", "GPUs", "", "with others", "alone", "lost", "");
    for (JobOutcome outcome : outcomes) {
      boolean isFirst = true;
      for (JobOutcome.Time time : outcome.times()) {
        boolean isKnown = !Double.isNaN(time.aloneSeconds());
        table.row(
            isFirst ? "  " + outcome.name() : "",
            isFirst ? Format.count(outcome.gpus()) : "",
            time.label(),
            Format.time(time.togetherSeconds() * Format.PS),
            isKnown ? Format.time(time.aloneSeconds() * Format.PS) : "",
            isKnown ? lost(time.lostSeconds()) : "",
            isKnown ? Percents.plain(time.lostShare()) : "");
        isFirst = false;
      }
      if (isFirst) {
        table.row("  " + outcome.name(), Format.count(outcome.gpus()), "not done", "", "", "", "");
      }
    }
    StringBuilder text = new StringBuilder("\n").append(table.render());
    if (!meetings.isEmpty()) {
      text.append('\n').append(meetings(outcomes, meetings));
    }
    return text.toString();
  }

  private static String lost(double seconds) {
    return seconds < 0 ? "-" + Format.time(-seconds * Format.PS) : Format.time(seconds * Format.PS);
  }

  private static String meetings(List<JobOutcome> outcomes, List<Meeting> meetings) {
    TextTable table = new TextTable("lrl");
    table.row("Where they meet", "links", "the one that carries most");
    for (Meeting meeting : meetings) {
      List<String> parts =
          IntStream.range(0, outcomes.size())
              .filter(job -> meeting.bytes().get(job) > 0)
              .mapToObj(
                  job -> outcomes.get(job).name() + " " + Format.bytes(meeting.bytes().get(job)))
              .toList();
      table.row("  " + meeting.label(), Format.count(meeting.links()), meeting.busiestLink());
      table.row("", "", "  " + String.join(", ", parts));
    }
    return table.render();
  }

  /**
   * What the reader should know of them. A job that is done early can be repeated, as often as it
   * fits into how long the longest of the others takes with it always there; it may be longer by
   * {@link #OVERHANG} of a round, which leaves the others at least {@link #ALL_ALONG} of the run.
   */
  static List<String> notes(List<JobOutcome> outcomes) {
    List<String> notes = new ArrayList<>();
    List<Sharing> sharings = Sharing.of(outcomes);
    long lastPs = outcomes.stream().mapToLong(JobOutcome::endPs).max().orElse(0);
    double longestPs =
        IntStream.range(0, outcomes.size())
            .mapToDouble(job -> outcomes.get(job).startPs() + sharings.get(job).alwaysSharedPs())
            .max()
            .orElse(0);
    for (int job = 0; job < outcomes.size(); job++) {
      JobOutcome outcome = outcomes.get(job);
      Sharing sharing = sharings.get(job);
      if (outcome.endPs() > 0 && outcome.endPs() < ALL_ALONG * lastPs) {
        int repeat = outcome.together().repeat();
        double roundPs = (double) sharing.tookPs() / repeat;
        long times = (long) ((longestPs - outcome.startPs()) / roundPs + OVERHANG);
        notes.add(
            "The job %s is done at %s, the last one at %s: in between the others have the network without it.%s"
                .formatted(
                    outcome.name(),
                    Format.time((double) outcome.endPs()),
                    Format.time((double) lastPs),
                    times > repeat ? " Maybe repeat: " + times + "." : ""));
      }
      if (outcome.together().serving() == null
          && sharing.share() < WHOLE
          && sharing.lostShare() > 0) {
        notes.add(
            "The job %s has others beside it for %s of its run: while it has, it loses %s, in the mean over its run %s."
                .formatted(
                    outcome.name(),
                    Format.percent(sharing.share()),
                    Percents.plain(sharing.lostShare()),
                    Percents.plain(outcome.times().get(0).lostShare())));
      }
    }
    return notes;
  }

  /** What is known of a job beside what a run of it alone has. */
  static void json(ObjectNode node, JobOutcome outcome, Sharing sharing) {
    node.put("name", outcome.name());
    node.put("gpus", outcome.gpus());
    node.put("complete", outcome.complete());
    node.put("repeat", outcome.together().repeat());
    Json.put(node, "startSeconds", outcome.startPs() / Format.PS);
    Json.put(node, "endSeconds", outcome.endPs() / Format.PS);
    outcome.places().forEach(node.putArray("places")::add);
    ArrayNode ranges = node.putArray("gpuRanges");
    outcome.ranges().forEach(one -> ranges.addArray().add(one.first()).add(one.last()));
    Json.put(node, "sharedShare", sharing.share());
    Json.put(node, "sharedLostShare", sharing.lostShare());
    ArrayNode times = node.putArray("times");
    for (JobOutcome.Time time : outcome.times()) {
      ObjectNode child = times.addObject();
      child.put("of", time.name());
      Json.put(child, "togetherSeconds", time.togetherSeconds());
      Json.put(child, "aloneSeconds", time.aloneSeconds());
      Json.put(child, "lostSeconds", time.lostSeconds());
      Json.put(child, "lostShare", time.lostShare());
    }
  }

  static void json(ArrayNode array, List<JobOutcome> outcomes, List<Meeting> meetings) {
    for (Meeting meeting : meetings) {
      ObjectNode node = array.addObject();
      node.put("tier", meeting.tier());
      node.put("links", meeting.links());
      node.put("busiestLink", meeting.busiestLink());
      ObjectNode bytes = node.putObject("bytes");
      for (int job = 0; job < outcomes.size(); job++) {
        bytes.put(outcomes.get(job).name(), meeting.bytes().get(job));
      }
    }
  }

  /** What of the flows of a job was delivered before the run was interrupted. */
  private static void partial(FlowTimes times, JobOutcome outcome, CsvFigures csv) {
    long delivered = times.completionsPs().count();
    if (outcome.together().flows() == null || delivered == 0) {
      return;
    }
    FlowReport.Spread completions = FlowReport.completions(times);
    csv.row("job", outcome.name(), "delivered", Long.toString(delivered), "1");
    csv.row("job", outcome.name(), "mean-fct", completions.mean() / Format.PS, "s");
    csv.row("job", outcome.name(), "max-fct", completions.max() / Format.PS, "s");
  }

  /** Where its GPUs are, as items of a line. */
  static List<String> places(JobOutcome outcome) {
    List<String> places = outcome.places();
    if (places.size() <= MOST_PLACES) {
      return places;
    }
    List<String> shown = new ArrayList<>(places.subList(0, MOST_PLACES));
    shown.add("and %s more, see JSON".formatted(Format.count(places.size() - MOST_PLACES)));
    return shown;
  }

  static void csv(List<JobOutcome> outcomes, List<Meeting> meetings, CsvFigures csv) {
    for (JobOutcome outcome : outcomes) {
      csv.row("job", outcome.name(), "gpus", Integer.toString(outcome.gpus()), "1");
      if (!outcome.complete()) {
        csv.row("job", outcome.name(), "complete", "0", "1");
        partial(outcome.together().result().flowTimes(), outcome, csv);
      }
      for (JobOutcome.Time time : outcome.times()) {
        csv.row("job", outcome.name(), time.name(), time.togetherSeconds(), "s");
        if (!Double.isNaN(time.aloneSeconds())) {
          csv.row("job", outcome.name(), time.name() + "-alone", time.aloneSeconds(), "s");
          csv.row("job", outcome.name(), time.name() + "-lost", time.lostSeconds(), "s");
        }
      }
    }
    for (Meeting meeting : meetings) {
      csv.row("meeting", meeting.tier(), "links", Integer.toString(meeting.links()), "1");
      for (int job = 0; job < outcomes.size(); job++) {
        csv.row(
            "meeting",
            meeting.tier(),
            outcomes.get(job).name() + " on " + meeting.busiestLink(),
            Long.toString(meeting.bytes().get(job)),
            "B");
      }
    }
  }
}

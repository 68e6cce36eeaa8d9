package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.packet.TransportKinds;
import weft.sim.metrics.PacketFigures;

/**
 * What explanations say of packets that were lost and sent again. The path does not tell the time
 * that it took from queueing, so the words must not either.
 */
final class SentAgain {

  private static final int MOST_FAILURES = 2;

  private final RunReport report;
  private final @Nullable PacketFigures figures;

  SentAgain(RunReport report) {
    this.report = report;
    figures = report.result().packets();
  }

  /** Whether a packet was sent more than once in the run. */
  boolean happened() {
    return figures != null && figures.repeated() > 0;
  }

  /** What the rest of a communication is called, in a sentence. */
  String queueing() {
    return happened() ? "queueing or loss" : "queueing";
  }

  /** Why a communication took longer than its own bytes and latency. */
  String why() {
    return happened()
        ? "others may be on the links as well, or its packets were lost and sent again"
        : "others are on the links as well";
  }

  /** How often it happened, and after which failures of links. */
  String howOften() {
    PacketFigures packets = Objects.requireNonNull(figures);
    List<String> parts = new ArrayList<>();
    parts.add(Format.count(packets.repeated(), "packet") + " of the run were sent again");
    parts.add(Format.count(packets.dropped()) + " were dropped");
    if (packets.trimmed() > 0) {
      parts.add(Format.count(packets.trimmed()) + " were trimmed");
    }
    if (packets.timeouts() > 0) {
      parts.add(Format.count(packets.timeouts(), "timeout") + length(report.packets()));
    }
    StringBuilder text = new StringBuilder(String.join(", ", parts));
    report.failures().stream()
        .filter(failure -> failure.atPs() > 0 && failure.atPs() <= report.result().endPs())
        .limit(MOST_FAILURES)
        .forEach(failure -> text.append("; ").append(words(failure)));
    return text.append(". How much of the time that took is not told apart from queueing.")
        .toString();
  }

  private static String length(@Nullable PacketPlan plan) {
    long leastPs = plan == null ? 0 : TransportKinds.of(plan.spec().transport()).timeoutPs();
    return leastPs == 0 ? "" : " of " + Format.time((double) leastPs) + " or more";
  }

  private static String words(FailureMoment failure) {
    int more = failure.links().size() - 1;
    return "%s%s failed at %s, with other paths from %s on"
        .formatted(
            failure.links().get(0),
            more == 0 ? "" : " and " + Format.count(more, "more link"),
            Format.time((double) failure.atPs()),
            Format.time((double) failure.convergedPs()));
  }
}

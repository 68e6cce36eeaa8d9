package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Schema;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.PortFigures;
import weft.sim.metrics.StreamError;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.SimulationResult;
import weft.topology.analyse.TierSummary;

/** What the network did, as text: its links, and what the model of it has to say of its work. */
final class NetworkReport {

  private final RunReport report;
  private final SimulationResult result;
  private final int indent;
  private final StringBuilder text = new StringBuilder();

  private NetworkReport(RunReport report, int indent) {
    this.report = report;
    this.indent = indent;
    result = report.result();
  }

  /**
   * Renders a report.
   *
   * @param indent columns of titles
   */
  static String text(RunReport report, int indent) {
    NetworkReport network = new NetworkReport(report, indent);
    network.links();
    network.streams(report.result().collectives(), report.result().endPs());
    network.flowLevel(report.result().flowLevel());
    network.packets(report.packets(), report.result().packets());
    return network.text.toString();
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
    text.append('\n').append(Paragraph.items("Rings", indent, items));
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
      text.append('\n').append(Paragraph.items("Flows", indent, items));
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
    text.append('\n').append(Paragraph.items("Packets", indent, items));
    text.append(Paragraph.items("Switches", indent, Thresholds.of(plan)));
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
}

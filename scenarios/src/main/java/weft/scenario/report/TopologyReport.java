package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Schema;
import weft.sim.unit.Durations;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.analyse.TransceiverCount;

/** The shape of a fabric, for people and, as schema {@code weft-topology/1}, for programs. */
public final class TopologyReport {

  private static final int INDENT = 9;

  private TopologyReport() {}

  /**
   * As text.
   *
   * @param packets settings of the packet model; null if the model is another
   */
  public static String text(
      TopologySummary fabric,
      BillOfMaterials bill,
      TopologyAnalysis analysis,
      @Nullable PacketPlan packets) {
    StringBuilder text = new StringBuilder();
    text.append(fabric.name()).append("\n\n");
    TextTable devices = new TextTable("lr");
    devices.row("GPUs", Format.count(fabric.gpus()));
    devices.row("nodes", Format.count(fabric.nodes()));
    fabric
        .switches()
        .forEach(
            (role, n) ->
                devices.row(
                    role.equals("switch") ? "switches" : role + " switches", Format.count(n)));
    text.append(devices.render()).append('\n');
    TextTable tiers = new TextTable("lrrrr");
    tiers.row("Cables and links", "count", "rate each way", "latency", "oversubscr.");
    for (TierSummary tier : fabric.tiers()) {
      tiers.row(
          "  " + tier.label() + (tier.insideNode() ? " (in the node)" : ""),
          Format.count(tier.links()),
          rate(tier),
          Format.time((double) tier.latencyPs()),
          Format.digits(tier.oversubscription()) + " : 1");
    }
    text.append(tiers.render());
    if (!fabric.transceiverCounts().isEmpty()) {
      text.append('\n').append(transceivers(fabric));
    }
    if (packets != null) {
      text.append('\n').append(packets(fabric, packets));
    }
    text.append('\n').append(BillReport.text(bill));
    return text.append(AnalysisReport.text(analysis)).toString();
  }

  /** All switches have the same thresholds: those that the largest needs. */
  private static String packets(TopologySummary fabric, PacketPlan plan) {
    List<String> model =
        List.of(
            plan.transport().name(),
            Schema.text(plan.policy()),
            "packets of " + plan.fullBytes() + " B",
            "round trip of " + Format.time((double) plan.facts().roundTripPs()));
    List<String> switches = new ArrayList<>();
    List<String> roles = new ArrayList<>(fabric.switches().keySet());
    switches.add(
        roles.size() < 2 ? "all alike" : String.join(", ", roles) + " and those in NICs alike");
    switches.addAll(Thresholds.of(plan));
    return Paragraph.items("Packets", INDENT, model)
        + Paragraph.items("Switches", INDENT, switches);
  }

  private static String rate(TierSummary tier) {
    String most = rate(tier, tier.maxRateBps());
    String least = rate(tier, tier.rateBps());
    return least.equals(most) ? most : least + " … " + most;
  }

  private static String rate(TierSummary tier, long rateBps) {
    return tier.insideNode() ? Format.byteRate(rateBps) : Format.bitRate(rateBps);
  }

  private static String transceivers(TopologySummary fabric) {
    TextTable modules = new TextTable("llrr");
    modules.row("Optical modules", "at the", "count", "rate");
    for (TransceiverCount count : fabric.transceiverCounts()) {
      modules.row(
          "  " + count.tier().label(),
          count.end().role(),
          Format.count(count.count()),
          count.transceiver().rateLabel());
    }
    fabric
        .transceivers()
        .forEach((rate, n) -> modules.row("  all " + rate, "", Format.count(n), rate));
    String ratios =
        fabric.transceiversPerGpu().entrySet().stream()
            .map(entry -> "GPU : " + entry.getKey() + " = 1 : " + Format.digits(entry.getValue()))
            .collect(Collectors.joining(", "));
    return modules.render() + "  " + ratios + "\n";
  }

  /** As JSON. */
  public static String json(
      TopologySummary fabric, BillOfMaterials bill, TopologyAnalysis analysis) {
    ObjectNode root = Json.object();
    root.put("schema", "weft-topology/1");
    root.put("name", fabric.name());
    root.put("gpus", fabric.gpus());
    root.put("nodes", fabric.nodes());
    Json.put(root, "switches", fabric.switches());
    ArrayNode tiers = root.putArray("tiers");
    for (TierSummary tier : fabric.tiers()) {
      ObjectNode node = tiers.addObject();
      node.put("name", tier.name());
      node.put("insideNode", tier.insideNode());
      node.put("links", tier.links());
      node.put("rateBps", tier.rateBps());
      node.put("maxRateBps", tier.maxRateBps());
      Json.put(node, "latencySeconds", Durations.toSeconds(tier.latencyPs()));
      Json.put(node, "oversubscription", tier.oversubscription());
    }
    Json.put(root, "cables", fabric.cables());
    Json.put(root, "transceivers", fabric.transceivers());
    ObjectNode perGpu = root.putObject("transceiversPerGpu");
    fabric.transceiversPerGpu().forEach((rate, ratio) -> Json.put(perGpu, rate, ratio));
    ArrayNode ends = root.putArray("transceiversByEnd");
    for (TransceiverCount count : fabric.transceiverCounts()) {
      ObjectNode node = ends.addObject();
      node.put("tier", count.tier().name());
      node.put("end", count.end().role());
      node.put("module", count.transceiver().name());
      node.put("rate", count.transceiver().rateLabel());
      node.put("count", count.count());
    }
    BillReport.json(bill, root);
    AnalysisReport.json(analysis, root);
    return Json.render(root);
  }

  /** As CSV, the bill of materials. */
  public static String csv(BillOfMaterials bill) {
    return BillReport.csv(bill);
  }
}

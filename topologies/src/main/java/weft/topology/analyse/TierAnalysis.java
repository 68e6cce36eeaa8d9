package weft.topology.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/** Sums up the cables of each tier; {@link TierSummary} defines the figures. */
final class TierAnalysis {

  private final CableTier tier;
  private int links;
  private long rateBps = Long.MAX_VALUE;
  private final Map<Device, Long> payloadUp = new LinkedHashMap<>();

  private TierAnalysis(CableTier tier) {
    this.tier = tier;
  }

  static List<TierSummary> of(Topology topology) {
    Map<CableTier, TierAnalysis> tiers = new LinkedHashMap<>();
    long[] payloadDown = new long[topology.devices().size()];
    for (Cable cable : topology.cables()) {
      payloadDown[cable.upper().id()] += cable.link().payloadRateBps();
      tiers.computeIfAbsent(cable.tier(), TierAnalysis::new).add(cable);
    }
    return tiers.values().stream().map(analysis -> analysis.summary(payloadDown)).toList();
  }

  private void add(Cable cable) {
    links++;
    rateBps = Math.min(rateBps, cable.link().rateBps());
    Device lower = cable.lower();
    if (lower.kind().isNetworkSwitch()) {
      payloadUp.merge(lower, cable.link().payloadRateBps(), Long::sum);
    }
  }

  private TierSummary summary(long[] payloadDown) {
    double oversubscription =
        payloadUp.entrySet().stream()
            .mapToDouble(up -> (double) payloadDown[up.getKey().id()] / up.getValue())
            .max()
            .orElse(1);
    return new TierSummary(
        tier.name(), tier.label(), tier.insideNode(), links, rateBps, oversubscription);
  }
}

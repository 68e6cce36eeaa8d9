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
  private long maxRateBps;
  private long latencyPs;

  /** By device, what cables of the tier carry up or sideways. */
  private final long[] payloadOn;

  private TierAnalysis(CableTier tier, int devices) {
    this.tier = tier;
    payloadOn = new long[devices];
  }

  static List<TierSummary> of(Topology topology) {
    int devices = topology.devices().size();
    Map<CableTier, TierAnalysis> tiers = new LinkedHashMap<>();
    long[] payloadDown = new long[devices];
    for (Cable cable : topology.cables()) {
      if (!cable.isLateral()) {
        payloadDown[cable.upper().id()] += cable.link().payloadRateBps();
      }
      tiers.computeIfAbsent(cable.tier(), tier -> new TierAnalysis(tier, devices)).add(cable);
    }
    return tiers.values().stream().map(analysis -> analysis.summary(payloadDown)).toList();
  }

  private void add(Cable cable) {
    links++;
    rateBps = Math.min(rateBps, cable.link().rateBps());
    maxRateBps = Math.max(maxRateBps, cable.link().rateBps());
    latencyPs = Math.max(latencyPs, cable.latencyPs());
    addOn(cable.lower(), cable);
    if (cable.isLateral()) {
      addOn(cable.upper(), cable);
    }
  }

  private void addOn(Device device, Cable cable) {
    if (device.kind().isNetworkSwitch()) {
      payloadOn[device.id()] += cable.link().payloadRateBps();
    }
  }

  private TierSummary summary(long[] payloadDown) {
    double oversubscription = -1;
    for (int device = 0; device < payloadOn.length; device++) {
      if (payloadOn[device] > 0) {
        oversubscription =
            Math.max(oversubscription, (double) payloadDown[device] / payloadOn[device]);
      }
    }
    return new TierSummary(
        tier.name(),
        tier.label(),
        tier.insideNode(),
        links,
        rateBps,
        maxRateBps,
        latencyPs,
        oversubscription < 0 ? 1 : oversubscription);
  }
}

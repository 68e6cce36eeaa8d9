package weft.topology.analyse;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * The shape of a topology in figures.
 *
 * @param name what it is, in a few words
 * @param gpus how many GPUs
 * @param nodes how many nodes (servers)
 * @param switches how many switches by role, {@code leaf} before {@code spine}; scale-up switches
 *     inside the nodes do not count
 * @param tiers all tiers, from the inside of the nodes outwards
 * @param transceiverCounts optical modules by tier and end
 */
public record TopologySummary(
    String name,
    int gpus,
    int nodes,
    Map<String, Integer> switches,
    List<TierSummary> tiers,
    List<TransceiverCount> transceiverCounts) {

  public TopologySummary {
    switches = Collections.unmodifiableMap(new LinkedHashMap<>(switches));
    tiers = List.copyOf(tiers);
    transceiverCounts = List.copyOf(transceiverCounts);
  }

  /** Sums a topology up. */
  public static TopologySummary of(Topology topology) {
    Map<String, Integer> switches = new LinkedHashMap<>();
    for (DeviceKind kind : DeviceKind.values()) {
      if (kind.isNetworkSwitch()) {
        int count = (int) topology.devices(kind).count();
        if (count > 0) {
          switches.put(kind.role(), count);
        }
      }
    }
    return new TopologySummary(
        topology.name(),
        (int) topology.devices(DeviceKind.GPU).count(),
        (int)
            topology.devices().stream()
                .mapToInt(Device::node)
                .filter(node -> node != Device.NONE)
                .distinct()
                .count(),
        switches,
        TierAnalysis.of(topology),
        new Modules(topology).counts());
  }

  /** Cables by name of the tier, without the links that are built into nodes. */
  public Map<String, Integer> cables() {
    Map<String, Integer> cables = new LinkedHashMap<>();
    for (TierSummary tier : tiers) {
      if (!tier.insideNode()) {
        cables.put(tier.name(), tier.links());
      }
    }
    return Collections.unmodifiableMap(cables);
  }

  /**
   * Optical modules by rate, slowest first: {@code 400G} → 1,024, {@code 800G} → 1,536. Co-packaged
   * engines are part of their switch and do not count.
   */
  public Map<String, Integer> transceivers() {
    Map<String, Integer> transceivers = new LinkedHashMap<>();
    transceiverCounts.stream()
        .filter(count -> !count.transceiver().coPackaged())
        .sorted(Comparator.comparingLong(count -> count.transceiver().rateBps()))
        .forEach(
            count ->
                transceivers.merge(count.transceiver().rateLabel(), count.count(), Integer::sum));
    return Collections.unmodifiableMap(transceivers);
  }

  /** {@link #transceivers()} for each GPU: {@code 400G} → 1.0, {@code 800G} → 1.5. */
  public Map<String, Double> transceiversPerGpu() {
    Map<String, Double> perGpu = new LinkedHashMap<>();
    transceivers().forEach((rate, count) -> perGpu.put(rate, (double) count / gpus));
    return Collections.unmodifiableMap(perGpu);
  }
}

package weft.topology.analyse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/** Paths from the first GPU to those that stand for the others. */
final class PathAnalysis {

  private final Topology topology;
  private final List<Device> gpus;
  private final Device first;
  private final Ladder ladder;
  private final Relays relays;
  private final List<Division> divisions;
  private final @Nullable DeviceKind lowestSwitch;
  private final Map<Device, Ladder.Reach> reaches = new HashMap<>();

  private PathAnalysis(Topology topology, Ladder ladder) {
    this.topology = topology;
    this.ladder = ladder;
    gpus = topology.devices(DeviceKind.GPU).toList();
    first = gpus.get(0);
    relays = new Relays(gpus);
    divisions = Division.of(topology);
    lowestSwitch =
        topology.devices().stream()
            .map(Device::kind)
            .filter(DeviceKind::isNetworkSwitch)
            .min(Comparator.comparingInt(DeviceKind::level))
            .orElse(null);
  }

  /**
   * At each relation that occurs, nearest first, the nearest GPU and the farthest that the first
   * one has a direct path to, and the first to which it has none.
   */
  static List<PathSummary> of(Topology topology, Ladder ladder) {
    return new PathAnalysis(topology, ladder).pairs();
  }

  private List<PathSummary> pairs() {
    Ladder.Reach belowLeaf = ladder.down(leavesOf(first));
    Map<Integer, Samples> samples = new TreeMap<>();
    for (Device gpu : gpus.subList(1, gpus.size())) {
      samples
          .computeIfAbsent(relation(gpu, belowLeaf), absent -> new Samples())
          .add(gpu, reach(first).hops(gpu.id()));
    }
    String role = lowestSwitch == null ? "switch" : lowestSwitch.role();
    List<Relation> relations = Relation.of(role, divisions);
    return samples.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().gpus().map(gpu -> summary(relations.get(entry.getKey()), gpu)))
        .toList();
  }

  /** Index of the relation between a GPU and the first one, in {@link Relation#of}. */
  private int relation(Device gpu, Ladder.Reach belowLeaf) {
    if (gpu.node() == first.node()) {
      return 0;
    }
    if (belowLeaf.includes(gpu.id())) {
      return 1;
    }
    int division = 0;
    while (division < divisions.size()
        && divisions.get(division).blocks().of(gpu) != divisions.get(division).blocks().of(first)) {
      division++;
    }
    return 2 + division;
  }

  private PathSummary summary(Relation relation, Device to) {
    if (reach(first).includes(to.id())) {
      return summary(relation, List.of(first, to));
    }
    List<Device> over = relays.between(first, to, (one, other) -> reach(one).includes(other.id()));
    if (over.isEmpty()) {
      return new PathSummary(relation, first.name(), to.name(), 0, 0, false);
    }
    List<Device> stops = new ArrayList<>(List.of(first));
    stops.addAll(over);
    stops.add(to);
    return summary(relation, stops);
  }

  /** Of paths that visit these GPUs. */
  private PathSummary summary(Relation relation, List<Device> stops) {
    int hops = 0;
    long ways = 1;
    for (int stop = 1; stop < stops.size(); stop++) {
      Device to = stops.get(stop);
      Ladder.Reach reach = ladder.between(stops.get(stop - 1), to);
      hops += reach.hops(to.id());
      long more = reach.ways(to.id());
      ways = more > Long.MAX_VALUE / ways ? Long.MAX_VALUE : ways * more;
    }
    String last = stops.get(stops.size() - 1).name();
    return new PathSummary(relation, first.name(), last, hops, ways, stops.size() > 2);
  }

  private Ladder.Reach reach(Device gpu) {
    return reaches.computeIfAbsent(gpu, from -> ladder.from(from.id()));
  }

  private int[] leavesOf(Device gpu) {
    Ladder.Reach up = ladder.up(gpu.id());
    return topology.devices().stream()
        .filter(device -> device.kind().isNetworkSwitch())
        .filter(device -> device.kind().level() == Objects.requireNonNull(lowestSwitch).level())
        .mapToInt(Device::id)
        .filter(up::includes)
        .toArray();
  }

  /** GPUs of one relation that stand for the others. */
  private static final class Samples {

    private final @Nullable Device[] chosen = new Device[3];
    private int least = Ladder.UNREACHABLE;
    private int most = -1;

    void add(Device gpu, int hops) {
      if (hops == Ladder.UNREACHABLE) {
        chosen[2] = chosen[2] == null ? gpu : chosen[2];
        return;
      }
      if (hops < least) {
        least = hops;
        chosen[0] = gpu;
      }
      if (hops > most) {
        most = hops;
        chosen[1] = gpu;
      }
    }

    /** Nearest, farthest and unreached. */
    Stream<Device> gpus() {
      return Arrays.stream(chosen).filter(Objects::nonNull).distinct();
    }
  }
}

package weft.topology.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import weft.topology.graph.Device;

/**
 * Over which GPU traffic is relayed that finds no direct path, chosen as the engine's router does
 * ({@code weft.sim.route.UpDownRouter}).
 */
final class Relays {

  private final Map<Integer, List<Device>> gpusOfNode = new HashMap<>();

  Relays(List<Device> gpus) {
    for (Device gpu : gpus) {
      gpusOfNode.computeIfAbsent(gpu.node(), absent -> new ArrayList<>()).add(gpu);
    }
  }

  /**
   * The first of these GPUs that both ends reach: of the first node on the other end's rail, the
   * others of that node, of the other node on the first end's rail, the others of that.
   *
   * @param joined whether there is a direct path between two GPUs
   */
  Optional<Device> between(Device from, Device to, BiPredicate<Device, Device> joined) {
    List<Device> candidates = new ArrayList<>();
    add(from, to.rail(), candidates);
    add(to, from.rail(), candidates);
    return candidates.stream()
        .filter(relay -> !relay.equals(from) && !relay.equals(to))
        .filter(relay -> joined.test(from, relay) && joined.test(relay, to))
        .findFirst();
  }

  private void add(Device member, int rail, List<Device> candidates) {
    List<Device> gpus = gpusOfNode.getOrDefault(member.node(), List.of());
    gpus.stream().filter(gpu -> gpu.rail() == rail).forEach(candidates::add);
    gpus.stream().filter(gpu -> gpu.rail() != rail).forEach(candidates::add);
  }
}

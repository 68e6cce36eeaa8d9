package weft.topology.analyse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import weft.topology.graph.Device;

/**
 * Over which GPUs traffic is relayed that finds no direct path, chosen as the engine's router does
 * ({@code weft.sim.route.UpDownRouter}).
 */
final class Relays {

  private static final List<Device> NOBODY = List.of();

  private final Map<Integer, List<Device>> gpusOfNode = new HashMap<>();

  Relays(List<Device> gpus) {
    for (Device gpu : gpus) {
      gpusOfNode.computeIfAbsent(gpu.node(), absent -> new ArrayList<>()).add(gpu);
    }
  }

  /**
   * The first of these GPUs that both ends reach: of the first node on the other end's rail, the
   * others of that node, of the other node on the first end's rail, the others of that. If there is
   * none, the first two, of the first node and of the other one, that make a way; empty if none do.
   *
   * @param joined whether there is a direct path between two GPUs
   */
  List<Device> between(Device from, Device to, BiPredicate<Device, Device> joined) {
    List<Device> candidates = new ArrayList<>(beside(from, to.rail(), to));
    candidates.addAll(beside(to, from.rail(), from));
    for (Device relay : candidates) {
      if (joined.test(from, relay) && joined.test(relay, to)) {
        return List.of(relay);
      }
    }
    for (Device first : beside(from, to.rail(), to)) {
      for (Device second : joined.test(from, first) ? beside(to, first.rail(), from) : NOBODY) {
        if (!second.equals(first) && joined.test(first, second) && joined.test(second, to)) {
          return List.of(first, second);
        }
      }
    }
    return NOBODY;
  }

  /** The others of a GPU's node but for one, those on a rail first. */
  private List<Device> beside(Device member, int rail, Device other) {
    return gpusOfNode.getOrDefault(member.node(), List.of()).stream()
        .filter(gpu -> !gpu.equals(member) && !gpu.equals(other))
        .sorted(Comparator.comparing(gpu -> gpu.rail() == rail ? 0 : 1))
        .toList();
  }
}

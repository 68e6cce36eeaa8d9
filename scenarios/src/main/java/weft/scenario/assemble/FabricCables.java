package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CableNames;
import weft.scenario.spec.FailureSpec;
import weft.sim.fabric.Fabric;
import weft.sim.run.LinkFailure;
import weft.topology.error.Suggestion;

/** Finds cables of a fabric by the names of its nodes. */
final class FabricCables implements CableNames {

  private final Fabric fabric;
  private final Map<String, Integer> nodes = new LinkedHashMap<>();

  FabricCables(Fabric fabric) {
    this.fabric = fabric;
    for (int node = 0; node < fabric.nodeCount(); node++) {
      nodes.put(fabric.nodeName(node), node);
    }
  }

  @Override
  public boolean isDevice(String name) {
    return nodes.containsKey(name);
  }

  @Override
  public Optional<String> nearest(String name) {
    return Suggestion.nearest(name, nodes.keySet());
  }

  @Override
  public int count(String device, String other) {
    return links(device, other).size();
  }

  @Override
  public Optional<String> nearestNeighbour(String device, String other) {
    Set<String> neighbours = new LinkedHashSet<>();
    int node = node(device);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      neighbours.add(fabric.nodeName(fabric.target(link)));
    }
    return Suggestion.nearest(other, neighbours).or(() -> neighbours.stream().findFirst());
  }

  /** Both links of every cable that fails. */
  List<LinkFailure> failures(List<FailureSpec> specs) {
    List<LinkFailure> failures = new ArrayList<>();
    for (FailureSpec spec : specs) {
      String device = spec.cable().get(0);
      String other = spec.cable().get(1);
      // Links keep the order of their cables at both ends, so that a number means one cable.
      add(links(device, other), spec.number(), spec.atPs(), failures);
      add(links(other, device), spec.number(), spec.atPs(), failures);
    }
    return failures;
  }

  private static void add(
      List<Integer> links, @Nullable Integer number, long atPs, List<LinkFailure> failures) {
    List<Integer> meant = number == null ? links : List.of(links.get(number));
    meant.forEach(link -> failures.add(new LinkFailure(link, atPs)));
  }

  /** The links from one device to another. */
  private List<Integer> links(String device, String other) {
    List<Integer> links = new ArrayList<>();
    int node = node(device);
    int target = node(other);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      if (fabric.target(link) == target) {
        links.add(link);
      }
    }
    return links;
  }

  private int node(String device) {
    Integer node = nodes.get(device);
    if (node == null) {
      throw new IllegalArgumentException("no device is called " + device);
    }
    return node;
  }
}

package weft.topology.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.FileAttribute;

/**
 * Which node each device is in. Where the file does not say it, devices other than network switches
 * that hang together without any of these are one node: with the number that one of them has, or
 * else the next one that is free.
 */
final class NodesOfDevices {

  private final Map<String, Integer> nodes = new HashMap<>();
  private final Map<String, List<String>> neighbours = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private int free;

  private NodesOfDevices() {}

  static Map<String, Integer> of(GraphDraft draft, Map<String, DeviceKind> kinds) {
    NodesOfDevices result = new NodesOfDevices();
    draft.devices().forEach(result::read);
    Set<String> inside = new HashSet<>();
    kinds.forEach(
        (id, kind) -> {
          if (!kind.isNetworkSwitch()) {
            inside.add(id);
          }
        });
    for (GraphDraft.Edge edge : draft.cables()) {
      if (inside.contains(edge.source()) && inside.contains(edge.target())) {
        result.join(edge.source(), edge.target());
        result.join(edge.target(), edge.source());
      }
    }
    Set<String> seen = new HashSet<>();
    for (String id : kinds.keySet()) {
      if (inside.contains(id) && seen.add(id)) {
        result.number(result.together(id, seen));
      }
    }
    return result.nodes;
  }

  private void read(String id, Item item) {
    String text = item.find(FileAttribute.NODE);
    if (text != null) {
      int node = Quantity.index(item, "node", text);
      nodes.put(id, node);
      taken.add(node);
    }
  }

  private void join(String from, String to) {
    neighbours.computeIfAbsent(from, absent -> new ArrayList<>()).add(to);
  }

  private List<String> together(String first, Set<String> seen) {
    List<String> group = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      String id = open.removeFirst();
      group.add(id);
      for (String next : neighbours.getOrDefault(id, List.of())) {
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return group;
  }

  private void number(List<String> group) {
    @Nullable Integer node = null;
    boolean complete = true;
    for (String id : group) {
      Integer given = nodes.get(id);
      complete &= given != null;
      node = node == null ? given : node;
    }
    if (complete) {
      return;
    }
    if (node == null) {
      while (!taken.add(free)) {
        free++;
      }
      node = free;
    }
    for (String id : group) {
      nodes.putIfAbsent(id, node);
    }
  }
}

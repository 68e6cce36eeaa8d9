package weft.topology.build;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/** What the graph of a topology is, found by the dullest means. */
final class Facts {

  private static final double UNBOUNDED = 1e9;

  private Facts() {}

  static boolean connected(Topology topology) {
    return new ConnectivityInspector<>(topology.graph()).isConnected();
  }

  static Set<Integer> degrees(Topology topology, DeviceKind kind) {
    Set<Integer> degrees = new TreeSet<>();
    topology.devices(kind).forEach(device -> degrees.add(topology.graph().degreeOf(device)));
    return degrees;
  }

  /** Hops from a device to all others, by device id. */
  static int[] hops(Topology topology, Device from) {
    int[] hops = new int[topology.devices().size()];
    Arrays.fill(hops, -1);
    hops[from.id()] = 0;
    Deque<Device> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Device device = open.removeFirst();
      for (Device next : Graphs.neighborListOf(topology.graph(), device)) {
        if (hops[next.id()] < 0) {
          hops[next.id()] = hops[device.id()] + 1;
          open.add(next);
        }
      }
    }
    return hops;
  }

  /** The most hops between two devices of a kind. */
  static int diameter(Topology topology, DeviceKind kind) {
    List<Device> devices = topology.devices(kind).toList();
    int most = 0;
    for (Device from : devices) {
      int[] hops = hops(topology, from);
      for (Device to : devices) {
        most = Math.max(most, hops[to.id()]);
      }
    }
    return most;
  }

  /** How many cables' worth flows from the devices of a kind on one side to those on the other. */
  static int maxFlow(Topology topology, DeviceKind kind, Predicate<Device> onOneSide) {
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    int source = topology.devices().size();
    int sink = source + 1;
    for (int vertex = 0; vertex <= sink; vertex++) {
      graph.addVertex(vertex);
    }
    for (Cable cable : topology.cables()) {
      widen(graph, cable.lower().id(), cable.upper().id(), 1);
      widen(graph, cable.upper().id(), cable.lower().id(), 1);
    }
    topology
        .devices(kind)
        .forEach(
            device -> {
              if (onOneSide.test(device)) {
                widen(graph, source, device.id(), UNBOUNDED);
              } else {
                widen(graph, device.id(), sink, UNBOUNDED);
              }
            });
    return (int) Math.round(new PushRelabelMFImpl<>(graph).getMaximumFlowValue(source, sink));
  }

  private static void widen(
      Graph<Integer, DefaultWeightedEdge> graph, int from, int to, double by) {
    DefaultWeightedEdge edge = graph.getEdge(from, to);
    if (edge == null) {
      graph.setEdgeWeight(graph.addEdge(from, to), by);
    } else {
      graph.setEdgeWeight(edge, graph.getEdgeWeight(edge) + by);
    }
  }
}

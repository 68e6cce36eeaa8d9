package weft.topology.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * The blast radius of every single failure, and the worst of them by kind and place.
 *
 * <p>Devices, cables and modules are all vertices of one graph, in which a cable leads from its
 * lower device over its modules, if it has any, to its upper one. Any failure is then the loss of
 * one vertex, and one search answers for all of a kind. Switches have a graph of their own, without
 * modules: there, what is plugged into one module would seem to be joined by it when the switch is
 * gone. A scale-up network that ends inside its node is left out: it is no way around a failure.
 */
final class FailureAnalysis {

  private final Topology topology;
  private final List<Modules.Module> modules;
  private final Map<CableTier, Long> tierRateBps = new HashMap<>();
  private final Map<String, FailureSummary> worst = new LinkedHashMap<>();
  private final CutVertices parts;
  private final CutVertices partsOfModules;
  private final int gpus;

  private FailureAnalysis(Topology topology) {
    this.topology = topology;
    modules = Modules.of(topology);
    gpus = (int) topology.devices(DeviceKind.GPU).count();
    for (Cable cable : topology.cables()) {
      tierRateBps.merge(cable.tier(), cable.link().payloadRateBps(), Long::sum);
    }
    parts = parts(List.of());
    partsOfModules = parts(modules);
  }

  static List<FailureSummary> of(Topology topology) {
    FailureAnalysis analysis = new FailureAnalysis(topology);
    analysis.failLinks();
    analysis.failModules();
    analysis.failSwitches();
    return List.copyOf(analysis.worst.values());
  }

  private CutVertices parts(List<Modules.Module> present) {
    int firstCable = topology.devices().size();
    int firstModule = firstCable + topology.cables().size();
    int[] weights = new int[firstModule + present.size()];
    topology.devices(DeviceKind.GPU).forEach(gpu -> weights[gpu.id()] = 1);
    int[] lower = new int[topology.cables().size()];
    int[] upper = new int[topology.cables().size()];
    for (Cable cable : topology.cables()) {
      lower[cable.id()] = cable.lower().id();
      upper[cable.id()] = cable.upper().id();
    }
    for (int module = 0; module < present.size(); module++) {
      Modules.Module own = present.get(module);
      for (Cable cable : own.cables()) {
        boolean atLower = own.end() == cable.lower().kind();
        (atLower ? lower : upper)[cable.id()] = firstModule + module;
      }
    }
    Edges edges = new Edges();
    boolean[] networked = networked();
    for (Cable cable : topology.cables()) {
      int id = cable.id();
      if (!cable.tier().insideNode() || networked[cable.upper().id()]) {
        edges.add(lower[id], firstCable + id);
        edges.add(firstCable + id, upper[id]);
        edges.addUnlessSame(cable.lower().id(), lower[id]);
        edges.addUnlessSame(upper[id], cable.upper().id());
      }
    }
    return edges.search(weights);
  }

  /** Which devices have a cable that leaves the node. */
  private boolean[] networked() {
    boolean[] networked = new boolean[topology.devices().size()];
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        networked[cable.lower().id()] = true;
        networked[cable.upper().id()] = true;
      }
    }
    return networked;
  }

  private void failLinks() {
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        String ends = cable.lower().name() + " – " + cable.upper().name();
        int vertex = topology.devices().size() + cable.id();
        int left = parts.largestWithout(vertex);
        fail("link", cable.tier().name(), ends, left, List.of(cable));
      }
    }
  }

  private void failModules() {
    int firstModule = topology.devices().size() + topology.cables().size();
    for (int module = 0; module < modules.size(); module++) {
      Modules.Module own = modules.get(module);
      String place = own.tier().name() + " at " + own.end().role();
      fail(
          "module",
          place,
          own.holder().name(),
          partsOfModules.largestWithout(firstModule + module),
          own.cables());
    }
  }

  private void failSwitches() {
    for (Device device : topology.devices()) {
      if (device.kind().isNetworkSwitch()) {
        List<Cable> cables = List.copyOf(topology.graph().edgesOf(device));
        fail(
            "switch",
            device.kind().role(),
            device.name(),
            parts.largestWithout(device.id()),
            cables);
      }
    }
  }

  private void fail(String kind, String place, String example, int gpusLeft, List<Cable> cables) {
    long lostBps = 0;
    Map<CableTier, Long> lostByTier = new HashMap<>();
    for (Cable cable : cables) {
      lostBps += cable.link().payloadRateBps();
      lostByTier.merge(cable.tier(), cable.link().payloadRateBps(), Long::sum);
    }
    double share = 0;
    for (Map.Entry<CableTier, Long> lost : lostByTier.entrySet()) {
      share =
          Math.max(share, (double) lost.getValue() / tierRateBps.getOrDefault(lost.getKey(), 0L));
    }
    int cutOff = gpus - gpusLeft;
    worst.merge(
        kind + " " + place,
        new FailureSummary(kind, place, example, cutOff, cables.size(), lostBps, share),
        FailureAnalysis::worse);
  }

  private static FailureSummary worse(FailureSummary known, FailureSummary other) {
    if (known.gpusCutOff() != other.gpusCutOff()) {
      return known.gpusCutOff() > other.gpusCutOff() ? known : other;
    }
    return known.capacityLostBps() >= other.capacityLostBps() ? known : other;
  }

  /** Edges as they are found. */
  private static final class Edges {
    private final List<int[]> edges = new ArrayList<>();

    void add(int from, int to) {
      edges.add(new int[] {from, to});
    }

    void addUnlessSame(int from, int to) {
      if (from != to) {
        add(from, to);
      }
    }

    CutVertices search(int[] weights) {
      return new CutVertices(
          weights,
          edges.stream().mapToInt(edge -> edge[0]).toArray(),
          edges.stream().mapToInt(edge -> edge[1]).toArray());
    }
  }
}

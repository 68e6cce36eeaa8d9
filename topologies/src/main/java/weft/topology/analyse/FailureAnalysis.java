package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * The blast radius of every single failure, and the worst of them by kind and place.
 *
 * <p>Devices, cables and modules are all vertices of one graph, in which a cable leads from one
 * device over its modules, if it has any, to the other. Any failure is then the loss of one vertex,
 * and one search answers for all of a kind. Switches have a graph of their own, without modules:
 * there, what is plugged into one module would seem to be joined by it when the switch is gone.
 * Optical circuit switches, of which a circuit knows nothing, are {@link LostCircuits}. Inside
 * nodes only the ways between GPUs and the network count ({@link NodeExits}).
 */
final class FailureAnalysis {

  private final Topology topology;
  private final CableIndex index;
  private final Modules modules;

  /** By cable, the index of its tier; by tier, its payload rate. */
  private final int[] tiers;

  private final long[] tierBps;
  private final long[] lostBps;
  private final Map<Place, FailureSummary> worst = new LinkedHashMap<>();

  private FailureAnalysis(Topology topology) {
    this.topology = topology;
    index = new CableIndex(topology);
    modules = new Modules(topology);
    tiers =
        topology.cables().stream()
            .mapToInt(cable -> topology.tiers().indexOf(cable.tier()))
            .toArray();
    tierBps = new long[topology.tiers().size()];
    lostBps = new long[tierBps.length];
    for (Cable cable : topology.cables()) {
      tierBps[tiers[cable.id()]] += cable.link().payloadRateBps();
    }
  }

  static List<FailureSummary> of(Topology topology) {
    FailureAnalysis analysis = new FailureAnalysis(topology);
    CutVertices parts = analysis.parts(false);
    analysis.failLinks(parts);
    analysis.failModules(analysis.parts(true));
    analysis.failSwitches(parts);
    analysis.failCircuitSwitches();
    return List.copyOf(analysis.worst.values());
  }

  /** Vertices are the devices, behind them the cables, behind these the modules. */
  private CutVertices parts(boolean withModules) {
    int firstCable = topology.devices().size();
    int firstModule = firstCable + topology.cables().size();
    int[] weights = new int[firstModule + (withModules ? modules.count() : 0)];
    topology.devices(DeviceKind.GPU).forEach(gpu -> weights[gpu.id()] = 1);
    IntArrayList from = new IntArrayList();
    IntArrayList to = new IntArrayList();
    NodeExits exits = new NodeExits(topology, index);
    for (Cable cable : topology.cables()) {
      if (exits.isWayOut(cable)) {
        int id = cable.id();
        int[] ends = {cable.lower().id(), cable.upper().id()};
        int[] plugs = {modules.atLower(id), modules.atUpper(id)};
        for (int end = 0; end < ends.length; end++) {
          int at = ends[end];
          if (withModules && plugs[end] != Modules.NONE) {
            from.add(at);
            at = firstModule + plugs[end];
            to.add(at);
          }
          from.add(at);
          to.add(firstCable + id);
        }
      }
    }
    return new CutVertices(weights, from.toIntArray(), to.toIntArray());
  }

  private void failLinks(CutVertices parts) {
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        int cutOff = parts.cutOffBy(topology.devices().size() + cable.id());
        long bps = cable.link().payloadRateBps();
        double share = (double) bps / tierBps[tiers[cable.id()]];
        Place place = new Place("link", cable.tier().name(), "");
        if (isWorse(place, cutOff, bps)) {
          String ends = cable.lower().name() + " – " + cable.upper().name();
          worst.put(place, place.failure(ends, cutOff, 1, bps, share));
        }
      }
    }
  }

  private void failModules(CutVertices parts) {
    int firstModule = topology.devices().size() + topology.cables().size();
    for (int module = 0; module < modules.count(); module++) {
      Modules.Module own = modules.module(module);
      int cutOff = parts.cutOffBy(firstModule + module);
      long bps = modules.payloadBps(module);
      double share = (double) bps / tierBps[topology.tiers().indexOf(own.tier())];
      Place place = new Place("module", own.tier().name(), own.holder().kind().role());
      if (isWorse(place, cutOff, bps)) {
        worst.put(
            place, place.failure(own.holder().name(), cutOff, modules.cables(module), bps, share));
      }
    }
  }

  private void failSwitches(CutVertices parts) {
    for (Device device : topology.devices()) {
      if (device.kind().isNetworkSwitch()) {
        IntArrayList lost = new IntArrayList();
        for (int i = index.first(device.id()); i < index.end(device.id()); i++) {
          lost.add(index.cable(i));
        }
        Place place = new Place("switch", device.kind().role(), "");
        fail(place, device.name(), parts.cutOffBy(device.id()), lost);
      }
    }
  }

  private void failCircuitSwitches() {
    Map<CircuitSwitch, IntArrayList> circuits = new HashMap<>();
    for (Cable cable : topology.cables()) {
      CircuitSwitch through = cable.circuitSwitch();
      if (through != null) {
        circuits.computeIfAbsent(through, absent -> new IntArrayList()).add(cable.id());
      }
    }
    int[] cutOff = LostCircuits.gpusCutOff(topology);
    for (int i = 0; i < cutOff.length; i++) {
      CircuitSwitch own = topology.circuitSwitches().get(i);
      Place place = new Place("switch", "ocs", "");
      fail(place, own.name(), cutOff[i], circuits.getOrDefault(own, new IntArrayList()));
    }
  }

  /** Cables of several tiers may go dark. */
  private void fail(Place place, String name, int cutOff, IntArrayList cables) {
    Arrays.fill(lostBps, 0);
    for (int i = 0; i < cables.size(); i++) {
      int cable = cables.getInt(i);
      lostBps[tiers[cable]] += topology.cables().get(cable).link().payloadRateBps();
    }
    double share = 0;
    for (int tier = 0; tier < lostBps.length; tier++) {
      share = Math.max(share, (double) lostBps[tier] / tierBps[tier]);
    }
    long bps = Arrays.stream(lostBps).sum();
    if (isWorse(place, cutOff, bps)) {
      worst.put(place, place.failure(name, cutOff, cables.size(), bps, share));
    }
  }

  private boolean isWorse(Place place, int gpusCutOff, long lostBps) {
    FailureSummary known = worst.get(place);
    return known == null
        || gpusCutOff > known.gpusCutOff()
        || (gpusCutOff == known.gpusCutOff() && lostBps > known.capacityLostBps());
  }

  /** Where something fails: a tier and an end of it, the role of a switch, or {@code ocs}. */
  private record Place(String kind, String where, String end) {

    FailureSummary failure(String example, int gpusCutOff, int cables, long bps, double share) {
      String place = end.isEmpty() ? where : where + " at " + end;
      return new FailureSummary(kind, place, example, gpusCutOff, cables, bps, share);
    }
  }
}

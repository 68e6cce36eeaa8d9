package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
 * nodes all links count for what is cut off, as over those between GPUs traffic is relayed; for
 * what is off the network only the ways between GPUs and the network ({@link NodeExits}).
 */
final class FailureAnalysis {

  private final Topology topology;
  private final CableIndex index;
  private final Modules modules;

  /** Whether a cable is one between nodes, or inside them on the way from a GPU to one. */
  private final Predicate<Cable> wayOut;

  /** By cable, the index of its tier; by tier, its payload rate. */
  private final int[] tiers;

  private final long[] tierBps;
  private final long[] lostBps;
  private final Map<Place, FailureSummary> worst = new LinkedHashMap<>();

  private FailureAnalysis(Topology topology) {
    this.topology = topology;
    index = new CableIndex(topology);
    modules = new Modules(topology);
    wayOut = new NodeExits(topology, index)::isWayOut;
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
    Parts parts = analysis.parts(false);
    analysis.failLinks(parts);
    analysis.failModules(analysis.parts(true));
    analysis.failSwitches(parts);
    analysis.failCircuitSwitches();
    return List.copyOf(analysis.worst.values());
  }

  private Parts parts(boolean withModules) {
    CutVertices network = parts(withModules, wayOut);
    // Where no link inside a node joins GPUs, one search says it all.
    boolean relays = topology.cables().stream().anyMatch(wayOut.negate());
    return new Parts(relays ? parts(withModules, cable -> true) : network, network);
  }

  /** Vertices are the devices, behind them the cables, behind these the modules. */
  private CutVertices parts(boolean withModules, Predicate<Cable> counts) {
    int firstCable = topology.devices().size();
    int firstModule = firstCable + topology.cables().size();
    int[] weights = new int[firstModule + (withModules ? modules.count() : 0)];
    topology.devices(DeviceKind.GPU).forEach(gpu -> weights[gpu.id()] = 1);
    IntArrayList from = new IntArrayList();
    IntArrayList to = new IntArrayList();
    for (Cable cable : topology.cables()) {
      if (counts.test(cable)) {
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

  private void failLinks(Parts parts) {
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        Gone gone = parts.without(topology.devices().size() + cable.id());
        long bps = cable.link().payloadRateBps();
        Place place = new Place("link", cable.tier().name(), "");
        if (isWorse(place, gone, bps)) {
          String ends = cable.lower().name() + " – " + cable.upper().name();
          put(place, ends, gone, new Loss(1, bps, tiers[cable.id()], bps));
        }
      }
    }
  }

  private void failModules(Parts parts) {
    int firstModule = topology.devices().size() + topology.cables().size();
    for (int module = 0; module < modules.count(); module++) {
      Modules.Module own = modules.module(module);
      Gone gone = parts.without(firstModule + module);
      long bps = modules.payloadBps(module);
      Place place = new Place("module", own.tier().name(), own.holder().kind().role());
      if (isWorse(place, gone, bps)) {
        int tier = topology.tiers().indexOf(own.tier());
        put(place, own.holder().name(), gone, new Loss(modules.cables(module), bps, tier, bps));
      }
    }
  }

  private void failSwitches(Parts parts) {
    for (Device device : topology.devices()) {
      if (device.kind().isNetworkSwitch()) {
        IntArrayList lost = new IntArrayList();
        for (int i = index.first(device.id()); i < index.end(device.id()); i++) {
          lost.add(index.cable(i));
        }
        Place place = new Place("switch", device.kind().role(), "");
        fail(place, device.name(), parts.without(device.id()), lost);
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
    int[] cutOff = LostCircuits.gpusLost(topology, cable -> true);
    int[] offNetwork = LostCircuits.gpusLost(topology, wayOut);
    for (int i = 0; i < cutOff.length; i++) {
      CircuitSwitch own = topology.circuitSwitches().get(i);
      Gone gone = new Gone(cutOff[i], offNetwork[i]);
      Place place = new Place("switch", "ocs", "");
      fail(place, own.name(), gone, circuits.getOrDefault(own, new IntArrayList()));
    }
  }

  /** Cables of several tiers may go dark; where there are none, nothing is lost. */
  private void fail(Place place, String name, Gone gone, IntArrayList cables) {
    if (cables.isEmpty()) {
      return;
    }
    Arrays.fill(lostBps, 0);
    for (int i = 0; i < cables.size(); i++) {
      int cable = cables.getInt(i);
      lostBps[tiers[cable]] += topology.cables().get(cable).link().payloadRateBps();
    }
    int worstTier = 0;
    for (int tier = 1; tier < lostBps.length; tier++) {
      if (share(lostBps[tier], tier) > share(lostBps[worstTier], worstTier)) {
        worstTier = tier;
      }
    }
    long bps = Arrays.stream(lostBps).sum();
    if (isWorse(place, gone, bps)) {
      put(place, name, gone, new Loss(cables.size(), bps, worstTier, lostBps[worstTier]));
    }
  }

  private double share(long bps, int tier) {
    return (double) bps / tierBps[tier];
  }

  private boolean isWorse(Place place, Gone gone, long bps) {
    FailureSummary known = worst.get(place);
    if (known == null || gone.cutOff != known.gpusCutOff()) {
      return known == null || gone.cutOff > known.gpusCutOff();
    }
    return gone.offNetwork > known.gpusOffNetwork()
        || (gone.offNetwork == known.gpusOffNetwork() && bps > known.capacityLostBps());
  }

  private void put(Place place, String example, Gone gone, Loss loss) {
    worst.put(
        place,
        new FailureSummary(
            place.kind,
            place.end.isEmpty() ? place.where : place.where + " at " + place.end,
            example,
            gone.cutOff,
            gone.offNetwork,
            loss.cables,
            loss.bps,
            topology.tiers().get(loss.tier),
            loss.tierBps,
            share(loss.tierBps, loss.tier)));
  }

  /** Where something fails: a tier and an end of it, the role of a switch, or {@code ocs}. */
  private record Place(String kind, String where, String end) {}

  /** GPUs that are lost over all links, and over the network alone. */
  private record Gone(int cutOff, int offNetwork) {}

  /** What goes dark: how many cables, their payload, the tier that is hit worst and its part. */
  private record Loss(int cables, long bps, int tier, long tierBps) {}

  /** What hangs together over all links, and over the network alone. */
  private record Parts(CutVertices all, CutVertices network) {

    Gone without(int vertex) {
      return new Gone(all.cutOffBy(vertex), network.cutOffBy(vertex));
    }
  }
}

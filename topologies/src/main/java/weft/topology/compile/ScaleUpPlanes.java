package weft.topology.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Scale-up switches that are alike: planes over which GPUs spread their traffic evenly, so that
 * none of them can be a bottleneck before the others are. To the engine they are one switch.
 *
 * <p>Two switches are alike if they are in one node and have the same cables to the same devices. A
 * switch that lacks a cable stands for itself.
 */
final class ScaleUpPlanes {

  /** By device, the first that is like it, and how many there are. */
  private final int[] firsts;

  private final int[] counts;

  ScaleUpPlanes(Topology topology) {
    int devices = topology.devices().size();
    firsts = new int[devices];
    counts = new int[devices];
    Map<Integer, List<End>> ends = new HashMap<>();
    topology
        .devices(DeviceKind.NVSWITCH)
        .forEach(device -> ends.put(device.id(), new ArrayList<>()));
    for (Cable cable : topology.cables()) {
      addEnd(ends, cable.upper(), cable, cable.lower());
      addEnd(ends, cable.lower(), cable, cable.upper());
    }
    Map<Plane, Integer> known = new HashMap<>();
    for (Device device : topology.devices()) {
      int first = device.id();
      List<End> ownEnds = ends.remove(first);
      if (ownEnds != null) {
        Integer same = known.putIfAbsent(new Plane(device.node(), ownEnds), first);
        first = same == null ? first : same;
      }
      firsts[device.id()] = first;
      counts[first]++;
    }
  }

  private static void addEnd(
      Map<Integer, List<End>> ends, Device owner, Cable cable, Device other) {
    if (owner.kind() == DeviceKind.NVSWITCH) {
      List<End> ownEnds = ends.get(owner.id());
      if (ownEnds != null) {
        ownEnds.add(new End(cable.type(), other.id()));
      }
    }
  }

  /** Id of the first device that is like this one. */
  int first(Device device) {
    return firsts[device.id()];
  }

  /** For how many cables a cable stands: 0 if another stands for it. */
  int cablesOf(Cable cable) {
    int lower = cable.lower().id();
    int upper = cable.upper().id();
    return firsts[lower] == lower && firsts[upper] == upper ? counts[lower] * counts[upper] : 0;
  }

  /** The device's name; of several without their number: {@code node-0/nvswitch}. */
  String name(Device device) {
    return counts[device.id()] == 1 ? device.name() : device.name().replaceFirst("-\\d+$", "");
  }

  private record End(CableClass type, int other) {}

  private record Plane(int node, List<End> ends) {}
}

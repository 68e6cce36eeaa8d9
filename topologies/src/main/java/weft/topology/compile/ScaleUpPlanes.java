package weft.topology.compile;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  // Neighbouring cables mostly share the object, which spares a look-up by value.
  @SuppressWarnings("ReferenceEquality")
  ScaleUpPlanes(Topology topology) {
    int devices = topology.devices().size();
    firsts = new int[devices];
    counts = new int[devices];
    @Nullable LongArrayList[] ends = new LongArrayList[devices];
    topology
        .devices(DeviceKind.NVSWITCH)
        .forEach(device -> ends[device.id()] = new LongArrayList());
    Map<CableClass, Integer> classes = new HashMap<>();
    CableClass last = null;
    long type = 0;
    for (Cable cable : topology.cables()) {
      LongArrayList atUpper = ends[cable.upper().id()];
      LongArrayList atLower = ends[cable.lower().id()];
      if (atUpper == null && atLower == null) {
        continue;
      }
      if (cable.type() != last) {
        last = cable.type();
        type = (long) classes.computeIfAbsent(last, absent -> classes.size()) << Integer.SIZE;
      }
      if (atUpper != null) {
        atUpper.add(type | cable.lower().id());
      }
      if (atLower != null) {
        atLower.add(type | cable.upper().id());
      }
    }
    Map<Plane, Integer> known = new HashMap<>();
    for (Device device : topology.devices()) {
      int first = device.id();
      LongArrayList ownEnds = ends[first];
      if (ownEnds != null) {
        Integer same = known.putIfAbsent(new Plane(device.node(), ownEnds), first);
        first = same == null ? first : same;
      }
      firsts[device.id()] = first;
      counts[first]++;
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

  /** The ends are the class of each cable and the device at its other end. */
  private record Plane(int node, LongArrayList ends) {}
}

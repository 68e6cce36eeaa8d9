package weft.topology.analyse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * The network between nodes alone, with parallel cables as one: compressed sparse rows of
 * neighbours by id of the device. Its terminals are where nodes are plugged in: NICs, or GPUs where
 * these have no NIC.
 */
final class NodeNetwork {

  private final int[] firsts;
  private final int[] ends;
  private final int[] neighbours;
  private final long[] rates;
  private final List<Device> terminals = new ArrayList<>();

  NodeNetwork(Topology topology) {
    int devices = topology.devices().size();
    firsts = new int[devices + 1];
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        firsts[cable.lower().id() + 1]++;
        firsts[cable.upper().id() + 1]++;
      }
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    ends = Arrays.copyOf(firsts, devices);
    neighbours = new int[firsts[devices]];
    rates = new long[firsts[devices]];
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        append(cable.lower(), cable.upper(), cable);
        append(cable.upper(), cable.lower(), cable);
      }
    }
    for (Device device : topology.devices()) {
      if (!device.kind().isNetworkSwitch() && cables(device.id()) > 0) {
        terminals.add(device);
      }
    }
    int[] rowOf = new int[devices];
    Arrays.fill(rowOf, -1);
    for (int device = 0; device < devices; device++) {
      mergeParallel(device, rowOf);
    }
  }

  int devices() {
    return ends.length;
  }

  List<Device> terminals() {
    return terminals;
  }

  /** How many cable ends a device has. */
  int cables(int device) {
    return firsts[device + 1] - firsts[device];
  }

  /** Index of a device's first neighbour. */
  int first(int device) {
    return firsts[device];
  }

  /** One past the index of its last neighbour. */
  int end(int device) {
    return ends[device];
  }

  int neighbour(int index) {
    return neighbours[index];
  }

  /** Payload rate to the neighbour, bits per second each way. */
  long rateBps(int index) {
    return rates[index];
  }

  /** What a device can send, bits per second of payload. */
  long injectedBps(int device) {
    return Arrays.stream(rates, first(device), end(device)).sum();
  }

  private void append(Device from, Device to, Cable cable) {
    neighbours[ends[from.id()]] = to.id();
    rates[ends[from.id()]++] = cable.link().payloadRateBps();
  }

  /** {@code indexOf} keeps where in a row a neighbour is; older rows end before this one begins. */
  private void mergeParallel(int device, int[] indexOf) {
    int end = firsts[device];
    for (int i = firsts[device]; i < ends[device]; i++) {
      int known = indexOf[neighbours[i]];
      if (known >= firsts[device]) {
        rates[known] += rates[i];
      } else {
        indexOf[neighbours[i]] = end;
        neighbours[end] = neighbours[i];
        rates[end++] = rates[i];
      }
    }
    ends[device] = end;
  }
}

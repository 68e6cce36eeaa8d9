package weft.topology.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * The network between nodes alone, with parallel cables as one. Its terminals are where nodes are
 * plugged in: NICs, or GPUs where these have no NIC.
 */
final class NodeNetwork {

  /** By id of the device, the neighbours' ids with the payload rate to them, either way. */
  private final List<Map<Integer, Long>> neighbours = new ArrayList<>();

  private final List<Device> terminals = new ArrayList<>();

  NodeNetwork(Topology topology) {
    topology.devices().forEach(device -> neighbours.add(new LinkedHashMap<>()));
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        long rate = cable.link().payloadRateBps();
        int lower = cable.lower().id();
        int upper = cable.upper().id();
        neighbours.get(lower).merge(upper, rate, Long::sum);
        neighbours.get(upper).merge(lower, rate, Long::sum);
      }
    }
    for (Device device : topology.devices()) {
      if (!device.kind().isNetworkSwitch() && !neighbours(device.id()).isEmpty()) {
        terminals.add(device);
      }
    }
  }

  int devices() {
    return neighbours.size();
  }

  List<Device> terminals() {
    return terminals;
  }

  /** Payload rates by neighbour, bits per second each way. */
  Map<Integer, Long> neighbours(int device) {
    return neighbours.get(device);
  }

  /** What a device can send, bits per second of payload. */
  long injectedBps(int device) {
    return neighbours(device).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The coarsest division into classes that refines {@code colours} and is equitable: devices of a
   * class have the same total rate to every other class. Returns the class of each device, numbered
   * from 0.
   */
  int[] equitable(int[] colours) {
    int[] classes = colours.clone();
    int count = 0;
    while (true) {
      Map<Signature, Integer> signatures = new HashMap<>();
      int[] finer = new int[classes.length];
      for (int device = 0; device < classes.length; device++) {
        Map<Integer, Long> rates = new HashMap<>();
        for (Map.Entry<Integer, Long> neighbour : neighbours(device).entrySet()) {
          rates.merge(classes[neighbour.getKey()], neighbour.getValue(), Long::sum);
        }
        Signature signature = new Signature(classes[device], rates);
        Integer known = signatures.putIfAbsent(signature, signatures.size());
        finer[device] = known == null ? signatures.size() - 1 : known;
      }
      if (signatures.size() == count) {
        return finer;
      }
      count = signatures.size();
      classes = finer;
    }
  }

  private record Signature(int colour, Map<Integer, Long> rates) {}
}

package weft.topology.analyse;

import java.util.Arrays;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * The parts that hang together below a level, as when everything above it were removed. Up to the
 * lowest switches of the network they are its <i>units</i>: nodes that share leaves.
 */
final class Blocks {

  private final int[] parents;
  private final int[] numbers;
  private int count;

  private Blocks(int devices) {
    parents = new int[devices];
    numbers = new int[devices];
    Arrays.setAll(parents, id -> id);
  }

  /** The parts of the devices up to {@code level}, numbered in the order of their first GPUs. */
  static Blocks upTo(Topology topology, int level) {
    Blocks blocks = new Blocks(topology.devices().size());
    for (Cable cable : topology.cables()) {
      if (cable.upper().kind().level() <= level) {
        blocks.join(cable.lower().id(), cable.upper().id());
      }
    }
    int[] numbered = new int[topology.devices().size()];
    Arrays.fill(numbered, -1);
    for (Device device : topology.devices()) {
      int root = blocks.root(device.id());
      if (numbered[root] < 0 && device.kind().level() == 0) {
        numbered[root] = blocks.count++;
      }
    }
    Arrays.setAll(blocks.numbers, id -> numbered[blocks.root(id)]);
    return blocks;
  }

  /** How many parts have GPUs. */
  int count() {
    return count;
  }

  /** The part of a device; −1 if no GPU is in it. */
  int of(Device device) {
    return numbers[device.id()];
  }

  private void join(int one, int other) {
    parents[root(one)] = root(other);
  }

  private int root(int device) {
    int at = device;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}

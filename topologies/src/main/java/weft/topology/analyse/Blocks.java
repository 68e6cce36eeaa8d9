package weft.topology.analyse;

import java.util.Arrays;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DisjointSets;
import weft.topology.graph.Topology;

/**
 * The parts of a topology that hang together.
 *
 * @param count how many of them have GPUs
 * @param numbers by id of the device, its part, in the order of their first GPUs; −1 without GPUs
 */
record Blocks(int count, int[] numbers) {

  int of(Device device) {
    return numbers[device.id()];
  }

  /** Grows parts, cable by cable. */
  static final class Builder {

    private final Topology topology;
    private final DisjointSets parts;

    /** Every device is a part. */
    Builder(Topology topology) {
      this.topology = topology;
      parts = new DisjointSets(topology.devices().size());
    }

    /** Joins what the cables of a tier join. */
    void joinAll(CableTier tier) {
      for (Cable cable : topology.cables()) {
        if (cable.tier().equals(tier)) {
          parts.join(cable.lower().id(), cable.upper().id());
        }
      }
    }

    /** The parts so far. */
    Blocks build() {
      int[] numbered = new int[topology.devices().size()];
      Arrays.fill(numbered, -1);
      int count = 0;
      for (Device device : topology.devices()) {
        int root = parts.root(device.id());
        if (numbered[root] < 0 && device.kind().level() == 0) {
          numbered[root] = count++;
        }
      }
      int[] numbers = new int[numbered.length];
      Arrays.setAll(numbers, id -> numbered[parts.root(id)]);
      return new Blocks(count, numbers);
    }
  }
}

package weft.topology.build;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;
import weft.topology.hardware.NodeType;

/**
 * The compute network of an NVIDIA DGX SuperPOD with two layers, after reference architecture
 * RA-11333-001 V11 (H100) and its successor for B200: scalable units of 32 nodes and eight leaf
 * switches, one for each rail, and up to eight such units.
 *
 * <p>The spine layer is sized for the next power of two of units: four spines for each. A leaf's 32
 * uplinks are spread evenly over the spines, so that nothing is oversubscribed. H200 is built like
 * H100, which is an assumption.
 */
public final class SuperPod {

  private static final int NODES_PER_UNIT = 32;
  private static final int UPLINKS_PER_LEAF = 32;
  private static final int SPINES_PER_UNIT = 4;
  private static final int MOST_UNITS = 8;
  private static final List<String> NODE_TYPES = List.of("dgx-h100", "dgx-h200", "dgx-b200");

  private final NodeType nodeType;
  private final int scalableUnits;
  private int nodes;
  private @Nullable Optics optics;

  /**
   * A SuperPOD with all its nodes.
   *
   * @param nodeType {@code dgx-h100}, {@code dgx-h200} or {@code dgx-b200}
   * @param scalableUnits 1 … 8
   * @throws TopologyException if it cannot be built so
   */
  public SuperPod(NodeType nodeType, int scalableUnits) {
    if (!NODE_TYPES.contains(nodeType.name())) {
      throw new TopologyException(
          "a superpod of %s is not defined, only of %s. Maybe leaf-spine."
              .formatted(nodeType.name(), String.join(", ", NODE_TYPES)));
    }
    if (scalableUnits < 1) {
      throw new TopologyException(
          "a superpod of %d scalable units. Maybe 1.".formatted(scalableUnits));
    }
    if (scalableUnits > MOST_UNITS) {
      throw new TopologyException(
          "a superpod of %d scalable units needs a core layer, which Weft does not build yet; two"
                  .formatted(scalableUnits)
              + " layers carry up to 8");
    }
    this.nodeType = nodeType;
    this.scalableUnits = scalableUnits;
    nodes = scalableUnits * NODES_PER_UNIT;
  }

  /**
   * Leaves places of the last unit empty, such as that of the management node in 127 of 128.
   *
   * @throws TopologyException if the last unit would be empty or overfull
   */
  public SuperPod nodes(int populated) {
    nodes =
        Require.between(
            "nodes of %d scalable units".formatted(scalableUnits),
            populated,
            (scalableUnits - 1) * NODES_PER_UNIT + 1,
            scalableUnits * NODES_PER_UNIT);
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public SuperPod optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** Builds it. */
  public Topology build() {
    return network().build();
  }

  /** The leaf–spine network that it is. */
  public LeafSpine network() {
    int unitsWithSpines =
        Integer.highestOneBit(scalableUnits) == scalableUnits
            ? scalableUnits
            : 2 * Integer.highestOneBit(scalableUnits);
    int spines = SPINES_PER_UNIT * unitsWithSpines;
    LeafSpine network =
        new LeafSpine(nodeType, nodes, NODES_PER_UNIT, spines)
            .wiring(Wiring.RAIL)
            .cablesPerPair(UPLINKS_PER_LEAF / spines)
            .name("%s SuperPOD, scalable units: %d".formatted(nodeType.label(), scalableUnits));
    return optics == null ? network : network.optics(optics);
  }
}

package weft.topology.build;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;
import weft.topology.hardware.NodeType;

/**
 * The compute network of an NVIDIA DGX SuperPOD after reference architecture RA-11333-001 V11
 * (H100) and its successor for B200: scalable units of 32 nodes and eight leaf switches, one for
 * each rail, and up to 64 such units. Nothing is oversubscribed. H200 is built like H100, which is
 * an assumption.
 *
 * <p>Up to eight units have two layers. The spine layer is sized for the next power of two of
 * units: four spines for each, and a leaf's 32 uplinks are spread evenly over them.
 *
 * <p>Beyond there is a core layer. The references print only its counts: 16 units have 128 spines,
 * 64 cores and 4,096 cables in each tier; 32 and 64 units twice and four times as many. A spine so
 * has 32 cables down and 32 up, and a core 64. Weft wires them by rail, as the reference of the DGX
 * A100 SuperPOD does (80 spines, ten for each of eight rails): the leaves of one rail share their
 * spines, 16 of them for 16 units, and 32 for 32 units, which is as many leaves as a spine has
 * ports for; 64 units have two such groups on each rail. Spine <i>s</i> of all groups is on the
 * same cores. That the groups are rails is an assumption for H100 and B200; the counts are not.
 */
public final class SuperPod {

  private static final int NODES_PER_UNIT = 32;
  private static final int UPLINKS = 32;
  private static final int CORE_PORTS = 64;
  private static final int SPINES_PER_UNIT = 4;
  private static final int MOST_UNITS_OF_TWO_LAYERS = 8;
  private static final int MOST_UNITS = 64;
  private static final List<String> NODE_TYPES = List.of("dgx-h100", "dgx-h200", "dgx-b200");

  private final NodeType nodeType;
  private final int scalableUnits;
  private int nodes;
  private @Nullable Optics optics;

  /**
   * A SuperPOD with all its nodes.
   *
   * @param nodeType {@code dgx-h100}, {@code dgx-h200} or {@code dgx-b200}
   * @param scalableUnits 1 … 64
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
          "a superpod of %d scalable units; the references end at 64".formatted(scalableUnits));
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

  /** The network that it is. */
  public FabricPlan network() {
    int unitsWithSpines =
        Integer.highestOneBit(scalableUnits) == scalableUnits
            ? scalableUnits
            : 2 * Integer.highestOneBit(scalableUnits);
    String name = "%s SuperPOD, scalable units: %d".formatted(nodeType.label(), scalableUnits);
    return unitsWithSpines > MOST_UNITS_OF_TWO_LAYERS
        ? threeLayers(unitsWithSpines, name)
        : twoLayers(unitsWithSpines, name);
  }

  private LeafSpine twoLayers(int units, String name) {
    int spines = SPINES_PER_UNIT * units;
    LeafSpine network =
        new LeafSpine(nodeType, nodes, NODES_PER_UNIT, spines)
            .wiring(Wiring.RAIL)
            .cablesPerPair(UPLINKS / spines)
            .name(name);
    return optics == null ? network : network.optics(optics);
  }

  private ThreeTier threeLayers(int units, String name) {
    int unitsPerPod = Math.min(units, UPLINKS);
    int pods = (scalableUnits + unitsPerPod - 1) / unitsPerPod;
    int groups = nodeType.rails() * pods;
    int cablesPerCorePair = CORE_PORTS / groups;
    ThreeTier network =
        new ThreeTier(
                nodeType,
                nodes,
                NODES_PER_UNIT,
                unitsPerPod,
                unitsPerPod,
                unitsPerPod,
                UPLINKS / cablesPerCorePair)
            .wiring(Wiring.RAIL)
            .spineGroups(SpineGroups.RAIL)
            .cablesPerLeafPair(UPLINKS / unitsPerPod)
            .cablesPerCorePair(cablesPerCorePair)
            .name(name);
    return optics == null ? network : network.optics(optics);
  }
}

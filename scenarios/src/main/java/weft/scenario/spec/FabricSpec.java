package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** The cluster: one of several families of fabric. */
@OneOf
public sealed interface FabricSpec
    permits FabricSpec.Superpod, FabricSpec.LeafSpine, FabricSpec.SingleSwitch {

  /** A rail-optimized NVIDIA DGX SuperPOD with two or three layers of switches. */
  @Doc(
      "An NVIDIA DGX SuperPOD: rail-optimized; two layers of switches for up to 8 scalable units,"
          + " three for up to 64.")
  record Superpod(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(
              doc = "Number of scalable units, each with its own leaf switches.",
              example = "4",
              min = 1,
              max = 1_024)
          int scalableUnits,
      @Key(
              doc = "Number of nodes, if the last scalable unit is not full.",
              absent = "all scalable units are full",
              example = "127",
              min = 1,
              max = 1_000_000)
          @Nullable Integer nodes)
      implements FabricSpec {}

  /** Two layers of switches with free choice of counts and rates. */
  @Doc("Leaf and spine switches with counts and rates of your choice.")
  record LeafSpine(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes.", example = "20", min = 1, max = 1_000_000) int nodes,
      @Key(doc = "How the NICs of a node reach the leaf switches.", defaultText = "rail")
          Wiring wiring,
      @Key(
              doc = "Number of nodes that share the same leaf switches.",
              example = "8",
              min = 1,
              max = 1_000_000)
          int nodesPerUnit,
      @Key(
              doc = "Number of spine switches; 0 needs `wiring: rack` and one unit.",
              example = "4",
              max = 100_000)
          int spines,
      @Key(
              doc = "Number of parallel links between a leaf and a spine switch.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerPair,
      @Key(
              doc = "Rate of one link between leaf and spine.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long uplinkRateBps)
      implements FabricSpec {}

  /** GPUs on one ideal switch, for comparison with closed forms. */
  @Doc("GPUs on one ideal, non-blocking switch: for comparison with closed forms.")
  record SingleSwitch(
      @Key(doc = "Number of GPUs.", example = "16", min = 1, max = 1_000_000) int gpus,
      @Key(doc = "The GPU.", example = "h100") @NameOf(NameKind.GPU) String gpu,
      @Key(
              doc = "Rate of the link between a GPU and the switch, each way.",
              example = "400Gbps",
              min = 1)
          long rateBps,
      @Key(doc = "Latency of the link between a GPU and the switch.", example = "1us")
          long latencyPs)
      implements FabricSpec {}
}

package weft.scenario.spec;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The cluster: one of several families of fabric. */
@OneOf
public sealed interface FabricSpec
    permits FabricSpec.Superpod,
        FabricSpec.LeafSpine,
        FabricSpec.FatTree,
        FabricSpec.ThreeTier,
        FabricSpec.RailOptimized,
        FabricSpec.RailOnly,
        FabricSpec.MultiPlane,
        FabricSpec.Nvl72,
        FabricSpec.SingleSwitch,
        DirectFabricSpec,
        MultiSite,
        FabricSpec.Custom {

  /** The name of its nodes; null where it has none. */
  default @Nullable String node() {
    return null;
  }

  /** A rail-optimized NVIDIA DGX SuperPOD with two or three layers of switches. */
  @Doc(
      "An NVIDIA DGX SuperPOD after its reference architecture: rail-optimized, without"
          + " oversubscription. Scalable units have 20 nodes of DGX A100, 32 of H100, H200 and B200,"
          + " 64 of B300, 72 of B300 XDR; there are up to 7, 64, 16 and 18 of them.")
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
          @Nullable Integer nodes,
      @Key(
              doc = "The optical modules: for each end a name, or `copper` for none.",
              absent = "what NICs and switches usually hold")
          @Nullable OpticsSpec optics,
      @Key(doc = CablesSpec.DOC, absent = CablesSpec.USUAL) @Nullable CablesSpec cables)
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
          @Nullable Long uplinkRateBps,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** The fat tree of equal switches. */
  @Doc(
      "A k-ary fat tree: three layers of equal switches without oversubscription, k pods of k/2 leaf"
          + " and k/2 spine switches, k²/4 core switches. For other counts: `three-tier`.")
  record FatTree(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Ports of a switch that are used (k); even.", example = "32", min = 2, max = 1_024)
          int radix,
      @Key(
              doc = "Number of nodes; pods that would be empty are left out.",
              absent = "as many as the tree carries",
              example = "512",
              min = 1,
              max = 1_000_000)
          @Nullable Integer nodes,
      @Key(doc = "How the NICs of a node reach the leaf switches.", defaultText = "rail")
          Wiring wiring,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** Three layers of switches with free choice of counts and rates. */
  @Doc(
      "Leaf, spine and core switches with counts and rates of your choice. Spine s of every group is"
          + " joined to all cores of plane s mod `core-planes`.")
  record ThreeTier(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes.", example = "64", min = 1, max = 1_000_000) int nodes,
      @Key(doc = "How the NICs of a node reach the leaf switches.", defaultText = "rail")
          Wiring wiring,
      @Key(
              doc = "Number of nodes that share the same leaf switches.",
              example = "8",
              min = 1,
              max = 1_000_000)
          int nodesPerUnit,
      @Key(
              doc = "Number of units that share spine switches.",
              example = "4",
              min = 1,
              max = 1_000_000)
          int unitsPerPod,
      @Key(doc = "Which leaf switches of a pod share their spine switches.", defaultText = "pod")
          SpineGroups spineGroups,
      @Key(doc = "Number of spine switches of a group.", example = "8", min = 1, max = 100_000)
          int spinesPerGroup,
      @Key(
              doc = "Number of parallel links between a leaf and a spine switch.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerLeafPair,
      @Key(
              doc = "Into how many planes the core switches are divided.",
              absent = "one for each spine of a group",
              example = "8",
              min = 1,
              max = 100_000)
          @Nullable Integer corePlanes,
      @Key(doc = "Number of core switches of a plane.", example = "2", min = 1, max = 100_000)
          int coresPerPlane,
      @Key(
              doc = "Number of parallel links between a spine and a core switch.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerCorePair,
      @Key(
              doc = "Rate of one link above the leaf switches.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long uplinkRateBps,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** A leaf for each rail, and as many layers as it takes. */
  @Doc(
      "A leaf switch for each rail and unit of nodes. Units, spine switches and, where two layers are"
          + " too small, core switches are as many as the switch's ports and the oversubscription"
          + " ask for.")
  record RailOptimized(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes.", example = "64", min = 1, max = 1_000_000) int nodes,
      @Flat OversubscriptionSpec oversubscription,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** Rails that no switch joins. */
  @Doc(
      "Rails that no switch joins: a leaf switch for each, and nothing above. What goes from one rail"
          + " to another takes NVLink inside a node.")
  record RailOnly(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes.", example = "64", min = 1, max = 1_000_000) int nodes,
      @Key(doc = "What joins the leaf switches of a rail.", defaultText = "none") RailSpines spines,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** Several networks of switches side by side. */
  @Doc(
      "Several planes of switches side by side, as in dual-ToR, dual-plane (Alibaba HPN) and"
          + " multi-plane (DeepSeek-V3) networks. Counts are chosen as in `rail-optimized`.")
  record MultiPlane(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes.", example = "64", min = 1, max = 1_000_000) int nodes,
      @Key(doc = "Number of planes.", example = "2", min = 2, max = 64) int planes,
      @Key(
              doc = "What the planes are made of; a port has its share of the rate of its NIC.",
              defaultText = "ports")
          PlanesOf planesOf,
      @Key(doc = "How the NICs of a node reach the leaf switches.", defaultText = "rail")
          Wiring wiring,
      @Flat OversubscriptionSpec oversubscription,
      @Flat SwitchesSpec switches)
      implements FabricSpec {}

  /** Racks of 72 GPUs. */
  @Doc(
      "Racks with 72 GPUs in one NVLink domain, on a rail-optimized network with four rails. Counts"
          + " are chosen as in `rail-optimized`.")
  record Nvl72(
      @Key(doc = "Number of racks.", example = "8", min = 1, max = 1_024) int racks,
      @Key(doc = "The rack, which has the part of a node.", defaultText = "gb200-nvl72")
          @NameOf(NameKind.NODE)
          String node,
      @Flat OversubscriptionSpec oversubscription,
      @Flat SwitchesSpec switches)
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
      @Key(
              doc = "Latency of the link between a GPU and the switch.",
              example = "1us",
              max = Dimension.HOUR_PS)
          long latencyPs)
      implements FabricSpec {}

  /** A fabric from a graph file of the user. */
  @Doc(
      "A fabric of your own from a graph file: GraphML, DOT or JSON, as [custom-fabrics.md]"
          + "(custom-fabrics.md) describes them.")
  record Custom(
      @Key(
              doc =
                  "The file: `.graphml`, `.dot`, `.gv` or `.json`. Its path begins at the folder of"
                      + " the scenario file or, with `--set`, at the working directory.",
              example = "my-fabric.dot")
          Path file,
      @Key(doc = "The GPU.", example = "h100") @NameOf(NameKind.GPU) String gpu)
      implements FabricSpec {}
}

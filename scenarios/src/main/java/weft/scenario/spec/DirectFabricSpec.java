package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fabrics in which switches, or GPUs, are joined to others of their own level. */
@OneOf
public sealed interface DirectFabricSpec extends FabricSpec
    permits DirectFabricSpec.Dragonfly,
        DirectFabricSpec.DragonflyPlus,
        DirectFabricSpec.Torus,
        DirectFabricSpec.SwitchTorus,
        DirectFabricSpec.OcsTorus {

  /** Groups of switches, joined all to all. */
  @Doc(
      "A dragonfly (Kim et al., ISCA 2008): groups of switches, every two groups joined by the same"
          + " number of links. Balanced is `switches-per-group` = 2 × `nics-per-switch` = 2 ×"
          + " `global-links-per-switch`.")
  record Dragonfly(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of switches of a group.", example = "16", min = 1, max = 4_096)
          int switchesPerGroup,
      @Key(doc = "Number of NICs on a switch.", example = "8", min = 1, max = 4_096)
          int nicsPerSwitch,
      @Key(
              doc = "Number of links of a switch to other groups; 0 needs `groups: 1`.",
              example = "8",
              max = 4_096)
          int globalLinksPerSwitch,
      @Key(
              doc = "Number of groups.",
              absent = "as many as the global links join: all of a group's switches' and one",
              example = "9",
              min = 1,
              max = 1_000_000)
          @Nullable Integer groups,
      @Key(
              doc = "Number of links between every two groups.",
              absent = "as many as the global links allow",
              example = "1",
              min = 1,
              max = 1_000_000)
          @Nullable Integer linksPerGroupPair,
      @Key(
              doc =
                  "Rows into which a group's switches are divided: with 1 all are joined, with more"
                      + " those of a row and those of a column (2-D flattened butterfly).",
              defaultText = "1",
              min = 1,
              max = 4_096)
          int rows,
      @Key(
              doc = "Number of parallel links between two switches of a row.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerRowPair,
      @Key(
              doc = "Number of parallel links between two switches of a column.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerColumnPair,
      @Key(doc = "Which global port leads where.", defaultText = "palmtree")
          GlobalArrangement globalArrangement,
      @Key(doc = "How NICs are dealt out to the switches of a group.", defaultText = "node")
          NicOrder nicOrder,
      @Key(
              doc = "Number of nodes, if the last groups are not full.",
              absent = "all groups are full",
              example = "127",
              min = 1,
              max = 1_000_000)
          @Nullable Integer nodes,
      @Key(
              doc = "Rate of one link within a group.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long localRateBps,
      @Key(
              doc = "Rate of one link between groups.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long globalRateBps,
      @Key(doc = "The switch.", absent = "that of the node's reference", example = "qm9700")
          @NameOf(NameKind.SWITCH)
          @Nullable String switchType,
      @Key(
              doc = "The optical modules: for each end a name, or `copper` for none.",
              absent = "what NICs and switches usually hold")
          @Nullable SwitchOpticsSpec optics,
      @Key(doc = CablesSpec.DOC, absent = CablesSpec.USUAL) @Nullable SwitchCablesSpec cables)
      implements DirectFabricSpec {}

  /** Groups of leaf and spine switches, joined all to all by their spines. */
  @Doc(
      "A dragonfly+ (Shpiner et al., HiPINEB 2017): groups in which every leaf is joined to every"
          + " spine, and the spines of every two groups by the same number of links.")
  record DragonflyPlus(
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of leaf switches of a group.", example = "8", min = 1, max = 4_096)
          int leavesPerGroup,
      @Key(doc = "Number of spine switches of a group.", example = "8", min = 1, max = 4_096)
          int spinesPerGroup,
      @Key(doc = "Number of NICs on a leaf switch.", example = "8", min = 1, max = 4_096)
          int nicsPerLeaf,
      @Key(
              doc = "Number of links of a spine switch to other groups; 0 needs `groups: 1`.",
              example = "8",
              max = 4_096)
          int globalLinksPerSpine,
      @Key(
              doc = "Number of groups.",
              absent = "as many as the global links join: all of a group's spines' and one",
              example = "9",
              min = 1,
              max = 1_000_000)
          @Nullable Integer groups,
      @Key(
              doc = "Number of links between every two groups.",
              absent = "as many as the global links allow",
              example = "1",
              min = 1,
              max = 1_000_000)
          @Nullable Integer linksPerGroupPair,
      @Key(
              doc = "Number of parallel links between a leaf and a spine switch.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerPair,
      @Key(doc = "Which global port leads where.", defaultText = "palmtree")
          GlobalArrangement globalArrangement,
      @Key(doc = "How NICs are dealt out to the leaves of a group.", defaultText = "node")
          NicOrder nicOrder,
      @Key(
              doc = "Number of nodes, if the last groups are not full.",
              absent = "all groups are full",
              example = "127",
              min = 1,
              max = 1_000_000)
          @Nullable Integer nodes,
      @Key(
              doc = "Rate of one link within a group.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long localRateBps,
      @Key(
              doc = "Rate of one link between groups.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long globalRateBps,
      @Key(doc = "The switch.", absent = "that of the node's reference", example = "qm9700")
          @NameOf(NameKind.SWITCH)
          @Nullable String switchType,
      @Key(
              doc = "The optical modules: for each end a name, or `copper` for none.",
              absent = "what NICs and switches usually hold")
          @Nullable SwitchOpticsSpec optics,
      @Key(doc = CablesSpec.DOC, absent = CablesSpec.USUAL) @Nullable SwitchCablesSpec cables)
      implements DirectFabricSpec {}

  /** GPUs that are joined to their neighbours. */
  @Doc(
      "A torus or mesh of GPUs that are joined to their neighbours without switches. The first"
          + " dimension is the slowest of the ranks; in a dimension of two there is one link, not two.")
  record Torus(
      @Key(doc = "GPUs in each dimension.", example = "[8, 8, 16]", min = 1, max = 1_000_000)
          List<Integer> dimensions,
      @Key(
              doc = "Whether the ends of each dimension are joined.",
              absent = "they are",
              example = "[on, on, off]")
          @Nullable List<OnOff> wrapAround,
      @Key(doc = "The GPU, or another accelerator.", example = "tpu-v4") @NameOf(NameKind.GPU)
          String gpu,
      @Key(doc = "The link between neighbours.", example = "ici-v4") @NameOf(NameKind.LINK)
          String link,
      @Key(
              doc = "Rate of one link each way.",
              absent = "that of the link",
              example = "400Gbps",
              min = 1)
          @Nullable Long rateBps,
      @Key(
              doc = "The optical module at both ends of a link.",
              absent = "none",
              example = "400g-sr4")
          @NameOf(NameKind.TRANSCEIVER)
          @Nullable String module)
      implements DirectFabricSpec {}

  /** Switches with nodes, joined to their neighbours. */
  @Doc(
      "A torus or mesh of switches, each with the same number of nodes. The first dimension is the"
          + " slowest of the ranks; in a dimension of two there is one link, not two.")
  record SwitchTorus(
      @Key(doc = "Switches in each dimension.", example = "[4, 4]", min = 1, max = 1_000_000)
          List<Integer> dimensions,
      @Key(
              doc = "Whether the ends of each dimension are joined.",
              absent = "they are",
              example = "[on, off]")
          @Nullable List<OnOff> wrapAround,
      @Key(doc = "The node.", example = "dgx-h100") @NameOf(NameKind.NODE) String node,
      @Key(doc = "Number of nodes on a switch.", example = "1", min = 1, max = 1_024)
          int nodesPerSwitch,
      @Key(
              doc = "Number of parallel links between two neighbours.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int linksPerPair,
      @Key(
              doc = "Rate of one link between switches.",
              absent = "the rate of the node's NICs",
              example = "400Gbps",
              min = 1)
          @Nullable Long rateBps,
      @Key(doc = "The switch.", absent = "that of the node's reference", example = "qm9700")
          @NameOf(NameKind.SWITCH)
          @Nullable String switchType,
      @Key(
              doc = "The optical modules: for each end a name, or `copper` for none.",
              absent = "what NICs and switches usually hold")
          @Nullable SwitchOpticsSpec optics,
      @Key(doc = CablesSpec.DOC, absent = CablesSpec.USUAL) @Nullable SwitchCablesSpec cables)
      implements DirectFabricSpec {}

  /** Cubes of GPUs, joined by optical circuit switches. */
  @Doc(
      "A 3-D torus of GPUs in cubes of 4×4×4 that 48 optical circuit switches (OCS) join, as in the"
          + " TPU v4 supercomputer (Jouppi et al., ISCA 2023): of any shape of whole cubes, around"
          + " those that are broken.")
  record OcsTorus(
      @Key(
              doc = "GPUs in each of three dimensions, multiples of 4.",
              example = "[8, 8, 16]",
              min = 1,
              max = 1_000_000)
          List<Integer> dimensions,
      @Key(doc = "Number of cubes installed.", example = "64", min = 1, max = 16_384) int cubes,
      @Key(
              doc = "Cubes left out because they are broken, counted from 0.",
              absent = "none",
              example = "[3, 17]")
          @Nullable List<Integer> withoutCubes,
      @Key(
              doc = "Whether what is joined around a short dimension is shifted in the long ones.",
              defaultText = "off")
          OnOff twisted,
      @Key(doc = "Number of ports of an OCS.", defaultText = "136", min = 2, max = 1_000_000)
          int ocsPorts,
      @Key(doc = "The GPU, or another accelerator.", example = "tpu-v4") @NameOf(NameKind.GPU)
          String gpu,
      @Key(doc = "The link between neighbours.", example = "ici-v4") @NameOf(NameKind.LINK)
          String link,
      @Key(
              doc = "Rate of one link each way.",
              absent = "that of the link",
              example = "400Gbps",
              min = 1)
          @Nullable Long rateBps,
      @Key(
              doc = "The optical module at both ends of a link through an OCS.",
              absent = "none",
              example = "400g-sr4")
          @NameOf(NameKind.TRANSCEIVER)
          @Nullable String module)
      implements DirectFabricSpec {}
}

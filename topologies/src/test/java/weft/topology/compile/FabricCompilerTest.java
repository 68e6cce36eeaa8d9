package weft.topology.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;
import weft.topology.build.Clos;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class FabricCompilerTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");

  @Test
  void everyCableIsTwoLinks() {
    Topology topology = Clos.leafSpine(H100, 7, 3, 5).cablesPerLeafPair(2).build();
    Fabric fabric = FabricCompiler.compile(topology);
    int morePlanes = 3 * 7;
    assertThat(fabric.nodeCount()).isEqualTo(topology.devices().size() - morePlanes);
    assertThat(fabric.linkCount()).isEqualTo(2 * (topology.cables().size() - 8 * morePlanes));
    assertThat(fabric.tiers())
        .containsExactly(
            new Tier("nvlink", "NVLink"),
            new Tier("pcie", "PCIe"),
            new Tier("node-leaf", "NIC–leaf"),
            new Tier("leaf-spine", "leaf–spine"));
  }

  @Test
  void ranksAreGpusNodeByNode() {
    Fabric fabric = FabricCompiler.compile(new SuperPod(H100, 4).build());
    assertThat(fabric.endpointCount()).isEqualTo(1024);
    for (int rank = 0; rank < 1024; rank++) {
      int node = rank / 8;
      int gpu = rank % 8;
      assertThat(fabric.nodeName(fabric.endpointNode(rank)))
          .isEqualTo("node-%03d/gpu-%d", node, gpu);
      assertThat(fabric.nodeLevel(fabric.endpointNode(rank))).isZero();
      assertThat(fabric.domain(rank)).isEqualTo(node);
      assertThat(fabric.rail(rank)).isEqualTo(gpu);
    }
  }

  @Test
  void linksCarryTheFiguresOfTheirTier() {
    Fabric fabric = FabricCompiler.compile(Clos.leafSpine(H100, 2, 1, 1).build());
    assertThat(links(fabric, "nvlink"))
        .hasSize(2 * 16)
        .containsOnly("3600000000000 2966400000000 300000");
    assertThat(links(fabric, "pcie"))
        .hasSize(2 * 16)
        .containsOnly("504000000000 443520000000 950000");
    assertThat(links(fabric, "node-leaf"))
        .hasSize(2 * 16)
        .containsOnly("400000000000 388000000000 450000");
    assertThat(links(fabric, "leaf-spine"))
        .hasSize(2 * 16)
        .containsOnly("400000000000 388000000000 450000");
  }

  /**
   * DeepSeek-V3 Insights, Table 5, InfiniBand NDR: 2.8 us between GPUs on one leaf, 3.7 us between
   * leaves.
   */
  @Test
  void latenciesAddUpToTheMeasuredOnes() {
    Fabric fabric = FabricCompiler.compile(Clos.leafSpine(H100, 2, 1, 1).build());
    long toLeaf =
        latency(fabric, "node-0/gpu-3", "node-0/nic-3")
            + latency(fabric, "node-0/nic-3", "leaf-0-3");
    long acrossSpine =
        latency(fabric, "leaf-0-3", "spine-0") + latency(fabric, "spine-0", "leaf-1-3");
    long fromLeaf =
        latency(fabric, "leaf-1-3", "node-1/nic-3")
            + latency(fabric, "node-1/nic-3", "node-1/gpu-3");
    assertThat(toLeaf + fromLeaf).isEqualTo(2_800_000);
    assertThat(toLeaf + acrossSpine + fromLeaf).isEqualTo(3_700_000);
  }

  @Test
  void theSameTopologyGivesTheSameFabric() {
    assertThat(describe(FabricCompiler.compile(new SuperPod(H100, 2).nodes(63).build())))
        .isEqualTo(describe(FabricCompiler.compile(new SuperPod(H100, 2).nodes(63).build())));
  }

  @Test
  void gpusOnASingleSwitchShareNoDomain() {
    Fabric fabric =
        FabricCompiler.compile(
            new SingleSwitch(3, LinkType.lossless("link", 400_000_000_000L, 500_000)).build());
    assertThat(fabric.endpointCount()).isEqualTo(3);
    assertThat(fabric.linkCount()).isEqualTo(6);
    assertThat(fabric.domain(0)).isNotEqualTo(fabric.domain(1));
    assertThat(fabric.payloadRateBps(0)).isEqualTo(400_000_000_000L);
  }

  /** Some 50 ms once warm, 400 ms cold; the limit only catches a change of order. */
  @Test
  void aThousandGpusTakeNoTime() {
    Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> FabricCompiler.compile(new SuperPod(H100, 4).build()));
  }

  private static List<String> links(Fabric fabric, String tier) {
    List<String> links = new ArrayList<>();
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (fabric.tiers().get(fabric.tier(link)).name().equals(tier)) {
        links.add(
            fabric.rateBps(link)
                + " "
                + fabric.payloadRateBps(link)
                + " "
                + fabric.latencyPs(link));
      }
    }
    return links;
  }

  private static long latency(Fabric fabric, String from, String to) {
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (fabric.linkName(link).equals(from + " → " + to)) {
        return fabric.latencyPs(link);
      }
    }
    throw new AssertionError("no link " + from + " → " + to);
  }

  private static List<String> describe(Fabric fabric) {
    List<String> lines = new ArrayList<>();
    for (int link = 0; link < fabric.linkCount(); link++) {
      lines.add(
          fabric.linkName(link)
              + " tier "
              + fabric.tier(link)
              + " "
              + fabric.rateBps(link)
              + " "
              + fabric.payloadRateBps(link)
              + " "
              + fabric.latencyPs(link));
    }
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      lines.add(
          fabric.endpointNode(endpoint)
              + " "
              + fabric.domain(endpoint)
              + " "
              + fabric.rail(endpoint));
    }
    return lines;
  }
}

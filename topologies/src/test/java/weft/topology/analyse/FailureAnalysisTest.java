package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import weft.topology.build.Clos;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class FailureAnalysisTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final long RATE = H100.nicLink().payloadRateBps();

  /** A leaf has 32 NICs and 32 uplinks of 1,024 each, a spine 64; twin-port modules in switches. */
  @Test
  void aSuperPod() {
    assertThat(FailureAnalysis.of(new SuperPod(H100, 4).build()))
        .containsExactly(
            new FailureSummary(
                "link", "node-leaf", "node-000/nic-0 – leaf-0-0", 1, 1, RATE, 1 / 1024.0),
            new FailureSummary("link", "leaf-spine", "leaf-0-0 – spine-00", 0, 1, RATE, 1 / 1024.0),
            new FailureSummary(
                "module", "node-leaf at nic", "node-000/nic-0", 1, 1, RATE, 1 / 1024.0),
            new FailureSummary(
                "module", "node-leaf at leaf", "leaf-0-0", 2, 2, 2 * RATE, 2 / 1024.0),
            new FailureSummary(
                "module", "leaf-spine at leaf", "leaf-0-0", 0, 2, 2 * RATE, 2 / 1024.0),
            new FailureSummary(
                "module", "leaf-spine at spine", "spine-00", 0, 2, 2 * RATE, 2 / 1024.0),
            new FailureSummary("switch", "leaf", "leaf-0-0", 32, 64, 64 * RATE, 32 / 1024.0),
            new FailureSummary("switch", "spine", "spine-00", 0, 64, 64 * RATE, 64 / 1024.0));
  }

  /** Leaves of 2, 2 and 1 nodes on one spine with one cable: 16 GPUs stay together without it. */
  @Test
  void theOnlySpine() {
    Topology topology = Clos.leafSpine(H100, 5, 2, 1).wiring(Wiring.RACK).build();
    assertThat(FailureAnalysis.of(topology))
        .filteredOn(
            failure -> failure.place().startsWith("leaf-spine") || failure.place().equals("spine"))
        .extracting(FailureSummary::place, FailureSummary::gpusCutOff)
        .containsExactly(
            tuple("leaf-spine", 16),
            tuple("leaf-spine at leaf", 16),
            tuple("leaf-spine at spine", 24),
            tuple("spine", 24));
  }

  /** Without it every GPU is on its own, and one of them is the largest part that is left. */
  @Test
  void theOnlySwitch() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(FailureAnalysis.of(new SingleSwitch(3, link).build()))
        .containsExactly(
            new FailureSummary("link", "gpu-switch", "gpu-0 – switch", 1, 1, 1000, 1 / 3.0),
            new FailureSummary("switch", "switch", "switch", 2, 3, 3000, 1));
  }

  @Test
  void modulesAreThoseThatAreCounted() {
    Topology topology = new SuperPod(H100, 4).nodes(127).build();
    assertThat(new Modules(topology).count())
        .isEqualTo(
            TransceiverCounter.count(topology).stream().mapToInt(TransceiverCount::count).sum());
  }

  /** Rails hang together over NVLink only, which is no way around: a leaf takes its own rail. */
  @Test
  void railsWithoutSpines() {
    assertThat(FailureAnalysis.of(LateralSketch.railOnly(LinkType.lossless("link", 1000, 0))))
        .filteredOn(failure -> !failure.kind().equals("module"))
        .extracting(FailureSummary::place, FailureSummary::gpusCutOff, FailureSummary::cablesLost)
        .containsExactly(tuple("node-leaf", 1, 1), tuple("leaf", 3, 4));
  }

  /** A core of 16 units has 64 of 4,096 cables; a spine 32 of each tier; nothing is cut off. */
  @Test
  void threeLayers() {
    assertThat(FailureAnalysis.of(new SuperPod(H100, 16).build()))
        .filteredOn(failure -> failure.kind().equals("switch"))
        .containsExactly(
            new FailureSummary("switch", "leaf", "leaf-00-0", 32, 64, 64 * RATE, 32 / 4096.0),
            new FailureSummary("switch", "spine", "spine-0-00", 0, 64, 64 * RATE, 32 / 4096.0),
            new FailureSummary("switch", "core", "core-00", 0, 64, 64 * RATE, 64 / 4096.0));
  }

  /** Two switches of one level, two GPUs on one and one on the other. */
  @Test
  void aLateralCableIsABridge() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(FailureAnalysis.of(LateralSketch.barbell(link)))
        .extracting(FailureSummary::place, FailureSummary::gpusCutOff, FailureSummary::cablesLost)
        .containsExactly(tuple("node-switch", 1, 1), tuple("local", 1, 1), tuple("switch", 2, 3));
  }
}

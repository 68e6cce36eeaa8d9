package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.hardware.LinkType;

final class SingleSwitchTest {

  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 500_000);

  @Test
  void everyGpuHasALinkToTheSwitch() {
    TopologySummary summary = TopologySummary.of(new SingleSwitch(12, LINK).build());
    assertThat(summary.gpus()).isEqualTo(12);
    assertThat(summary.nodes()).isEqualTo(12);
    assertThat(summary.switches()).isEqualTo(Map.of("switch", 1));
    assertThat(summary.tiers())
        .containsExactly(
            new TierSummary(
                "gpu-switch",
                "GPU–switch",
                false,
                12,
                400_000_000_000L,
                400_000_000_000L,
                500_000,
                1));
    assertThat(summary.transceivers()).isEmpty();
  }

  @Test
  void zeroGpusAreRejected() {
    assertThatThrownBy(() -> new SingleSwitch(0, LINK)).isInstanceOf(TopologyException.class);
  }
}

package weft.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.topology.error.TopologyException;

final class LinkTypeTest {

  /** 0.29 × 100 is 28.999… in doubles; as decimals it is 29. */
  @Test
  void payloadIsTheDecimalProduct() {
    assertThat((long) (0.29 * 100)).isEqualTo(28);
    assertThat(new LinkType("x", "x", 100, 0.29, 0).payloadRateBps()).isEqualTo(29);
  }

  @Test
  void payloadIsRoundedDown() {
    assertThat(new LinkType("x", "x", 10, 0.99, 0).payloadRateBps()).isEqualTo(9);
  }

  @Test
  void anotherRateKeepsEfficiencyAndLatency() {
    LinkType link = new LinkType("x", "x", 400_000_000_000L, 0.97, 450_000);
    assertThat(link.atRate(800_000_000_000L).payloadRateBps()).isEqualTo(776_000_000_000L);
    assertThat(link.atRate(800_000_000_000L).latencyPs()).isEqualTo(450_000);
  }

  @Test
  void impossibleLinksAreRejected() {
    assertThatThrownBy(() -> LinkType.lossless("x", 0, 0)).isInstanceOf(TopologyException.class);
    assertThatThrownBy(() -> LinkType.lossless("x", 1, -1)).isInstanceOf(TopologyException.class);
    assertThatThrownBy(() -> new LinkType("x", "x", 1, 1.1, 0))
        .hasMessageContaining("payload efficiency of 1.1");
    assertThatThrownBy(() -> new LinkType("x", "x", 1, Double.NaN, 0))
        .isInstanceOf(TopologyException.class);
  }
}

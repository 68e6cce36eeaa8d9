package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnevenPartsTest {

  private static final double[] SHARES = {1.5, 0.75, 0.75};

  private static final GroupShape SHAPE = GroupShape.ofNodes(3);

  /** Half of 100 to the first, a quarter each to the others; back, half from the first. */
  @Test
  void whatCameInPartsGoesBackInParts() {
    UnevenParts parts = new UnevenParts(SHARES, false);
    for (int source = 0; source < 3; source++) {
      assertThat(parts.sizes(SHAPE, 100).bytes(source, 0)).isEqualTo(50);
      assertThat(parts.sizes(SHAPE, 100).bytes(source, 1)).isEqualTo(25);
      assertThat(parts.back().sizes(SHAPE, 100).bytes(0, source)).isEqualTo(50);
      assertThat(parts.back().sizes(SHAPE, 100).bytes(1, source)).isEqualTo(25);
    }
    assertThat(parts.sizes(SHAPE, 100).largest()).isEqualTo(150);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 101, 999_999_999_999L})
  void nothingIsLost(long bytes) {
    PairSizes sizes = new UnevenParts(SHARES, false).sizes(SHAPE, bytes);
    assertThat(sizes.bytes(2, 0) + sizes.bytes(2, 1) + sizes.bytes(2, 2)).isEqualTo(bytes);
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatThrownBy(() -> new UnevenParts(new double[] {0, 0}, false))
        .hasMessageContaining("0.0 together");
    assertThatThrownBy(() -> new UnevenParts(new double[] {1, -1}, false))
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new UnevenParts(new double[] {1, Double.NaN}, false))
        .hasMessageContaining("NaN");
  }
}

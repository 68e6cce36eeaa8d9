package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.workload.llm.RankOrder.Dimension;

final class RankOrderTest {

  private static final Parallelism GRID = new Parallelism(2, 3, 5, 7, 1, false);

  @Test
  void theUsualOrderLeavesRanksWhereTheyAre() {
    assertThat(RankOrder.USUAL.places(GRID)).isEqualTo(IntStream.range(0, 210).toArray());
  }

  /** Rank t + 2 (c + 3 (d + 5 p)) stands at p + 7 (t + 2 (d + 5 c)). */
  @Test
  void neighboursAreThoseOfTheFirstDimension() {
    int[] places =
        new RankOrder(
                List.of(Dimension.PIPELINE, Dimension.TENSOR, Dimension.DATA, Dimension.CONTEXT))
            .places(GRID);
    assertThat(places).doesNotHaveDuplicates().hasSize(210);
    for (int t = 0; t < 2; t++) {
      for (int c = 0; c < 3; c++) {
        for (int d = 0; d < 5; d++) {
          for (int p = 0; p < 7; p++) {
            assertThat(places[GRID.rank(t, c, d, p)]).isEqualTo(p + 7 * (t + 2 * (d + 5 * c)));
          }
        }
      }
    }
  }

  @Test
  void eachDimensionHasItsPlace() {
    assertThatThrownBy(() -> new RankOrder(List.of(Dimension.TENSOR, Dimension.DATA)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TENSOR, DATA");
  }
}

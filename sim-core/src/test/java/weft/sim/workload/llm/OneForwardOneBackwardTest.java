package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OneForwardOneBackwardTest {

  /** Narayanan et al., SC 2021, figure 4, top: 4 stages, 8 micro-batches. */
  @Test
  void followsTheFigureOfThePaper() {
    assertThat(OneForwardOneBackward.passes(0, 4, 8))
        .containsExactly(1, 2, 3, 4, -1, 5, -2, 6, -3, 7, -4, 8, -5, -6, -7, -8);
    assertThat(OneForwardOneBackward.passes(2, 4, 8))
        .containsExactly(1, 2, -1, 3, -2, 4, -3, 5, -4, 6, -5, 7, -6, 8, -7, -8);
    assertThat(OneForwardOneBackward.passes(3, 4, 8))
        .containsExactly(1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8);
  }

  /** A stage keeps the activations of at most p − s micro-batches. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,5", "2,1", "4,2", "8,96", "7,13"})
  void everyPassComesOnceAndFewActivationsAreKept(int stages, int microBatches) {
    for (int stage = 0; stage < stages; stage++) {
      int kept = 0;
      int forward = 0;
      int backward = 0;
      for (int pass : OneForwardOneBackward.passes(stage, stages, microBatches)) {
        if (pass > 0) {
          assertThat(pass).isEqualTo(++forward);
        } else {
          assertThat(-pass).isEqualTo(++backward).isLessThanOrEqualTo(forward);
        }
        kept = Math.max(kept, forward - backward);
      }
      assertThat(forward).isEqualTo(microBatches);
      assertThat(backward).isEqualTo(microBatches);
      assertThat(kept).isEqualTo(Math.min(microBatches, stages - stage));
    }
  }
}

package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PipelineOrderTest {

  /** Of one chunk: i + 1 for the forward pass of micro-batch i, −(i + 1) for its backward pass. */
  private static int[] oneForwardOneBackward(int stage, int stages, int microBatches) {
    return PipelineOrder.of(
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD, stage, stages, microBatches, 1, false)
        .stream()
        .mapToInt(
            pass ->
                pass.kind() == Pass.Kind.FORWARD ? pass.microBatch() + 1 : -(pass.microBatch() + 1))
        .toArray();
  }

  /** Narayanan et al., SC 2021, figure 4, top: 4 stages, 8 micro-batches. */
  @Test
  void followsTheFigureOfThePaper() {
    assertThat(oneForwardOneBackward(0, 4, 8))
        .containsExactly(1, 2, 3, 4, -1, 5, -2, 6, -3, 7, -4, 8, -5, -6, -7, -8);
    assertThat(oneForwardOneBackward(2, 4, 8))
        .containsExactly(1, 2, -1, 3, -2, 4, -3, 5, -4, 6, -5, 7, -6, 8, -7, -8);
    assertThat(oneForwardOneBackward(3, 4, 8))
        .containsExactly(1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8);
  }

  /** The same figure, bottom: 2 chunks a stage; device 1 of 4 begins 1 2 3 4 (1 2 3 4) 5 6 7. */
  @Test
  void interleavedFollowsTheFigureOfThePaper() {
    List<Pass> passes =
        PipelineOrder.of(MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD, 0, 4, 8, 2, false);
    assertThat(passes.stream().map(PipelineOrderTest::text).limit(14))
        .containsExactly(
            "F0.0", "F1.0", "F2.0", "F3.0", "F0.1", "F1.1", "F2.1", "F3.1", "F4.0", "F5.0", "F6.0",
            "B0.1", "F7.0", "B1.1");
  }

  private static String text(Pass pass) {
    return (pass.kind() == Pass.Kind.FORWARD ? "F" : "B") + pass.microBatch() + "." + pass.chunk();
  }

  /**
   * One forward pass more ahead; those joined go together. Of 2 stages with 2 chunks the last one
   * has 2 + 1 ahead, the first 2 more (Megatron-Core, get_pp_rank_microbatches).
   */
  @Test
  void passesGoTogetherWithThoseOfAnotherMicroBatch() {
    assertThat(together(0, 1, 4, 1)).isEqualTo("F0.0 F1.0+B0.0 F2.0+B1.0 F3.0+B2.0 B3.0");
    assertThat(together(0, 1, 1, 1)).isEqualTo("F0.0 B0.0");
    assertThat(together(1, 2, 2, 2)).isEqualTo("F0.0 F1.0 F0.1 F1.1+B0.1 B1.1 B0.0 B1.0");
    assertThat(together(0, 2, 2, 2)).isEqualTo("F0.0 F1.0 F0.1 F1.1 B0.1 B1.1 B0.0 B1.0");
    assertThat(together(0, 2, 4, 2))
        .isEqualTo(
            "F0.0 F1.0 F0.1 F1.1 F2.0 F3.0+B0.1 F2.1+B1.1 F3.1+B0.0 B1.0 B2.1 B3.1 B2.0 B3.0");
  }

  private static String together(int stage, int stages, int microBatches, int chunks) {
    StringBuilder text = new StringBuilder();
    for (Pass pass :
        PipelineOrder.of(
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD, stage, stages, microBatches, chunks, true)) {
      text.append(text.isEmpty() ? "" : pass.together() ? "+" : " ").append(text(pass));
    }
    return text.toString();
  }

  /** Every micro-batch goes once through every chunk and back, and never back before. */
  @ParameterizedTest
  @CsvSource({
    "GPIPE,4,8,1", "ONE_FORWARD_ONE_BACKWARD,1,5,1", "ONE_FORWARD_ONE_BACKWARD,7,13,1",
    "ONE_FORWARD_ONE_BACKWARD,4,8,3", "ONE_FORWARD_ONE_BACKWARD,2,2,5", "ZERO_BUBBLE,4,8,1",
    "ZERO_BUBBLE,8,3,1"
  })
  void everyPassComesOnce(MicroBatchOrder schedule, int stages, int microBatches, int chunks) {
    for (int stage = 0; stage < stages; stage++) {
      Map<String, Pass.Kind> last = new HashMap<>();
      for (Pass pass : PipelineOrder.of(schedule, stage, stages, microBatches, chunks, false)) {
        Pass.Kind before = last.put(pass.microBatch() + "." + pass.chunk(), pass.kind());
        switch (pass.kind()) {
          case FORWARD -> assertThat(before).isNull();
          case BACKWARD, INPUT_GRADIENT -> assertThat(before).isEqualTo(Pass.Kind.FORWARD);
          case WEIGHT_GRADIENT -> assertThat(before).isEqualTo(Pass.Kind.INPUT_GRADIENT);
        }
      }
      assertThat(last).hasSize(microBatches * chunks);
      assertThat(last.values())
          .containsOnly(
              schedule == MicroBatchOrder.ZERO_BUBBLE
                  ? Pass.Kind.WEIGHT_GRADIENT
                  : Pass.Kind.BACKWARD);
    }
  }

  /** A stage keeps the activations of at most p − s micro-batches. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,5", "2,1", "4,2", "8,96", "7,13"})
  void fewActivationsAreKept(int stages, int microBatches) {
    for (int stage = 0; stage < stages; stage++) {
      int kept = 0;
      int now = 0;
      for (int pass : oneForwardOneBackward(stage, stages, microBatches)) {
        now += Integer.signum(pass);
        kept = Math.max(kept, now);
      }
      assertThat(kept).isEqualTo(Math.min(microBatches, stages - stage));
    }
  }
}

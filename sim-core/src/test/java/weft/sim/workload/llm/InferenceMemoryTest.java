package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InferenceMemoryTest {

  private static InferencePlan plan(
      int batch, InferenceFormats formats, InferencePlan.@Nullable Disaggregation apart) {
    return new InferencePlan(
        InferenceCostTest.LLAMA,
        new InferenceParallelism(8),
        1,
        4_000,
        1_000,
        batch,
        1,
        formats,
        apart);
  }

  /** 70.55 G weights in 2 bytes on 8 GPUs; 5,000 tokens of 8 sequences in 40 kB each. */
  @Test
  void weightsAndCacheAddUp() {
    InferenceMemory use = InferenceMemory.most(plan(8, InferenceFormats.BF16, null));
    assertThat(use.weights()).isCloseTo(70.55e9 * 2 / 8, within(1e7));
    assertThat(use.cache()).isEqualTo(8 * 5_000 * 40_960.0);
    assertThat(use.activations())
        .isEqualTo(4_000 * (4 * 8_192 + 3 * 28_672 / 8.0) * 2 + 8 * 128_256 * 4 / 8.0);
    assertThat(use.bytes()).isEqualTo(use.weights() + use.cache() + use.activations());
  }

  /** Embeddings keep 16 bits. */
  @Test
  void eightBitsHalveTheLayers() {
    double embeddings = 2 * 128_256 * 8_192.0 / 8 * 2;
    InferenceMemory wide = InferenceMemory.most(plan(8, InferenceFormats.BF16, null));
    InferenceMemory narrow = InferenceMemory.most(plan(8, new InferenceFormats(1, 1, 1), null));
    assertThat(narrow.weights() - embeddings)
        .isCloseTo((wide.weights() - embeddings) / 2, within(1.0));
    assertThat(narrow.cache()).isEqualTo(wide.cache() / 2);
  }

  /** GPUs that only do the prefill hold the prompts of two steps. */
  @Test
  void prefillGpusHoldLess() {
    InferencePlan plan = plan(8, InferenceFormats.BF16, new InferencePlan.Disaggregation(1));
    assertThat(InferenceMemory.ofPrefill(plan).cache()).isEqualTo(2 * 4_000 * 40_960.0);
    assertThat(InferenceMemory.ofPrefill(plan).weights())
        .isEqualTo(InferenceMemory.ofDecode(plan).weights());
    assertThat(InferenceMemory.most(plan).prefill()).isFalse();
    assertThat(InferenceMemory.most(plan.withBatch(1)).prefill()).isTrue();
  }
}

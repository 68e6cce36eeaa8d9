package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InferenceCostTest {

  /** Llama 3 70B. */
  static final TransformerModel LLAMA =
      new TransformerModel(
          "llama", 8_192, 80, new Attention(64, 8, 128, null), 28_672, true, null, 128_256, false);

  /** DeepSeek-V3. */
  static final TransformerModel DEEPSEEK =
      new TransformerModel(
          "deepseek",
          7_168,
          61,
          new Attention(128, 128, 128, new Attention.Latent(1_536, 512, 64, 128)),
          18_432,
          true,
          new Experts(256, 8, 1, 2_048, 3),
          129_280,
          false);

  /** Its arithmetic is never in the way. */
  private static final Accelerator MEMORY = new Accelerator("memory", 1e30, 1, 1e12, 0.5);

  /** Nor is the memory of this. */
  private static final Accelerator COMPUTE = new Accelerator("compute", 1e15, 0.5, 1e30, 1);

  private static InferencePlan plan(
      TransformerModel model, int tensor, int batch, InferenceFormats formats) {
    return new InferencePlan(
        model, new InferenceParallelism(tensor), 1, 1_000, 200, batch, 1, formats, null);
  }

  /**
   * A decode step on one GPU reads every weight but the input embedding once, and the cache of each
   * sequence, B (i + o/2) 2 l a_kv d bytes; what the activations of a few tokens add is less than
   * half a percent of that.
   */
  @ParameterizedTest
  @CsvSource({"1, 2, 2", "8, 2, 2", "8, 1, 2", "8, 1, 1"})
  void decodeReadsWeightsAndCache(int batch, int weightBytes, int cacheBytes) {
    InferenceFormats formats = new InferenceFormats(weightBytes, cacheBytes, 2);
    double matrices = 80.0 * (8_192.0 * (64 + 8 + 8 + 64) * 128 + 3.0 * 8_192 * 28_672);
    double output = 2 * 8_192.0 * 128_256;
    double cache = batch * (1_000 + 100.0) * 2 * 80 * 8 * 128 * cacheBytes;
    double least = (matrices * weightBytes + output + cache) / (1e12 * 0.5);
    double step = InferenceCost.decode(plan(LLAMA, 1, batch, formats), MEMORY).step();
    assertThat(step).isBetween(least, least * 1.005);
  }

  /** The same on t GPUs: each has a part of all that counts. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void tensorParallelRanksReadTheirPart(int tensor) {
    double one = InferenceCost.decode(plan(LLAMA, 1, 1, InferenceFormats.BF16), MEMORY).step();
    double part =
        InferenceCost.decode(plan(LLAMA, tensor, 1, InferenceFormats.BF16), MEMORY).step();
    assertThat(part).isCloseTo(one / tensor, within(one / tensor * 0.001));
  }

  /**
   * With the memory out of the way a prefill step takes 2 N FLOP a token, N the weights of the
   * matrices in the layers, the attention of the s²/2 pairs, 4 a d FLOP each a layer, and the
   * output layer for the last token.
   */
  @Test
  void prefillTakesItsFlops() {
    InferencePlan plan = plan(LLAMA, 4, 1, InferenceFormats.BF16);
    double matrices = 80.0 * (8_192.0 * (64 + 8 + 8 + 64) * 128 + 3.0 * 8_192 * 28_672);
    double attention = 80 * 1_000.0 * 1_000 / 2 * 4 * 64 * 128;
    double flops = 2 * matrices * 1_000 + attention + 2 * 8_192.0 * 128_256;
    assertThat(InferenceFigures.prefillFlops(plan)).isEqualTo(flops);
    double done = flops + 7 * 2 * 8_192.0 * 128_256; // the last token counts as eight rows
    assertThat(InferenceCost.prefill(plan, COMPUTE).step())
        .isCloseTo(done / 4 / 0.5e15, within(done / 4 / 0.5e15 * 1e-9));
  }

  /**
   * Arithmetic at four fifths takes 5/4 as long where it binds, in prefill steps and in decode
   * steps, and nothing longer where the memory does.
   */
  @Test
  void aSlowerGpuIsSlowerWhereArithmeticBinds() {
    InferencePlan plan = plan(LLAMA, 4, 8, InferenceFormats.BF16);
    double prefill = InferenceCost.prefill(plan, COMPUTE).step();
    assertThat(InferenceCost.prefill(plan, COMPUTE.withSpeed(0.8)).step())
        .isCloseTo(prefill / 0.8, within(prefill * 1e-9));
    double decode = InferenceCost.decode(plan, COMPUTE).step();
    assertThat(InferenceCost.decode(plan, COMPUTE.withSpeed(0.8)).step())
        .isCloseTo(decode / 0.8, within(decode * 1e-9));
    assertThat(InferenceCost.prefill(plan, MEMORY.withSpeed(0.8)).step())
        .isEqualTo(InferenceCost.prefill(plan, MEMORY).step());
    assertThat(InferenceCost.decode(plan, MEMORY.withSpeed(0.8)).step())
        .isEqualTo(InferenceCost.decode(plan, MEMORY).step());
    assertThat(COMPUTE.withSpeed(0.8).peakFlops()).isEqualTo(COMPUTE.peakFlops());
  }

  /** Few rows cost a product what its eight do. */
  @Test
  void rowsCountInMultiplesOfEight() {
    double one = InferenceCost.decode(plan(LLAMA, 1, 1, InferenceFormats.BF16), COMPUTE).step();
    double eight = InferenceCost.decode(plan(LLAMA, 1, 8, InferenceFormats.BF16), COMPUTE).step();
    double nine = InferenceCost.decode(plan(LLAMA, 1, 9, InferenceFormats.BF16), COMPUTE).step();
    double core = 80 * 1_100.0 * 4 * 64 * 128 / 0.5e15;
    assertThat(eight - 8 * core).isCloseTo(one - core, within(one * 1e-9));
    assertThat(nine - 9 * core).isCloseTo(2 * (one - core), within(one * 1e-9));
  }

  /**
   * DeepSeek-AI, "Insights into DeepSeek-V3", ISCA 2025, table 1: 70.272 KB a token, and 516.096 KB
   * for Llama 3.1 405B; 2 l a_kv d × 2 bytes for Llama 3 70B.
   */
  @Test
  void theCacheOfATokenIsAsPublished() {
    TransformerModel large =
        new TransformerModel(
            "405b",
            16_384,
            126,
            new Attention(128, 8, 128, null),
            53_248,
            true,
            null,
            128_256,
            false);
    assertThat(plan(DEEPSEEK, 1, 1, InferenceFormats.BF16).cacheBytesPerToken()).isEqualTo(70_272);
    assertThat(plan(large, 1, 1, InferenceFormats.BF16).cacheBytesPerToken()).isEqualTo(516_096);
    assertThat(plan(LLAMA, 1, 1, InferenceFormats.BF16).cacheBytesPerToken())
        .isEqualTo(2 * 80 * 8 * 128 * 2);
  }

  /** Heads are divided as far as they go; compressed keys and values not at all. */
  @ParameterizedTest
  @CsvSource({"4, 81920, 70272", "8, 40960, 70272", "16, 40960, 70272"})
  void tensorParallelRanksShareTheCache(int tensor, long llama, long deepseek) {
    assertThat(plan(LLAMA, tensor, 1, InferenceFormats.BF16).cacheBytesPerToken()).isEqualTo(llama);
    assertThat(plan(DEEPSEEK, tensor, 1, InferenceFormats.BF16).cacheBytesPerToken())
        .isEqualTo(deepseek);
  }

  /**
   * One token meets k experts; of many each is met; between, as tokens that choose at random do.
   */
  @Test
  void tokensMeetExpertsAtRandom() {
    Experts experts = new Experts(16, 2, 0, 1, 0);
    assertThat(InferenceCost.expertsMet(experts, 1)).isCloseTo(2, within(1e-9));
    assertThat(InferenceCost.expertsMet(experts, 1_000)).isCloseTo(16, within(1e-9));
    SplittableRandom random = new SplittableRandom(7);
    long met = 0;
    for (int trial = 0; trial < 100_000; trial++) {
      int set = 0;
      for (int token = 0; token < 5; token++) {
        int first = random.nextInt(16);
        int second = (first + 1 + random.nextInt(15)) % 16;
        set |= 1 << first | 1 << second;
      }
      met += Integer.bitCount(set);
    }
    assertThat(InferenceCost.expertsMet(experts, 5)).isCloseTo(met / 100_000.0, within(0.02));
  }

  /** A single sequence reads of the routed experts of DeepSeek-V3 only 8 in 256. */
  @Test
  void decodeReadsOnlyTheExpertsThatAreMet() {
    double one = InferenceCost.decode(plan(DEEPSEEK, 1, 1, InferenceFormats.BF16), MEMORY).step();
    double least = 2.0 * DEEPSEEK.activeWeights() / (1e12 * 0.5);
    assertThat(one).isBetween(least, least * 1.02);
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "128, 1, 1", "8, 4, 5"})
  void refusesWhatCannotBeDivided(int tensor, int batch, int prefillBatch) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new InferencePlan(
                    LLAMA,
                    new InferenceParallelism(tensor),
                    1,
                    8,
                    8,
                    batch,
                    prefillBatch,
                    InferenceFormats.BF16,
                    null));
  }
}

package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.TracedResult;

/** Experts of a served model divided among the ranks of a replica, against closed forms. */
final class ExpertParallelInferenceTest {

  /**
   * Three layers with 16 experts, of which a token meets two, and a shared one; before, a dense.
   */
  private static final TransformerModel MODEL =
      new TransformerModel(
          "model",
          1_024,
          4,
          new Attention(16, 4, 64, null),
          4_096,
          true,
          new Experts(16, 2, 1, 512, 1),
          32_000,
          false);

  private static final InferenceFormats FP8 = new InferenceFormats(1, 2, 1);

  /** Its arithmetic is never in the way. */
  private static final Accelerator MEMORY = new Accelerator("memory", 1e30, 1, 1e12, 0.5);

  private static InferencePlan plan(
      int tensor, int expert, int pipeline, int batch, InferenceFormats formats) {
    InferenceParallelism parallelism = new InferenceParallelism(tensor, expert, pipeline, pipeline);
    return new InferencePlan(
        MODEL, parallelism, 1, 512, 64, batch, parallelism.data(), formats, null);
  }

  /**
   * In each of three layers a rank sends a copy of each of its 4 tokens to 2 experts, 1,024 values
   * of a byte and 8 scales of 4, and gets 2,048 bytes back. In a prefill step a copy goes to each
   * rank that has one of the experts: a token misses one of four with a chance of 12/16 × 11/15.
   */
  @Test
  void tokensAreDispatchedAndCombined() {
    SimulationResult result = Simulation.run(InferenceStepTest.spec(plan(1, 4, 1, 16, FP8)));
    double copies = 512 * 4 * (1 - 12 / 16.0 * 11 / 15);
    assertThat(result.collectives())
        .extracting(timing -> timing.collective() + " " + timing.bytes() + " " + timing.count())
        .containsExactlyInAnyOrder(
            "alltoall " + Math.round(copies * 1_056) + " 3",
            "alltoall " + Math.round(copies * 2_048) + " 3",
            "alltoall " + 4 * 2 * 1_056 + " 48",
            "alltoall " + 4 * 2 * 2_048 + " 48");
  }

  /**
   * Behind attention of two tensor-parallel ranks each sends half of the 8 tokens that they have.
   */
  @Test
  void tensorParallelRanksShareTheTokens() {
    SimulationResult result =
        Simulation.run(InferenceStepTest.spec(plan(2, 4, 1, 16, InferenceFormats.BF16)));
    assertThat(result.collectives())
        .extracting(timing -> timing.collective() + " " + timing.bytes())
        .contains(
            "reduce_scatter " + 8 * 2_048,
            "alltoall " + 4 * 2 * 2_048,
            "all_gather " + 8 * 2_048,
            "all_reduce " + 8 * 2_048);
  }

  /** Three quarters of what a rank has leave it, over a NIC of its own; two links. */
  @Test
  void aDecodeStepIsComputationAndExchanges() {
    InferencePlan plan = plan(1, 4, 1, 16, FP8);
    double exchanges = 0.75 * 4 * 2 * (1_056 + 2_048) / InferenceStepTest.RATE + 2 * 2e-6;
    double step = InferenceCost.decode(plan, InferenceStepTest.GPU).step();
    assertThat(InferenceStepTest.figures(plan).decodeSeconds())
        .isCloseTo(step + 3 * exchanges, within(1e-9));
  }

  /** A rank has a quarter of the experts, and all else whole; of t ranks each 1/t of that. */
  @ParameterizedTest
  @CsvSource({"1, 4", "2, 4", "4, 4", "1, 16"})
  void weightsOfARank(int tensor, int expert) {
    double attention = 1_024 * (16 + 4 + 4 + 16) * 64.0 + 2 * 1_024;
    double divided = 4 * attention + 3 * 1_024 * 4_096.0 + 3 * 1_024 * 16.0;
    double shared = 3 * 3 * 1_024 * 512.0;
    double embeddings = 2 * 32_000 * 1_024.0;
    InferencePlan plan = plan(tensor, expert, 1, 16, FP8);
    assertThat(plan.stage(0).weightBytes())
        .isCloseTo(
            divided / tensor + shared + 16 * shared / expert + 2 * embeddings / tensor,
            within(1.0));
  }

  /** Attention is data-parallel: a rank has the caches of its own sequences, in all its heads. */
  @ParameterizedTest
  @CsvSource({"1, 4, 4, 4", "2, 4, 8, 2", "4, 4, 16, 1"})
  void cachesOfARank(int tensor, int expert, int sequences, int heads) {
    assertThat(InferenceMemory.most(plan(tensor, expert, 1, 16, FP8)).cache())
        .isEqualTo(sequences * (512 + 64) * 4 * (2.0 * heads * 64 * 2));
  }

  /** Four tokens meet 16 (1 − (7/8)⁴) experts, a quarter of them on this rank; it reads those. */
  @Test
  void aRankReadsTheExpertsThatAreMet() {
    InferencePlan plan = plan(1, 4, 1, 4, InferenceFormats.BF16);
    double met = 16 * (1 - Math.pow(7 / 8.0, 4)) / 4;
    double seconds = met * 3 * 1_024 * 512 * 2 / (1e12 * 0.5);
    assertThat(InferenceCost.decode(plan, MEMORY).dividedExperts())
        .isBetween(seconds, seconds * 1.02);
    double dense = 4 * (1_024 * 2_560.0 + 2_048 * 64) + 3.0 * 1_024 * 4_096;
    assertThat(plan.stage(0).weightBytesRead(4))
        .isGreaterThan(2 * dense)
        .isLessThan(plan.stage(0).weightBytes() - 2 * 32_000 * 1_024);
  }

  /** A prefill step does the FLOP of all ranks' prompts on all of them. */
  @Test
  void utilizationIsOfAllRanks() {
    InferenceFigures figures = InferenceStepTest.figures(plan(1, 4, 1, 16, FP8));
    double matrices = MODEL.activeWeights() - 32_000 * 1_024.0;
    double flops = 2 * 4 * (512 * matrices + 32_000 * 1_024.0) + 4 * 4 * 512.0 * 512 * 2 * 1_024;
    assertThat(figures.prefillUtilization() * figures.prefillSeconds() * 4e15)
        .isCloseTo(flops, within(flops * 1e-9));
  }

  /** On one rank experts are read as without expert parallelism. */
  @Test
  void theSameExpertsAreMetOnAllRanksTogether() {
    InferencePlan one = plan(1, 1, 1, 16, InferenceFormats.BF16);
    InferencePlan four = plan(1, 4, 1, 16, InferenceFormats.BF16);
    double routed = 3 * MODEL.routedWeights(1) * 2.0;
    double met = InferenceCost.expertsMet(new Experts(16, 2, 1, 512, 1), 16) / 16;
    assertThat(one.stage(0).weightBytesRead(16) - four.stage(0).weightBytesRead(16))
        .isCloseTo(met * routed * 3 / 4, within(1.0));
  }

  @ParameterizedTest
  @CsvSource({"256, 8, 32", "256, 8, 8", "16, 2, 16", "16, 16, 4"})
  void tokensMeetRanksAtRandom(int count, int active, int ranks) {
    SplittableRandom random = new SplittableRandom(11);
    int[] experts = new int[count];
    long met = 0;
    int trials = 20_000;
    for (int trial = 0; trial < trials; trial++) {
      long set = 0;
      for (int i = 0; i < count; i++) {
        experts[i] = i;
      }
      for (int i = 0; i < active; i++) {
        int other = i + random.nextInt(count - i);
        int chosen = experts[other];
        experts[other] = experts[i];
        set |= 1L << (chosen / (count / ranks));
      }
      met += Long.bitCount(set);
    }
    assertThat(new Experts(count, active, 0, 1, 0).ranksMet(ranks))
        .isCloseTo((double) met / trials, within(0.05));
  }

  /** Stages of expert-parallel ranks: a run ends, its path is as long as it, nothing is left. */
  @Test
  void stagesMayBeExpertParallel() {
    InferencePlan plan = plan(2, 4, 2, 16, FP8);
    TracedResult traced = Simulation.trace(InferenceStepTest.spec(plan), ProgressListener.NONE);
    assertThat(traced.criticalPath()).isNotNull();
    assertThat(traced.criticalPath().totals().stream().mapToLong(total -> total.timePs()).sum())
        .isEqualTo(traced.result().endPs());
    double weights = plan.stage(0).weightBytes() + plan.stage(1).weightBytes();
    assertThat(weights).isCloseTo(plan(2, 4, 1, 16, FP8).stage(0).weightBytes(), within(1.0));
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 12", "1, 5, 10", "1, 4, 6"})
  void refusesWhatCannotBeDivided(int tensor, int expert, int batch) {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(tensor, expert, 1, batch, FP8));
  }

  @Test
  void refusesExpertsOfADenseModel() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new InferencePlan(
                    InferenceCostTest.LLAMA,
                    new InferenceParallelism(1, 8, 1, 1),
                    1,
                    8,
                    8,
                    8,
                    8,
                    FP8,
                    null));
  }
}

package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/** Parts of a training step that only some parallelism has, against figures worked out by hand. */
final class TrainingStepPartsTest {

  /** So fast that communication takes microseconds of a step of milliseconds. */
  private static final long FREE_BPS = 9_000_000_000_000_000L;

  /** Its memory is never in the way. */
  private static final Accelerator COMPUTE = new Accelerator("compute", 1e15, 0.5, 1e30, 1);

  /** Its arithmetic is never in the way. */
  private static final Accelerator MEMORY = new Accelerator("memory", 1e30, 1, 4e12, 0.5);

  private static final int LAYERS = 8;
  private static final double H = 4_096;
  private static final double T = 1_024;

  /** FLOP of the products of a layer forward and backward, 3 × 24 T h². */
  private static final double PRODUCTS = 72 * T * H * H;

  /** Of the fused core, T s (q + w) = 2 T s h forward, and 2.5 times that backward. */
  private static final double CORE = 3.5 * 2 * T * T * H;

  /** Of an output layer of one word, 3 × 2 T h. */
  private static final double WORD = 6 * T * H;

  private static final TransformerModel DENSE =
      new TransformerModel("dense", 4_096, LAYERS, 32, 16_384, 1);

  private static final TransformerModel MIXTURE =
      new TransformerModel(
          "mixture",
          4_096,
          LAYERS,
          new Attention(32, 32, 128, null),
          16_384,
          true,
          new Experts(8, 2, 0, 4_096, 0),
          1,
          true);

  private static TrainingPlan plan(
      TransformerModel model,
      Parallelism parallelism,
      Sharding sharding,
      Overlap overlap,
      double imbalance,
      int shards) {
    return new TrainingPlan(
        model,
        parallelism,
        parallelism.data(),
        1,
        1_024,
        NumberFormats.BF16,
        Recompute.NONE,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        sharding,
        overlap,
        true,
        new ExpertRouting(1, imbalance, false, false),
        shards,
        AmaxReduction.NONE);
  }

  private static SimulationResult run(TrainingPlan plan, Accelerator gpu, long rateBps) {
    return Simulation.run(
        SimulationSpec.of(
                FabricSketch.star(plan.ranks(), rateBps, 0), TrainingProgram.of(plan, gpu))
            .withMode(RunMode.AUDIT));
  }

  private static double computedPs(TrainingPlan plan, Accelerator gpu) {
    return run(plan, gpu, FREE_BPS).breakdown().meanPs(StepBreakdown.Kind.COMPUTE);
  }

  /**
   * First and last stage add up the gradients of their embedding, V h × 4 bytes: each sends half of
   * it twice to the other. While that goes on it is communication; the last stage has waited for
   * the first before.
   */
  @Test
  void aTiedEmbeddingIsCommunicatedNotAwaited() {
    int vocabulary = 32_000;
    TransformerModel tied = new TransformerModel("tied", 4_096, LAYERS, 32, 16_384, vocabulary);
    TrainingPlan plan =
        plan(tied, new Parallelism(1, 1, 1, 2, 1, false), Sharding.NONE, Overlap.DATA, 1, 1);
    long rateBps = 400_000_000_000L;
    StepBreakdown breakdown = run(plan, COMPUTE, rateBps).breakdown();
    double sumPs = 1e12 * vocabulary * H * 4 * 8 / rateBps;
    double passesPs = 1e12 * T * H * 2 * 8 / rateBps;
    // Each of the two waits for one message: activations one way, their gradients the other.
    assertThat((double) breakdown.meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION))
        .isCloseTo(sumPs + passesPs, withinPercentage(1.0));
  }

  /** Each of c ranks has T/c tokens and goes round the keys of all: a c-th of everything. */
  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void aRingComputesWithAllKeys(int context) {
    TrainingPlan plan =
        plan(
            DENSE,
            new Parallelism(1, context, 1, 1, 1, false),
            Sharding.NONE,
            Overlap.DATA,
            1,
            context);
    double expectedPs = 1e12 * (LAYERS * (PRODUCTS + CORE) + WORD) / context / 0.5e15;
    assertThat(computedPs(plan, COMPUTE)).isCloseTo(expectedPs, within(100.0));
  }

  /**
   * Adam moves 24 + 4 + 2 bytes a weight, at 2 TB/s; with sharding a rank updates its share only. A
   * GPT layer has 12 h² + 13 h weights, the embedding h.
   */
  @ParameterizedTest
  @CsvSource({"8,8", "8,4", "2,2"})
  void aShardedOptimizerUpdatesItsShare(int data, int shards) {
    Parallelism parallelism = new Parallelism(1, 1, data, 1, 1, false);
    double weights = LAYERS * (12 * H * H + 13 * H) + H;
    double savedPs =
        computedPs(plan(DENSE, parallelism, Sharding.NONE, Overlap.DATA, 1, data), MEMORY)
            - computedPs(
                plan(DENSE, parallelism, Sharding.OPTIMIZER, Overlap.DATA, 1, shards), MEMORY);
    assertThat(savedPs).isCloseTo(30 * weights * (1 - 1.0 / shards) / 2, within(100.0));
  }

  /**
   * Experts on four of eight ranks are updated by the two that have the same. Their weights are two
   * times 3 h², all others of a layer 4 h² of attention, norms 2 h, a router 8 h.
   */
  @Test
  void theOptimizerOfExpertsIsShardedAmongFewer() {
    Parallelism parallelism =
        new Parallelism(1, 1, 8, 1, 1, false, new Parallelism.ExpertGrid(1, 4));
    double others = LAYERS * (4 * H * H + 2 * H + 8 * H) + H;
    double experts = LAYERS * 2 * 3 * H * H;
    double savedPs =
        computedPs(plan(MIXTURE, parallelism, Sharding.NONE, Overlap.DATA, 1, 8), MEMORY)
            - computedPs(
                plan(MIXTURE, parallelism, Sharding.OPTIMIZER, Overlap.DATA, 1, 8), MEMORY);
    assertThat(savedPs).isCloseTo(30 * (others * 7 / 8 + experts / 2) / 2, within(100.0));
  }

  /**
   * Each product is cut into four, of which one is not beside its collective. On a network so slow
   * that it hides the other three, a layer takes ten collectives (four forward, three in each block
   * backward) of 3/4 of T h 2 bytes, a quarter of its products, and the core; the embedding and the
   * output layer take two collectives each.
   */
  @Test
  void aQuarterOfEachProductIsExposed() {
    long rateBps = 100_000_000_000L;
    TrainingPlan plan = tensorOverlap();
    double collectivePs = 1e12 * 0.75 * T * H * 2 * 8 / rateBps;
    double computedPs = 1e12 * (LAYERS * (PRODUCTS / 4 + CORE) + WORD) / 4 / 0.5e15;
    assertThat((double) run(plan, COMPUTE, rateBps).endPs())
        .isCloseTo((10 * LAYERS + 4) * collectivePs + computedPs, within(100.0));
  }

  /** On a free network it takes all of its products. */
  @Test
  void thePiecesMakeTheWholeProduct() {
    double computedPs = 1e12 * (LAYERS * (PRODUCTS + CORE) + WORD) / 4 / 0.5e15;
    assertThat(computedPs(tensorOverlap(), COMPUTE))
        .isCloseTo(computedPs, within(computedPs / 1e3));
  }

  private static TrainingPlan tensorOverlap() {
    return plan(
        DENSE,
        new Parallelism(4, 1, 1, 1, 1, true),
        Sharding.NONE,
        new Overlap(true, false, true),
        1,
        1);
  }

  /**
   * Two ranks that share an expert gather what both have received, 2 × 2 T h values of 2 bytes
   * times the load: one and a half for the first pair, a half for the other.
   */
  @Test
  void aPairGathersWhatItHasReceived() {
    Parallelism parallelism =
        new Parallelism(1, 1, 4, 1, 1, false, new Parallelism.ExpertGrid(2, 2));
    TrainingPlan plan = plan(MIXTURE, parallelism, Sharding.NONE, Overlap.DATA, 1.5, 4);
    long even = 2L * 2 * 1_024 * 4_096 * 2;
    for (String collective : new String[] {"all_gather", "reduce_scatter"}) {
      assertThat(
              run(plan, COMPUTE, FREE_BPS).collectives().stream()
                  .filter(one -> one.collective().equals(collective))
                  .map(CollectiveTiming::bytes))
          .containsExactlyInAnyOrder(even * 3 / 2, even / 2);
    }
  }

  /** 72 B s l h² (1 + s/6h + V/12lh) FLOP in two seconds, on eight GPUs of 1 PFLOP/s. */
  @Test
  void figuresAreOfOneGpu() {
    TrainingPlan plan = new TrainingPlan(DENSE, 2, 2, 2, 16, 1, 1_024, Recompute.NONE);
    double flops = 72 * 16 * T * LAYERS * H * H * (1 + T / (6 * H) + 1 / (12 * LAYERS * H));
    StepFigures step = StepFigures.of(plan, COMPUTE, 2_000_000_000_000L);
    assertThat(step.seconds()).isEqualTo(2);
    assertThat(step.tokensPerSecond()).isEqualTo(16 * 1_024 / 2.0);
    assertThat(step.tflopsPerGpu()).isCloseTo(flops / 2 / 8 / 1e12, within(1e-6));
    assertThat(step.mfu()).isCloseTo(flops / 2 / 8 / 1e15, within(1e-9));
  }

  /** 40 M weights, or 1 M a replica. */
  @ParameterizedTest
  @CsvSource({"2,40000000", "40,40000000", "41,41000000", "1024,1024000000"})
  void bucketsGrowWithReplicas(int replicas, long weights) {
    assertThat(new Shard(replicas, replicas, 0, 0, 0, 0, 0).bucket()).isEqualTo(weights);
  }
}

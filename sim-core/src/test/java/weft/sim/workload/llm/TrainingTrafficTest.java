package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/**
 * What links carry in a training step, to the byte. Each stage has a switch of its own, and the
 * switches a spine: a transfer within a stage crosses two links of the inner tier, one to the next
 * stage another two of the outer.
 */
final class TrainingTrafficTest {

  private static final int LAYERS = 8;
  private static final long HIDDEN = 256;
  private static final int FEED_FORWARD = 512;
  private static final int VOCABULARY = 1_000;
  private static final int SEQUENCE = 128;
  private static final int MICRO_BATCH = 3;
  private static final TransformerModel MODEL =
      new TransformerModel("model", (int) HIDDEN, LAYERS, 32, FEED_FORWARD, VOCABULARY);
  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e12, 1);

  /** Between layers: two bytes for each token and hidden value. */
  private static final long ACTIVATIONS = 2 * HIDDEN * SEQUENCE * MICRO_BATCH;

  /** 4h² of attention, 2hf of feed-forward, and 9h + f of biases and norms. */
  private static final long LAYER_WEIGHTS =
      4 * HIDDEN * HIDDEN + 2 * HIDDEN * FEED_FORWARD + 9 * HIDDEN + FEED_FORWARD;

  private static final long EMBEDDING_WEIGHTS = VOCABULARY * HIDDEN;

  private static SimulationResult run(int tensor, int pipeline, int data, int microBatches) {
    TrainingPlan plan =
        new TrainingPlan(
            MODEL,
            tensor,
            pipeline,
            data,
            MICRO_BATCH * microBatches * data,
            MICRO_BATCH,
            SEQUENCE,
            Recompute.NONE);
    return run(plan);
  }

  private static SimulationResult run(TrainingPlan plan) {
    Parallelism parallelism = plan.parallelism();
    return Simulation.run(
        SimulationSpec.of(
                fabric(parallelism.pipeline(), parallelism.stageRanks()),
                TrainingProgram.of(plan, GPU))
            .withMode(RunMode.AUDIT));
  }

  private static Fabric fabric(int stages, int gpusOfStage) {
    FabricBuilder builder = new FabricBuilder();
    int inner = builder.addTier("inner", "inner");
    int outer = builder.addTier("outer", "outer");
    int spine = builder.addNode("spine", 2);
    for (int stage = 0; stage < stages; stage++) {
      int leaf = builder.addNode("leaf-" + stage, 1);
      builder.addCable(leaf, spine, outer, 400_000_000_000L, 400_000_000_000L, 0);
      for (int i = 0; i < gpusOfStage; i++) {
        int gpu = builder.addNode("gpu-" + stage + "-" + i, 0);
        builder.addEndpoint(gpu, stage * gpusOfStage + i, 0);
        builder.addCable(gpu, leaf, inner, 400_000_000_000L, 400_000_000_000L, 0);
      }
    }
    return builder.build();
  }

  /**
   * For each micro-batch four all-reduces a layer, one of the input embedding and one of the output
   * layer. In a ring of t each rank sends 2(t − 1)/t of the activations, up and down.
   */
  @ParameterizedTest
  @CsvSource({"1,5", "2,1", "2,5", "4,3", "8,2"})
  void tensorParallel(int tensor, int microBatches) {
    long allReduces = (4 * LAYERS + 2) * (long) microBatches;
    SimulationResult result = run(tensor, 1, 1, microBatches);
    assertThat(result.utilization("inner").bytes())
        .isEqualTo(2 * 2 * ACTIVATIONS * (tensor - 1) * allReduces);
    assertThat(result.utilization("outer").bytes()).isZero();
  }

  /**
   * Each micro-batch crosses each boundary of stages forward and backward, once in all: each of t
   * tensor-parallel ranks sends its slice. Besides, first and last stage exchange the gradients of
   * the embedding, four bytes each, both ways.
   */
  @ParameterizedTest
  @CsvSource({"1,2,1,5", "1,4,1,5", "1,8,1,1", "2,2,1,5", "4,2,1,3", "2,4,2,2", "1,2,4,2"})
  void pipelineParallel(int tensor, int pipeline, int data, int microBatches) {
    long crossings = 2L * (pipeline - 1) * microBatches * data;
    SimulationResult result = run(tensor, pipeline, data, microBatches);
    assertThat(result.utilization("outer").bytes())
        .isEqualTo(2 * crossings * ACTIVATIONS + embedding(pipeline, data));
  }

  /** What embeddings of first and last stage bring to the outer tier, or to the inner. */
  private static long embedding(int pipeline, int data) {
    return pipeline > 1 ? 2 * 2 * 4 * EMBEDDING_WEIGHTS * data : 0;
  }

  /**
   * In a ring of d each rank sends 2(d − 1)/d of the gradients of its weights, four bytes each, up
   * and down, however many micro-batches there are.
   */
  @ParameterizedTest
  @CsvSource({"1,5", "2,1", "2,5", "4,3", "8,2"})
  void dataParallel(int data, int microBatches) {
    long gradients = 4 * (LAYERS * LAYER_WEIGHTS + EMBEDDING_WEIGHTS);
    SimulationResult result = run(1, 1, data, microBatches);
    assertThat(result.utilization("inner").bytes()).isEqualTo(2 * 2 * gradients * (data - 1));
  }

  /**
   * All three at once. Stages gather the slices that arrive, each rank sending (t − 1)/t of the
   * activations; the embedding is on the first and on the last stage, and reduced on both.
   */
  @ParameterizedTest
  @CsvSource({"2,2,2,3", "4,2,2,1", "2,8,2,2", "1,2,4,2", "1,4,3,4"})
  void allAtOnce(int tensor, int pipeline, int data, int microBatches) {
    long passes = (long) microBatches * data;
    long allReduces = 2 * ACTIVATIONS * (tensor - 1) * (4 * LAYERS + 2) * passes;
    long crossings = 2 * passes * ACTIVATIONS * (pipeline - 1);
    long gathers = crossings * (tensor - 1);
    long weights = LAYERS * LAYER_WEIGHTS + (pipeline > 1 ? 2 : 1) * EMBEDDING_WEIGHTS;
    long gradients = 2 * 4 * weights * (data - 1);
    assertThat(run(tensor, pipeline, data, microBatches).utilization("inner").bytes())
        .isEqualTo(2 * (allReduces + crossings + gathers + gradients) + embedding(pipeline, data));
  }

  /**
   * Each replica sends (d − 1)/d of what is scattered or gathered (Rajbhandari et al., ZeRO, SC
   * 2020, section 7): gradients at four bytes, once a step or for each of m micro-batches, weights
   * at two, once a step or twice for each micro-batch, but for the output layer, which is the
   * embedding. Without sharding it is twice the gradients.
   */
  @ParameterizedTest
  @CsvSource({
    "NONE,2,3",
    "OPTIMIZER,2,3",
    "OPTIMIZER,4,1",
    "GRADIENTS,4,3",
    "WEIGHTS,4,3",
    "WEIGHTS,8,1"
  })
  void shardedDataParallel(Sharding sharding, int data, int microBatches) {
    long weights = LAYERS * LAYER_WEIGHTS + EMBEDDING_WEIGHTS;
    long expected =
        switch (sharding) {
          case NONE -> 2 * 4 * weights;
          case OPTIMIZER -> (4 + 2) * weights;
          case GRADIENTS -> (4L * microBatches + 2) * weights;
          case WEIGHTS -> (4 + 2 * 2) * microBatches * weights;
        };
    SimulationResult result =
        run(
            new TrainingPlan(
                    MODEL,
                    1,
                    1,
                    data,
                    MICRO_BATCH * microBatches * data,
                    MICRO_BATCH,
                    SEQUENCE,
                    Recompute.NONE)
                .withSharding(sharding));
    assertThat(result.utilization("inner").bytes()).isEqualTo(2 * expected * (data - 1));
  }

  /**
   * Sequence parallelism sends as much as without: each all-reduce is a scatter and a gather, one
   * pass each. There are 4 pairs a layer; the embedding is scattered forward and gathered backward,
   * the output layer the other way round.
   */
  @ParameterizedTest
  @CsvSource({"2,1,false", "4,3,false", "4,3,true"})
  void sequenceParallel(int tensor, int microBatches, boolean beside) {
    long passes = (2 * 4 * LAYERS + 4 + (beside ? 2 * LAYERS : 0)) * (long) microBatches;
    SimulationResult result =
        run(
            new TrainingPlan(
                MODEL,
                new Parallelism(tensor, 1, 1, 1, 1, true),
                MICRO_BATCH * microBatches,
                MICRO_BATCH,
                SEQUENCE,
                NumberFormats.BF16,
                Recompute.NONE,
                MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
                Sharding.NONE,
                new Overlap(beside, false, true),
                true));
    assertThat(result.utilization("inner").bytes())
        .isEqualTo(2 * ACTIVATIONS * (tensor - 1) * passes);
  }

  /**
   * Keys and values of each of c ranks' share of the tokens go c − 1 times to the next, forward,
   * and backward with their gradients: 4 h bytes a token, 3 times.
   */
  @ParameterizedTest
  @CsvSource({"2,1", "4,2"})
  void contextParallel(int context, int microBatches) {
    long gradients = 2L * 4 * (LAYERS * LAYER_WEIGHTS + EMBEDDING_WEIGHTS) * (context - 1);
    SimulationResult result =
        run(
            new TrainingPlan(
                MODEL,
                new Parallelism(1, context, 1, 1, 1, false),
                MICRO_BATCH * microBatches,
                MICRO_BATCH,
                SEQUENCE,
                NumberFormats.BF16,
                Recompute.NONE,
                MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
                Sharding.NONE,
                Overlap.DATA,
                true));
    long rings = 3L * LAYERS * microBatches * (context - 1) * 2 * ACTIVATIONS;
    assertThat(result.utilization("inner").bytes()).isEqualTo(2 * (rings + gradients));
  }

  /** Seven of eight layers have eight experts, of which a token meets two. */
  private static final TransformerModel MIXTURE =
      new TransformerModel(
          "mixture",
          (int) HIDDEN,
          LAYERS,
          new Attention(32, 32, 8, null),
          FEED_FORWARD,
          true,
          new Experts(8, 2, 1, 64, 1),
          VOCABULARY,
          true);

  /** Of a plan with experts on several ranks, two micro-batches. */
  private static TrainingPlan mixture(Parallelism parallelism, Sharding sharding, double capacity) {
    return mixture(parallelism, sharding, new ExpertRouting(capacity, 1, false, false));
  }

  private static TrainingPlan mixture(
      Parallelism parallelism, Sharding sharding, ExpertRouting routing) {
    return new TrainingPlan(
        MIXTURE,
        parallelism,
        2 * MICRO_BATCH * parallelism.data(),
        MICRO_BATCH,
        SEQUENCE,
        NumberFormats.BF16,
        Recompute.NONE,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        sharding,
        Overlap.DATA,
        true,
        routing,
        parallelism.replicas(),
        AmaxReduction.NONE);
  }

  /**
   * Of e ranks each sends (e − 1)/e of what its tokens are to their experts, two copies of each
   * token: out and back, forward and backward. Experts are reduced among the d/e ranks that have
   * the same, all other weights among all d.
   */
  @ParameterizedTest
  @CsvSource({"2,2,1", "4,4,1", "4,2,1", "8,4,1.5"})
  void expertParallel(int data, int expert, double capacity) {
    Parallelism parallelism =
        new Parallelism(1, 1, data, 1, 1, false, new Parallelism.ExpertGrid(1, expert));
    long exchanged =
        Math.round(capacity * 2 * ACTIVATIONS) * (expert - 1) / expert * data * 4 * 7 * 2;
    long routed = 7 * 8 * 3 * HIDDEN * 64;
    long others = MIXTURE.parameters() - routed;
    long gradients = 2 * 4 * (others * (data - 1) + routed * (data / expert - 1));
    SimulationResult result = run(mixture(parallelism, Sharding.NONE, capacity));
    assertThat(result.utilization("inner").bytes()).isEqualTo(2 * (exchanged + gradients));
  }

  /**
   * Whoever gets more keeps more of his own, so that the sum over all ranks stays (e − 1)/e of what
   * is sent. In 8 bits the way there takes 1 + 4/128 bytes a value, the way back 2.
   */
  @ParameterizedTest
  @CsvSource({"4,4,1,false", "4,4,2,false", "8,4,3,false", "4,4,1,true", "4,2,1.5,true"})
  void unevenExperts(int data, int expert, double imbalance, boolean eightBit) {
    Parallelism parallelism =
        new Parallelism(1, 1, data, 1, 1, false, new Parallelism.ExpertGrid(1, expert));
    double sent = 2.0 * ACTIVATIONS * (expert - 1) / expert * data;
    double perValue = (eightBit ? 1 + 4 / 128.0 : 2) / 2;
    double exchanged = sent * (1 + perValue) * 2 * 7 * 2;
    long routed = 7 * 8 * 3 * HIDDEN * 64;
    long others = MIXTURE.parameters() - routed;
    long gradients = 2 * 4 * (others * (data - 1) + routed * (data / expert - 1));
    ExpertRouting routing = new ExpertRouting(1, imbalance, eightBit, false);
    SimulationResult result = run(mixture(parallelism, Sharding.NONE, routing));
    assertThat((double) result.utilization("inner").bytes())
        .isCloseTo(2 * (exchanged + gradients), within(2.0 * 2 * 7 * 2 * 2 * data * expert));
  }

  /** With weights sharded, those of experts travel among fewer ranks, too. */
  @ParameterizedTest
  @CsvSource({"OPTIMIZER,1,1", "GRADIENTS,2,1", "WEIGHTS,2,4"})
  void shardedExperts(Sharding sharding, int scatters, int gathers) {
    Parallelism parallelism =
        new Parallelism(1, 1, 8, 1, 1, false, new Parallelism.ExpertGrid(1, 4));
    long exchanged = 2 * ACTIVATIONS * 3 / 4 * 8 * 4 * 7 * 2;
    long routed = 7 * 8 * 3 * HIDDEN * 64;
    long others = MIXTURE.parameters() - routed;
    long each = 4L * scatters + 2L * gathers;
    assertThat(run(mixture(parallelism, sharding, 1)).utilization("inner").bytes())
        .isEqualTo(2 * (exchanged + each * (others * 7 + routed)));
  }

  /**
   * Hybrid sharding: s replicas scatter gradients among them, and the copies of each part
   * all-reduce it; weights are gathered among the s only.
   */
  @ParameterizedTest
  @CsvSource({"OPTIMIZER,8,2", "OPTIMIZER,8,4", "WEIGHTS,8,2"})
  void hybridSharding(Sharding sharding, int data, int shards) {
    TrainingPlan plan =
        new TrainingPlan(
            MODEL,
            new Parallelism(1, 1, data, 1, 1, false),
            MICRO_BATCH * data,
            MICRO_BATCH,
            SEQUENCE,
            NumberFormats.BF16,
            Recompute.NONE,
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
            sharding,
            Overlap.DATA,
            true,
            ExpertRouting.EVEN,
            shards,
            AmaxReduction.NONE);
    long weights = LAYERS * LAYER_WEIGHTS + EMBEDDING_WEIGHTS;
    int gathers = sharding == Sharding.WEIGHTS ? 2 : 1;
    long copies = data / shards;
    long inPart = copies * (shards - 1) * (4 + 2L * gathers) * weights;
    long amongCopies = shards * 2 * (copies - 1) * 4 * (weights / shards);
    assertThat(run(plan).utilization("inner").bytes()).isEqualTo(2 * (inPart + amongCopies));
  }
}

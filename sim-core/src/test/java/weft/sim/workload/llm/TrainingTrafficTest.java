package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;

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
            2,
            4,
            Recompute.NONE);
    return Simulation.run(
        SimulationSpec.of(fabric(pipeline, tensor * data), TrainingProgram.of(plan, GPU))
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
   * tensor-parallel ranks sends its slice.
   */
  @ParameterizedTest
  @CsvSource({"1,2,1,5", "1,4,1,5", "1,8,1,1", "2,2,1,5", "4,2,1,3", "2,4,2,2", "1,2,4,2"})
  void pipelineParallel(int tensor, int pipeline, int data, int microBatches) {
    long crossings = 2L * (pipeline - 1) * microBatches * data;
    SimulationResult result = run(tensor, pipeline, data, microBatches);
    assertThat(result.utilization("outer").bytes()).isEqualTo(2 * crossings * ACTIVATIONS);
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
        .isEqualTo(2 * (allReduces + crossings + gathers + gradients));
  }
}

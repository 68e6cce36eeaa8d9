package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/** Whole training steps against closed forms. */
final class TrainingStepTest {

  /** So fast that no communication takes a nanosecond. */
  private static final long FREE_BPS = 9_000_000_000_000_000L;

  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e30, 1);

  /** 8 layers; the tiny vocabulary keeps the last stage as fast as the others. */
  private static final TransformerModel MODEL =
      new TransformerModel("model", 4_096, 8, 32, 16_384, 1);

  private static TrainingPlan plan(int tensor, int pipeline, int data, int globalBatch) {
    return new TrainingPlan(MODEL, tensor, pipeline, data, globalBatch, 1, 1_024, Recompute.NONE);
  }

  private static SimulationResult run(TrainingPlan plan, long rateBps) {
    return run(plan, GPU, rateBps);
  }

  private static SimulationResult run(TrainingPlan plan, Accelerator gpu, long rateBps) {
    return run(plan, gpu, rateBps, Map.of());
  }

  private static SimulationResult run(
      TrainingPlan plan, Accelerator gpu, long rateBps, Map<Integer, Double> speeds) {
    return run(plan, gpu, rateBps, 1, speeds);
  }

  private static SimulationResult run(
      TrainingPlan plan, Accelerator gpu, long rateBps, double speed, Map<Integer, Double> speeds) {
    Fabric fabric = FabricSketch.star(plan.ranks(), rateBps, 0);
    return Simulation.run(
        SimulationSpec.of(fabric, TrainingProgram.of(plan, gpu, speed, speeds))
            .withMode(RunMode.AUDIT));
  }

  @Test
  void aSlowGpuTakesLongerForEachComputation() {
    TrainingPlan alone = plan(1, 1, 1, 4);
    long usualPs = run(alone, GPU, FREE_BPS).endPs();
    assertThat(run(alone, GPU, FREE_BPS, Map.of(0, 0.5)).endPs()).isEqualTo(2 * usualPs);
    assertThat(run(alone, GPU, FREE_BPS, 0.5, Map.of()).endPs()).isEqualTo(2 * usualPs);
    assertThat(run(alone, GPU, FREE_BPS, 0.5, Map.of(0, 0.5)).endPs()).isEqualTo(4 * usualPs);
  }

  /** Its neighbours wait for it in each all-reduce, its replica in each message. */
  @ParameterizedTest
  @CsvSource({"4,1,1", "1,1,4", "2,2,2"})
  void allWaitForASlowGpu(int tensor, int pipeline, int data) {
    TrainingPlan plan = plan(tensor, pipeline, data, 8);
    Map<Integer, Double> all = new HashMap<>();
    for (int rank = 0; rank < plan.ranks(); rank++) {
      all.put(rank, 0.5);
    }
    long usualPs = run(plan, GPU, FREE_BPS).endPs();
    long onePs = run(plan, GPU, FREE_BPS, Map.of(1, 0.5)).endPs();
    long allPs = run(plan, GPU, FREE_BPS, all).endPs();
    assertThat(onePs).isGreaterThan(usualPs + usualPs / 2).isLessThanOrEqualTo(allPs);
    if (pipeline == 1) {
      assertThat(onePs).as("nobody is ahead of it").isEqualTo(allPs);
    }
  }

  /**
   * With equal stages and free communication GPipe and 1F1B idle (p − 1)/m of the ideal time, an
   * interleaved pipeline (p − 1)/(v m), and ZB-H1 (p − 1)(F + B − W)/(F + B + W)/m.
   */
  @ParameterizedTest
  @CsvSource({
    "ONE_FORWARD_ONE_BACKWARD,2,4,1",
    "ONE_FORWARD_ONE_BACKWARD,4,8,1",
    "ONE_FORWARD_ONE_BACKWARD,8,8,1",
    "ONE_FORWARD_ONE_BACKWARD,4,2,1",
    "ONE_FORWARD_ONE_BACKWARD,2,4,2",
    "ONE_FORWARD_ONE_BACKWARD,2,8,4",
    "ONE_FORWARD_ONE_BACKWARD,4,8,2",
    "GPIPE,4,8,1",
    "GPIPE,8,3,1",
    "ZERO_BUBBLE,2,4,1",
    "ZERO_BUBBLE,4,8,1",
    "ZERO_BUBBLE,8,24,1"
  })
  void theBubbleIsTheClosedForm(
      MicroBatchOrder schedule, int stages, int microBatches, int chunks) {
    TrainingPlan plan = scheduled(schedule, stages, microBatches, chunks);
    LayerCost cost = new LayerCost(plan, GPU);
    double forward = cost.attention().forward() + cost.feedForward(0).forward();
    double input = cost.attention().inputGradient() + cost.feedForward(0).inputGradient();
    double weight = cost.attention().weightGradient() + cost.feedForward(0).weightGradient();
    double passPs = 8.0 / stages * (forward + input + weight) * 1e12;
    double share =
        switch (schedule) {
          case GPIPE -> 1;
          case ONE_FORWARD_ONE_BACKWARD -> 1.0 / chunks;
          case ZERO_BUBBLE -> (forward + input - weight) / (forward + input + weight);
        };
    double expectedPs = (microBatches + (stages - 1) * share) * passPs;
    SimulationResult result = run(plan, FREE_BPS);
    assertThat((double) result.endPs()).isCloseTo(expectedPs, within(expectedPs * 1e-3));
    double idlePs =
        result.breakdown().meanPs(StepBreakdown.Kind.BUBBLE)
            + result.breakdown().meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION);
    assertThat(idlePs / (microBatches * passPs))
        .isCloseTo((stages - 1.0) * share / microBatches, within(2e-3));
  }

  private static TrainingPlan scheduled(
      MicroBatchOrder schedule, int stages, int microBatches, int chunks) {
    return new TrainingPlan(
        MODEL,
        new Parallelism(1, 1, 1, stages, chunks, false),
        microBatches,
        1,
        1_024,
        NumberFormats.BF16,
        Recompute.NONE,
        schedule,
        Sharding.NONE,
        Overlap.DATA,
        true);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,2", "4,1,2", "1,4,2", "2,4,1"})
  void thePartsAddUpToTheStep(int tensor, int pipeline, int data) {
    SimulationResult result = run(plan(tensor, pipeline, data, 8), 400_000_000_000L);
    StepBreakdown breakdown = result.breakdown();
    double mean = breakdown.parts().stream().mapToDouble(StepBreakdown.Part::meanPs).sum();
    long slowest = breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum();
    assertThat(mean).isCloseTo((double) breakdown.stepPs(), within(1.0));
    assertThat(slowest).isEqualTo(breakdown.stepPs()).isEqualTo(result.endPs());
  }

  /** Four all-reduces a layer and micro-batch, and one each for embedding and output layer. */
  @Test
  void tensorParallelCollectivesAreCounted() {
    SimulationResult result = run(plan(4, 2, 1, 6), 400_000_000_000L);
    long reductions =
        result.collectives().stream()
            .filter(one -> one.group().equals("tensor") && one.collective().equals("all_reduce"))
            .mapToLong(CollectiveTiming::count)
            .sum();
    long gathers =
        result.collectives().stream()
            .filter(one -> one.group().equals("tensor") && one.collective().equals("all_gather"))
            .mapToLong(CollectiveTiming::count)
            .sum();
    assertThat(reductions).isEqualTo(6 * (8 * 4 + 2));
    assertThat(gathers).as("one for each crossing of the stage boundary").isEqualTo(6 * 2);
  }

  @Test
  void fullRecomputationRepeatsTheForwardPass() {
    TrainingPlan none = plan(1, 1, 1, 4);
    TrainingPlan full = new TrainingPlan(MODEL, 1, 1, 1, 4, 1, 1_024, Recompute.FULL);
    LayerCost cost = new LayerCost(none, GPU);
    double forwardPs = (cost.attention().forward() + cost.feedForward(0).forward()) * 1e12;
    double againPs = run(full, FREE_BPS).endPs() - run(none, FREE_BPS).endPs();
    assertThat(againPs).isCloseTo(4 * 8 * forwardPs, within(2 * 4 * 8.0));
  }

  /** The attention core once more, 2 T s h FLOP, for each layer and micro-batch. */
  @Test
  void selectiveRecomputationRepeatsTheCore() {
    TrainingPlan selective = new TrainingPlan(MODEL, 1, 1, 1, 4, 1, 1_024, Recompute.SELECTIVE);
    double corePs = 2.0 * 1_024 * 1_024 * 4_096 / 0.5e15 * 1e12;
    double againPs = run(selective, FREE_BPS).endPs() - run(plan(1, 1, 1, 4), FREE_BPS).endPs();
    assertThat(againPs).isCloseTo(4 * 8 * corePs, within(4 * 8.0));
  }

  /**
   * The output layer takes 2 T h V FLOP forward and twice that backward, here of one micro-batch; a
   * pipeline exchanges the gradients of its two embeddings.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "4,1", "1,4"})
  void theVocabularyCounts(int tensor, int pipeline) {
    TransformerModel fluent = new TransformerModel("model", 4_096, 8, 32, 16_384, 51_200);
    TrainingPlan plan = new TrainingPlan(fluent, tensor, pipeline, 1, 1, 1, 1_024, Recompute.NONE);
    double wordPs = 3 * 2.0 * 1_024 * 4_096 / tensor / 0.5e15 * 1e12;
    double morePs =
        run(plan, FREE_BPS).endPs() - run(plan(tensor, pipeline, 1, 1), FREE_BPS).endPs();
    double exchangePs = pipeline > 1 ? 51_199 * 4_096.0 * 4 * 8 / FREE_BPS * 1e12 : 0;
    assertThat(morePs).isCloseTo(51_199 * wordPs + exchangePs, within(20.0));
  }

  /**
   * Adam reads the gradient and writes the weight in the precisions of the plan, and reads and
   * writes three single-precision values, at the speed of the memory; arithmetic takes no time. The
   * embedding is on the first and on the last stage.
   */
  @ParameterizedTest
  @CsvSource({"1,1,2,4", "1,1,2,2", "1,1,4,4", "4,1,2,4", "1,2,2,4", "2,4,2,2"})
  void theOptimizerTakesTheTimeOfItsMemory(
      int tensor, int pipeline, int valueBytes, int gradientBytes) {
    Accelerator gpu = new Accelerator("gpu", 1e30, 1, 4e12, 0.5);
    TransformerModel model = new TransformerModel("model", 4_096, 8, 32, 16_384, 51_200);
    TrainingPlan plan =
        new TrainingPlan(
            model,
            new Parallelism(tensor, 1, 1, pipeline, 1, false),
            3,
            1,
            1_024,
            new NumberFormats(valueBytes, gradientBytes, false),
            Recompute.NONE,
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
            Sharding.NONE,
            Overlap.DATA,
            true);
    LayerCost cost = new LayerCost(plan, gpu);
    double passesPs =
        3e12
            * (8
                    * (cost.attention().forward()
                        + cost.feedForward(0).forward()
                        + cost.attention().backward()
                        + cost.feedForward(0).backward())
                + cost.logits()
                + cost.logitsGradient()
                + cost.logitsWeightGradient());
    double embeddings = (pipeline > 1 ? 2 : 1) * 51_200.0 * 4_096;
    double weights = 8.0 * (12 * 4_096 * 4_096.0 + 13 * 4_096) + embeddings;
    double bytes = weights / tensor * (gradientBytes + 3 * 2 * 4 + valueBytes);
    StepBreakdown breakdown = run(plan, gpu, FREE_BPS).breakdown();
    double computedPs = pipeline * breakdown.meanPs(StepBreakdown.Kind.COMPUTE);
    assertThat(computedPs - passesPs).isCloseTo(bytes / 2e12 * 1e12, within(60.0));
  }

  /**
   * The gradients of a layer leave when the last micro-batch has left it, since each fills a
   * bucket, those of the tied embedding at the end; each all-reduce waits for the one before. What
   * the last ends after the backward pass is exposed. At 400 Gb/s the network is the slower, at 40
   * Tb/s the GPU.
   */
  @ParameterizedTest
  @CsvSource({"4,4,400", "4,4,40000", "4,12,400", "2,2,3000", "8,8,40000"})
  void gradientsAreReducedWhileTheBackwardPassGoesOn(int data, int globalBatch, long rateGbps) {
    TrainingPlan plan = plan(1, 1, data, globalBatch);
    LayerCost cost = new LayerCost(plan, GPU);
    double layerPs = (cost.feedForward(0).backward() + cost.attention().backward()) * 1e12;
    double nowPs = 0;
    double reducedPs = 0;
    for (int layer = 0; layer < 8; layer++) {
      nowPs += layerPs;
      reducedPs = Math.max(reducedPs, nowPs) + reducePs(MODEL.layerParameters(0), data, rateGbps);
    }
    reducedPs += reducePs(MODEL.embeddingParameters(), data, rateGbps);
    StepBreakdown breakdown = run(plan, 1_000_000_000 * rateGbps).breakdown();
    assertThat((double) breakdown.meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION))
        .isCloseTo(reducedPs - nowPs, within(20.0));
  }

  /** Each of d replicas sends 2(d − 1)/d of the gradients, four bytes each. */
  private static long reducePs(long parameters, int data, long rateGbps) {
    long bits = 8 * 2 * (data - 1) * (4 * parameters / data);
    return (1_000 * bits + rateGbps - 1) / rateGbps;
  }

  /**
   * ZeRO-3 gathers each layer one ahead: where a layer takes longer than a gather, only the first
   * layer is exposed, forward and backward, since nothing hides it but embedding and output layer,
   * which take no time here; and the last scatter.
   */
  @Test
  void weightsArriveOneLayerAhead() {
    long rateGbps = 40_000;
    TrainingPlan plan = plan(1, 1, 4, 4).withSharding(Sharding.WEIGHTS);
    double first = passPs(2.0 * MODEL.embeddingParameters(), rateGbps);
    double layer = passPs(2.0 * MODEL.layerParameters(0), rateGbps);
    double last = passPs(4.0 * MODEL.layerParameters(0), rateGbps);
    double embedding = passPs(4.0 * MODEL.embeddingParameters(), rateGbps);
    StepBreakdown breakdown = run(plan, 1_000_000_000 * rateGbps).breakdown();
    assertThat((double) breakdown.meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION))
        .isCloseTo(first + 2 * layer + last + embedding, within(0.02 * last));
  }

  /** One way round a ring of four. */
  private static double passPs(double bytes, long rateGbps) {
    return 8 * bytes * 3 / 4 * 1_000 / rateGbps;
  }

  /**
   * One GPU with nothing to wait for reaches its matrix efficiency, and so does the MFU, but for
   * the pairs that attention skips, though they count.
   */
  @Test
  void mfuOfACommunicationFreeStepIsTheEfficiency() {
    TrainingPlan plan = plan(1, 1, 1, 4);
    StepFigures step = StepFigures.of(plan, GPU, run(plan, FREE_BPS).endPs());
    double h = 4_096;
    double products = 72 * h * h;
    double pairs = 12 * 1_024 * h;
    double done = products + pairs / 2 * (1 + 2.5) / 3;
    assertThat(step.mfu()).isCloseTo(0.5 * (products + pairs) / done, within(1e-4));
    assertThat(step.tflopsPerGpu()).isCloseTo(1_000 * step.mfu(), within(1e-6));
    assertThat(step.tokensPerSecond() * step.seconds()).isCloseTo(4 * 1_024, within(1e-6));
  }

  /**
   * The last stage has one layer less, then the first, as in Llama 3 405B: 126 layers, 16 stages.
   */
  @ParameterizedTest
  @CsvSource({
    "126,16,7 8 8 8 8 8 8 8 8 8 8 8 8 8 8 7",
    "61,8,7 8 8 8 8 8 7 7",
    "9,4,2 3 2 2",
    "6,8,0 1 1 1 1 1 1 0",
    "7,8,1 1 1 1 1 1 1 0",
    "8,4,2 2 2 2"
  })
  void unevenStagesHaveOneLayerMoreOrLess(int layers, int stages, String expected) {
    TransformerModel model = new TransformerModel("model", 4_096, layers, 32, 16_384, 1);
    TrainingPlan plan = new TrainingPlan(model, 1, stages, 1, 8, 1, 1_024, Recompute.NONE);
    StringBuilder found = new StringBuilder();
    int next = 0;
    for (int stage = 0; stage < stages; stage++) {
      assertThat(plan.firstLayer(stage, 0)).isEqualTo(next);
      next += plan.layers(stage, 0);
      found.append(stage == 0 ? "" : " ").append(plan.layers(stage, 0));
    }
    assertThat(found).hasToString(expected);
    assertThat(next).isEqualTo(layers);
  }

  /**
   * Of two stages that share one layer the last has only the output layer, with next to no
   * vocabulary: the step takes as long as on one GPU.
   */
  @Test
  void aStageWithoutLayersTakesNoTime() {
    TransformerModel model = new TransformerModel("model", 4_096, 1, 32, 16_384, 1);
    double alonePs =
        run(new TrainingPlan(model, 1, 1, 1, 8, 1, 1_024, Recompute.NONE), FREE_BPS).endPs();
    double sharedPs =
        run(new TrainingPlan(model, 1, 2, 1, 8, 1, 1_024, Recompute.NONE), FREE_BPS).endPs();
    assertThat(sharedPs).isCloseTo(alonePs, within(2e-3 * alonePs));
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThatThrownBy(() -> plan(3, 1, 1, 8))
        .hasMessage("3 (tensor-parallel ranks) does not divide 32 (heads)");
    assertThatThrownBy(() -> plan(1, 11, 1, 8)).hasMessage("8 layers in 11 pipeline stages");
    assertThatThrownBy(() -> plan(1, 1, 3, 8)).hasMessageContaining("(global batch)");
    assertThatThrownBy(() -> plan(0, 1, 1, 8)).hasMessage("0 tensor-parallel ranks");
  }
}

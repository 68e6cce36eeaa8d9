package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;
import weft.sim.metrics.CriticalPath;
import weft.sim.run.NetworkModelKind;
import weft.sim.run.ProgressListener;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.run.TracedResult;

/** Prefill, transfer and decode on GPUs around one switch, against closed forms. */
final class InferenceStepTest {

  static final TransformerModel MODEL =
      new TransformerModel(
          "model", 1_024, 8, new Attention(16, 4, 64, null), 4_096, true, null, 32_000, false);

  static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e12, 0.5);

  /** 400 Gb/s, in bytes. */
  static final double RATE = 50e9;

  private static final long LATENCY_PS = 1_000_000;

  private static InferencePlan plan(int tensor, int replicas, int batch, int prefillReplicas) {
    InferencePlan.@Nullable Disaggregation apart =
        prefillReplicas == 0 ? null : new InferencePlan.Disaggregation(prefillReplicas);
    return new InferencePlan(
        MODEL,
        new InferenceParallelism(tensor),
        replicas,
        512,
        64,
        batch,
        1,
        InferenceFormats.BF16,
        apart);
  }

  static SimulationSpec spec(InferencePlan plan) {
    return spec(plan, 400_000_000_000L, LATENCY_PS);
  }

  static SimulationSpec spec(InferencePlan plan, long rateBps, long latencyPs) {
    FabricBuilder builder = new FabricBuilder();
    int tier = builder.addTier("nic", "NIC");
    int leaf = builder.addNode("switch", 1);
    for (int i = 0; i < plan.ranks(); i++) {
      int gpu = builder.addNode("gpu-" + i, 0);
      builder.addEndpoint(gpu, i, 0);
      builder.addCable(gpu, leaf, tier, rateBps, rateBps, latencyPs);
    }
    Fabric fabric = builder.build();
    return SimulationSpec.of(fabric, InferenceProgram.of(plan, GPU)).withMode(RunMode.AUDIT);
  }

  static InferenceFigures figures(InferencePlan plan) {
    return InferenceFigures.of(plan, GPU, Simulation.run(spec(plan)).marks());
  }

  @Test
  void oneGpuOnlyComputes() {
    InferencePlan plan = plan(1, 1, 4, 0);
    InferenceFigures figures = figures(plan);
    double prefill = InferenceCost.prefill(plan, GPU).step();
    double decode = InferenceCost.decode(plan, GPU).step();
    assertThat(figures.prefillSeconds()).isCloseTo(prefill, within(1e-10));
    assertThat(figures.decodeSeconds()).isCloseTo(decode, within(1e-10));
    assertThat(figures.firstTokenSeconds()).isEqualTo(figures.prefillSeconds());
    assertThat(figures.transferSeconds()).isNull();
  }

  /**
   * Little's law: as many sequences are under way as a replica has, if each takes its latency; and
   * a prefill step for each of the others comes between its tokens.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void sequencesUnderWayAreAsMany(int batch) {
    InferenceFigures figures = figures(plan(1, 3, batch, 0));
    assertThat(figures.sequencesPerSecond() / 3 * figures.latencySeconds())
        .isCloseTo(batch, within(batch * 1e-9));
    assertThat(figures.tokenSeconds() * 63)
        .isCloseTo(
            63 * figures.decodeSeconds() + (batch - 1) * figures.prefillSeconds(), within(1e-9));
    assertThat(figures.tokensPerSecond()).isEqualTo(64 * figures.sequencesPerSecond());
    assertThat(figures.tokensPerSecondPerGpu()).isEqualTo(figures.tokensPerSecond() / 3);
  }

  /**
   * Two all-reduces a layer, one for the embedding, of T h × 2 bytes: a ring of t ranks takes 2 (t
   * − 1) steps of T h × 2/t bytes and the latency of two links; and the logits are gathered. 63
   * decode steps for each of 16 sequences are four to a prefill step.
   */
  @Test
  void tensorParallelRanksReduceTheActivations() {
    InferencePlan plan = plan(4, 1, 16, 0);
    SimulationResult result = Simulation.run(spec(plan));
    assertThat(result.collectives())
        .extracting(timing -> timing.collective() + " " + timing.bytes() + " " + timing.count())
        .containsExactly(
            "all_reduce " + 512 * 1_024 * 2 + " 17",
            "all_gather " + 32_000 * 2 + " 1",
            "all_reduce " + 16 * 1_024 * 2 + " 68",
            "all_gather " + 16 * 32_000 * 2 + " 4");
    double reduce = 6 * (16 * 1_024 * 2 / 4 / RATE + 2e-6);
    double gather = 3 * (16 * 32_000 * 2 / 4 / RATE + 2e-6);
    InferenceFigures figures = InferenceFigures.of(plan, GPU, result.marks());
    assertThat(figures.decodeSeconds())
        .isCloseTo(InferenceCost.decode(plan, GPU).step() + 17 * reduce + gather, within(2e-9));
  }

  /** The cache crosses two idle links: its bytes over the rate, and two latencies. */
  @ParameterizedTest
  @EnumSource(
      value = NetworkModelKind.class,
      names = {"FLOW", "ANALYTIC"})
  void theCacheCrossesAnIdleFabric(NetworkModelKind model) {
    InferencePlan plan = plan(1, 1, 4, 1);
    SimulationResult result = Simulation.run(spec(plan).withModel(model));
    InferenceFigures figures = InferenceFigures.of(plan, GPU, result.marks());
    double transfer = 512.0 * (2 * 8 * 4 * 64 * 2) / RATE + 2e-6;
    double prefill = InferenceCost.prefill(plan, GPU).step();
    assertThat(figures.transferSeconds()).isCloseTo(transfer, within(1e-9));
    assertThat(figures.firstTokenSeconds()).isCloseTo(prefill + transfer, within(1e-9));
    assertThat(figures.slowestFirstTokenSeconds()).isCloseTo(prefill + transfer, within(1e-9));
    assertThat(figures.tokenSeconds())
        .isCloseTo(InferenceCost.decode(plan, GPU).step(), within(1e-9));
    assertThat(figures.latencySeconds())
        .isCloseTo(prefill + transfer + 63 * figures.decodeSeconds(), within(1e-9));
  }

  /**
   * Two caches that come at once share the link into a decode GPU: each takes twice as long. In
   * service they come one after the other, so that a prompt waits for its own only.
   */
  @ParameterizedTest
  @CsvSource({"1, 2, 2", "2, 2, 1", "2, 3, 1.5", "3, 2, 1"})
  void cachesShareLinks(int replicas, int prefillReplicas, double caches) {
    double alone = 512.0 * (2 * 8 * 4 * 64 * 2) / RATE;
    InferenceFigures figures = figures(plan(1, replicas, 4, prefillReplicas));
    assertThat(figures.allTransferSeconds()).isCloseTo(caches * alone + 2e-6, within(1e-9));
    assertThat(figures.transferSeconds()).isCloseTo(alone + 2e-6, within(1e-9));
    assertThat(figures.firstTokenSeconds())
        .isCloseTo(figures.prefillSeconds() + alone + 2e-6, within(1e-9));
    assertThat(figures.slowestFirstTokenSeconds())
        .isCloseTo(figures.firstTokenSeconds(), within(1e-9));
  }

  /** Nothing is shared: all at once take as long as one. */
  @Test
  void cachesThatShareNothingTakeAsLongAsOne() {
    InferencePlan plan = plan(1, 1, 4, 8);
    SimulationResult result = Simulation.run(spec(plan).withModel(NetworkModelKind.ANALYTIC));
    InferenceFigures figures = InferenceFigures.of(plan, GPU, result.marks());
    double alone = 512.0 * (2 * 8 * 4 * 64 * 2) / RATE + 2e-6;
    assertThat(figures.allTransferSeconds()).isCloseTo(alone, within(1e-9));
    assertThat(figures.transferSeconds()).isCloseTo(alone, within(1e-9));
  }

  /**
   * Where the network cannot carry what all prefill replicas send, each of them always has a cache
   * on its way: the time to first token has that of all at once, which sets the rate.
   */
  @Test
  void aNetworkThatSetsTheRateIsAlwaysFull() {
    InferencePlan plan = plan(1, 1, 64, 4);
    SimulationResult result = Simulation.run(spec(plan, 1_000_000_000L, LATENCY_PS));
    InferenceFigures figures = InferenceFigures.of(plan, GPU, result.marks());
    double all = 4 * 512.0 * (2 * 8 * 4 * 64 * 2) / 125e6 + 2e-6;
    assertThat(figures.rateSetter()).isEqualTo(InferenceFigures.RateSetter.TRANSFER);
    assertThat(figures.transferSeconds()).isCloseTo(all, within(1e-7));
    assertThat(figures.firstTokenSeconds()).isCloseTo(figures.prefillSeconds() + all, within(1e-7));
    assertThat(figures.sequencesPerSecond()).isCloseTo(4 / all, within(1e-3));
  }

  /**
   * Of seven decode replicas, GPUs 2 to 8, the middle ones of either half: the second and sixth.
   */
  @Test
  void cachesGoToReplicasAllOver() {
    SimulationSpec spec = spec(plan(1, 7, 4, 2)).withFolding(false);
    SimulationResult result = Simulation.run(spec);
    assertThat(
            IntStream.range(0, result.carriedBytes().size())
                .filter(link -> result.carriedBytes().getLong(link) > 0)
                .mapToObj(spec.fabric()::linkName))
        .containsExactlyInAnyOrder(
            "gpu-0 → switch", "gpu-1 → switch", "switch → gpu-3", "switch → gpu-7");
  }

  /** Caches and the collectives of decode steps share links, so that each slows the other down. */
  @Test
  void cachesAndDecodeStepsShareLinks() {
    InferenceFigures apart = figures(plan(4, 1, 64, 1));
    double alone = 512.0 * (2 * 8 * 64 * 2) / RATE + 2e-6;
    assertThat(apart.transferSeconds()).isGreaterThan(alone + 1e-7);
    assertThat(apart.decodeSeconds()).isGreaterThan(figures(plan(4, 1, 64, 0)).decodeSeconds());
  }

  /** The slower side sets the rate, and the other has time or sequences to spare. */
  @Test
  void theSlowerSideSetsTheRate() {
    InferenceFigures fewPrefill = figures(plan(1, 8, 64, 1));
    assertThat(fewPrefill.prefillBusy()).isEqualTo(1);
    assertThat(fewPrefill.decodeBusy()).isLessThan(1);
    assertThat(fewPrefill.sequencesPerSecond())
        .isCloseTo(1 / fewPrefill.prefillSeconds(), within(1e-6));
    InferenceFigures manyPrefill = figures(plan(1, 1, 1, 8));
    assertThat(manyPrefill.decodeBusy()).isEqualTo(1);
    assertThat(manyPrefill.prefillBusy()).isLessThan(1);
    assertThat(manyPrefill.sequencesPerSecond())
        .isCloseTo(1 / (63 * manyPrefill.decodeSeconds()), within(1e-6));
  }

  /** A decode step must read all weights once, and each cache; a prefill step must do its FLOP. */
  @Test
  void utilizationIsWhatMustBeReadOverTheTime() {
    InferencePlan plan = plan(1, 1, 8, 0);
    InferenceFigures figures = figures(plan);
    double matrices = 8 * (1_024.0 * (16 + 4 + 4 + 16) * 64 + 3.0 * 1_024 * 4_096);
    double norms = 8 * 2 * 1_024.0;
    double read = 2 * (matrices + norms + 1_024.0 * 32_000) + 8 * (512 + 32) * 8_192.0;
    assertThat(figures.decodeUtilization() * figures.decodeSeconds() * 1e12)
        .isCloseTo(read, within(read * 1e-9));
    assertThat(figures.decodeUtilization()).isBetween(0.45, 0.5);
    double flops = 2 * (512 * matrices + 1_024.0 * 32_000) + 8 * 512.0 * 512 * 2 * 16 * 64;
    assertThat(figures.prefillUtilization() * figures.prefillSeconds() * 1e15)
        .isCloseTo(flops, within(flops * 1e-9));
  }

  /** Ranks that stand for others note their marks for them, too. */
  @Test
  void foldingChangesNothing() {
    InferencePlan plan = plan(2, 4, 8, 3);
    SimulationSpec spec = spec(plan);
    assertThat(Simulation.run(spec).marks())
        .isEqualTo(Simulation.run(spec.withFolding(false)).marks());
    SimulationSpec together = spec(plan(2, 4, 8, 0));
    SimulationResult folded = Simulation.run(together);
    assertThat(folded.folding().classes()).isEqualTo(1);
    assertThat(folded.marks()).isEqualTo(Simulation.run(together.withFolding(false)).marks());
  }

  /** A run can be explained: its critical path is as long as it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void theCriticalPathIsAsLongAsTheRun(int prefillReplicas) {
    TracedResult traced =
        Simulation.trace(spec(plan(2, 2, 4, prefillReplicas)), ProgressListener.NONE);
    assertThat(traced.criticalPath()).isNotNull();
    assertThat(traced.criticalPath().totals().stream().mapToLong(total -> total.timePs()).sum())
        .isEqualTo(traced.result().endPs());
  }

  /**
   * The path to a mark ends when the last rank comes to it, and is of those that it waited for. Two
   * replicas prefill, and are done long before those that decode.
   */
  @ParameterizedTest
  @EnumSource(InferenceFigures.RateSetter.class)
  void theCriticalPathEndsAtAMark(InferenceFigures.RateSetter setter) {
    SimulationSpec spec = spec(plan(2, 2, 4, 2));
    TracedResult traced = trace(spec, setter.mark());
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    assertThat(path.endPs()).isEqualTo(latestPs(traced, setter.mark()));
    boolean isDecode = setter == InferenceFigures.RateSetter.DECODE;
    assertThat(IntStream.range(0, path.pieces()).map(path::rank))
        .allSatisfy(rank -> assertThat(rank >= 4).isEqualTo(isDecode));
    CriticalPath whole = trace(spec.withFolding(false), setter.mark()).criticalPath();
    assertThat(whole).isNotNull();
    assertThat(whole.totals()).isEqualTo(path.totals());
  }

  private static TracedResult trace(SimulationSpec spec, String mark) {
    return Simulation.trace(spec, OptionalInt.empty(), result -> mark, ProgressListener.NONE);
  }

  private static long latestPs(TracedResult traced, String name) {
    return traced.result().marks().stream()
        .filter(mark -> mark.name().equals(name))
        .findFirst()
        .orElseThrow()
        .latestPs();
  }

  /** Few sequences to decode; a prompt at a time for many; the same over a thin link. */
  @Test
  void oneThingSetsTheRate() {
    InferencePlan fewSequences = plan(1, 1, 1, 4);
    assertThat(figures(fewSequences).rateSetter()).isEqualTo(InferenceFigures.RateSetter.DECODE);
    InferencePlan fewPrompts = plan(1, 4, 64, 1);
    assertThat(figures(fewPrompts).rateSetter()).isEqualTo(InferenceFigures.RateSetter.PREFILL);
    SimulationSpec thin = spec(fewPrompts, 1_000_000_000L, LATENCY_PS);
    assertThat(InferenceFigures.of(fewPrompts, GPU, Simulation.run(thin).marks()).rateSetter())
        .isEqualTo(InferenceFigures.RateSetter.TRANSFER);
    assertThat(figures(plan(1, 1, 4, 0)).rateSetter()).isNull();
  }
}

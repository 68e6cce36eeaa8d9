package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;
import weft.sim.workload.llm.AmaxReduction;
import weft.sim.workload.llm.ExpertRouting;
import weft.sim.workload.llm.MicroBatchOrder;
import weft.sim.workload.llm.NumberFormats;
import weft.sim.workload.llm.Overlap;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.Recompute;
import weft.sim.workload.llm.Sharding;
import weft.sim.workload.llm.TrainingPlan;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.build.SuperPod;
import weft.topology.compile.FabricCompiler;
import weft.topology.hardware.HardwareCatalog;

final class AmaxTimeTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();

  /** 32 nodes of 8 GPUs. */
  private static final Fabric FABRIC =
      FabricCompiler.compile(new SuperPod(HARDWARE.node("dgx-h100"), 1).build());

  /** Two units of 32 nodes. */
  private static final Fabric LARGE =
      FabricCompiler.compile(new SuperPod(HARDWARE.node("dgx-h100"), 2).build());

  private static TrainingPlan plan(int tensor, int data, AmaxReduction reduction) {
    Parallelism parallelism = new Parallelism(tensor, 1, data, 1, 1, true);
    return new TrainingPlan(
        new TransformerModel("model", 4_096, 8, 32, 16_384, 51_200),
        parallelism,
        data,
        1,
        1_024,
        new NumberFormats(2, 4, true),
        Recompute.NONE,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        Sharding.NONE,
        Overlap.DATA,
        true,
        ExpertRouting.EVEN,
        parallelism.replicas(),
        reduction);
  }

  private static double microseconds(TrainingPlan plan, int[] placement) {
    return microseconds(plan, placement, FABRIC);
  }

  private static double microseconds(TrainingPlan plan, int[] placement, Fabric fabric) {
    return AmaxTime.of(
                plan,
                placement,
                () -> new GroupLinks(fabric),
                HARDWARE.library("nccl-hopper").costs())
            .durationPs(384)
        / 1e6;
  }

  /** As {@code weft run --explain} has them: a ring in a node, trees over several, all with LL. */
  @ParameterizedTest
  @CsvSource({"8,1,15.4", "8,2,26.8", "4,4,26.8", "8,8,48.2", "8,32,68.2"})
  void isWhatTheLibraryTakes(int tensor, int data, double expected) {
    TrainingPlan plan = plan(tensor, data, AmaxReduction.DATA);
    assertThat(microseconds(plan, IntStream.range(0, plan.ranks()).toArray()))
        .isCloseTo(expected, within(0.1));
  }

  /** nccl-tests on four nodes of H100: 34.8 µs for 16 B (docs/validation.md, Collectives). */
  @Test
  void itIsNearWhatWasMeasured() {
    TrainingPlan plan = plan(8, 4, AmaxReduction.DATA);
    assertThat(microseconds(plan, IntStream.range(0, plan.ranks()).toArray()))
        .isCloseTo(34.8, withinPercentage(10));
  }

  /** Two groups of as many ranks on as many nodes, of which one is below one leaf. */
  @ParameterizedTest
  @CsvSource({"0,1,0,40", "0,40,0,1"})
  void theFarthestGroupCounts(int first, int second, int third, int fourth) {
    TrainingPlan plan = plan(2, 2, AmaxReduction.TENSOR);
    int[] placement = {8 * first, 8 * second, 8 * third + 1, 8 * fourth + 1};
    double farthest = microseconds(plan(2, 1, AmaxReduction.TENSOR), new int[] {0, 8 * 40}, LARGE);
    assertThat(farthest)
        .isGreaterThan(microseconds(plan(2, 1, AmaxReduction.TENSOR), new int[] {0, 8}, LARGE));
    assertThat(microseconds(plan, placement, LARGE)).isEqualTo(farthest);
  }

  @Test
  void theSlowestGroupCounts() {
    TrainingPlan plan = plan(2, 4, AmaxReduction.TENSOR);
    int[] together = {0, 1, 2, 3, 4, 5, 6, 7};
    int[] apart = {0, 1, 2, 3, 4, 5, 6, 15};
    double usual = microseconds(plan, together);
    assertThat(usual).isLessThan(15.4);
    assertThat(microseconds(plan, apart)).isGreaterThan(1.2 * usual);
    assertThat(microseconds(plan(2, 4, AmaxReduction.NONE), apart)).isZero();
  }
}

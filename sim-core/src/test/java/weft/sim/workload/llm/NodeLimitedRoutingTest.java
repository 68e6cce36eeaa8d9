package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.Program;

/** To how many nodes a token goes, and what that brings to NICs and NVLink. */
final class NodeLimitedRoutingTest {

  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e12, 1);
  private static final int LAYERS = 3;
  private static final int HIDDEN = 256;
  private static final int SEQUENCE = 4_096;

  /** Subsets of k out of n. */
  private static double choose(int n, int k) {
    double ways = 1;
    for (int i = 0; i < k; i++) {
      ways *= (double) (n - i) / (k - i);
    }
    return k > n ? 0 : ways;
  }

  /** 8 (1 − C(224, 8)/C(256, 8)) of 8 nodes, 5.3 of them. */
  @Test
  void withoutLimitNodesMetAreHypergeometric() {
    Experts experts = new Experts(256, 8, 1, 2_048, 3);
    double expected = 8 * (1 - choose(224, 8) / choose(256, 8));
    assertThat(experts.ranksMet(8)).isCloseTo(expected, within(1e-9)).isBetween(5.2, 5.4);
  }

  /**
   * DeepSeek-V3: 8 of 256 experts, in 4 of 8 groups. With a group on each node a token meets 4 (1 −
   * C(96, 8)/C(128, 8)) nodes, with two 4 groups (1 − what both miss), with half of one twice as
   * many at most.
   */
  @Test
  void aTokenMeetsFourNodesAtMost() {
    Experts experts = new Experts(256, 8, 1, 2_048, 3, 8, 4);
    double all = choose(128, 8);
    assertThat(experts.ranksMet(8)).isCloseTo(4 * (1 - choose(96, 8) / all), within(1e-9));
    assertThat(experts.ranksMet(16)).isCloseTo(8 * (1 - choose(112, 8) / all), within(1e-9));
    double missed =
        (choose(6, 4) + 2 * choose(6, 3) * choose(96, 8) / all + choose(6, 2) * choose(64, 8) / all)
            / choose(8, 4);
    assertThat(experts.ranksMet(4)).isCloseTo(4 * (1 - missed), within(1e-9));
  }

  /** All choices of 2 of 3 groups of 4 and then 3 of their 8 experts, where ranks lie across. */
  @ParameterizedTest
  @CsvSource({"4,0", "4,1", "4,2", "4,3", "6,1", "2,0", "12,5", "1,0"})
  void chancesAreThoseOfAllChoices(int ranks, int rank) {
    int hits = 0;
    int choices = 0;
    for (int leftOut = 0; leftOut < 3; leftOut++) {
      for (int set = 0; set < 1 << 12; set++) {
        if (Integer.bitCount(set) == 3 && ((set >> (4 * leftOut)) & 15) == 0) {
          choices++;
          int each = 12 / ranks;
          int own = ((1 << each) - 1) << (rank * each);
          hits += (set & own) == 0 ? 0 : 1;
        }
      }
    }
    assertThat(new Experts(12, 3, 0, 1, 0, 3, 2).chance(new int[] {rank}, ranks))
        .isCloseTo((double) hits / choices, within(1e-12));
  }

  /** Nodes of GPUs on an NVSwitch, each with a NIC; all NICs on one switch. */
  private static Fabric fabric(int nodes, int gpus) {
    FabricSketch sketch = new FabricSketch();
    for (int node = 0; node < nodes; node++) {
      String[] names = new String[gpus];
      for (int gpu = 0; gpu < gpus; gpu++) {
        names[gpu] = "g" + node + "-" + gpu;
      }
      sketch.node(names).switches(1, "nv" + node);
      for (int gpu = 0; gpu < gpus; gpu++) {
        String nic = "n" + node + "-" + gpu;
        sketch
            .nic(2, nic, gpu)
            .tier("nvlink")
            .cable(names[gpu], "nv" + node, 3_200_000_000_000L, 0);
        sketch.tier("pcie").cable(names[gpu], nic, 800_000_000_000L, 0);
      }
    }
    sketch.switches(3, "leaf").tier("nic");
    for (int node = 0; node < nodes; node++) {
      for (int gpu = 0; gpu < gpus; gpu++) {
        sketch.cable("n" + node + "-" + gpu, "leaf", 400_000_000_000L, 0);
      }
    }
    return sketch.build();
  }

  private static TransformerModel model(Experts experts) {
    return new TransformerModel(
        "m", HIDDEN, LAYERS, new Attention(4, 4, 64, null), 512, true, experts, 64, true);
  }

  private static SimulationResult run(int nodes, int gpus, Program program) {
    return Simulation.run(SimulationSpec.of(fabric(nodes, gpus), program).withMode(RunMode.AUDIT));
  }

  private static SimulationResult training(
      Experts experts, int nodes, int gpus, boolean oncePerNode, boolean overlap) {
    int ranks = nodes * gpus;
    TrainingPlan plan =
        new TrainingPlan(
            model(experts),
            new Parallelism(1, 1, ranks, 1, 1, false, new Parallelism.ExpertGrid(1, ranks)),
            2 * ranks,
            1,
            SEQUENCE,
            NumberFormats.BF16,
            Recompute.NONE,
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
            Sharding.NONE,
            new Overlap(false, overlap, false),
            true,
            new ExpertRouting(1, 1, false, oncePerNode),
            ranks,
            AmaxReduction.NONE);
    return run(nodes, gpus, TrainingProgram.of(plan, GPU));
  }

  /**
   * Of T tokens of a GPU, k copies each leave for all GPUs alike; sent once per node, one leaves
   * for each other node that is met, and each GPU that is met but the entry gets one within its
   * node. Both ways, forward and backward, in two micro-batches and all layers; each crosses two
   * links.
   */
  @ParameterizedTest
  @CsvSource({"4,2,1,1,false", "4,2,4,2,false", "4,2,4,2,true", "2,4,2,1,false", "4,4,8,4,false"})
  void trainingSendsOncePerNode(
      int nodes, int gpus, int groups, int activeGroups, boolean overlap) {
    Experts experts = new Experts(32, 4, 0, 64, 0, groups, activeGroups);
    SimulationResult once = training(experts, nodes, gpus, true, overlap);
    SimulationResult direct = training(experts, nodes, gpus, false, overlap);
    int ranks = nodes * gpus;
    double exchanges = 2.0 * 4 * 2 * LAYERS * ranks * SEQUENCE * HIDDEN * 2;
    double nicDirect = 4 * (1 - 1.0 / nodes);
    double nicOnce = experts.ranksMet(nodes) * (1 - 1.0 / nodes);
    double inNodeDirect = 4.0 / nodes * (1 - 1.0 / gpus);
    double inNodeOnce = experts.ranksMet(ranks) * (1 - 1.0 / gpus);
    double nic = (double) once.utilization("nic").bytes() - direct.utilization("nic").bytes();
    double nvlink =
        (double) once.utilization("nvlink").bytes() - direct.utilization("nvlink").bytes();
    assertThat(nic).isCloseTo(exchanges * (nicOnce - nicDirect), within(exchanges * 1e-4));
    assertThat(nvlink).isCloseTo(exchanges * (inNodeOnce - inNodeDirect), within(exchanges * 1e-4));
    assertThat(nicOnce).isLessThan(nicDirect);
    assertThat(once.endPs()).isLessThan(direct.endPs());
  }

  /** In a prefill step once per node, in decode steps a copy for each expert; both ways. */
  @ParameterizedTest
  @CsvSource({"4,2,1,1", "4,2,4,2", "2,4,2,1"})
  void prefillSendsOncePerNode(int nodes, int gpus, int groups, int activeGroups) {
    Experts experts = new Experts(32, 4, 0, 64, 0, groups, activeGroups);
    int ranks = nodes * gpus;
    InferencePlan plan =
        new InferencePlan(
            model(experts),
            new InferenceParallelism(1, ranks, 1, 1),
            1,
            512,
            64,
            4 * ranks,
            ranks,
            new InferenceFormats(2, 2, 2),
            null);
    SimulationResult result = run(nodes, gpus, InferenceProgram.of(plan, GPU));
    long decodes =
        result.collectives().stream()
            .filter(timing -> timing.group().matches("experts(-back)?"))
            .mapToLong(timing -> timing.count())
            .sum();
    double token = 2.0 * ranks * HIDDEN * 2;
    double prefilled = 2 * LAYERS * 512 * token;
    double decoded = decodes * 4 * token;
    double others = 1 - 1.0 / nodes;
    double neighbours = 1 - 1.0 / gpus;
    double nic = (prefilled * experts.ranksMet(nodes) + decoded * 4) * others;
    double nvlink = (prefilled * experts.ranksMet(ranks) + decoded * 4 / nodes) * neighbours;
    assertThat(decodes).isPositive();
    assertThat((double) result.utilization("nic").bytes()).isCloseTo(nic, within(nic * 1e-3));
    assertThat((double) result.utilization("nvlink").bytes())
        .isCloseTo(nvlink, within(nvlink * 1e-3));
  }

  @Test
  void whatCannotBeSentOnceIsRefused() {
    assertThatThrownBy(() -> new ExpertRouting(1.25, 1, false, true))
        .hasMessageContaining("if routing is even");
    assertThatThrownBy(() -> new ExpertRouting(1, 1.5, false, true))
        .hasMessageContaining("if routing is even");
    assertThatThrownBy(() -> new Experts(32, 4, 0, 64, 0, 5, 1))
        .hasMessage("4 of 32 experts in 1 of 5 groups");
    assertThatThrownBy(() -> new Experts(32, 8, 0, 64, 0, 8, 1))
        .hasMessage("8 of 32 experts in 1 of 8 groups");
  }
}

package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.SimulationSpec;
import weft.topology.hardware.HardwareCatalog;

/** Which GPU each rank is on. */
final class RankPlacementTest {

  private static final String SCENARIO =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2 } }
      workload:
        training:
          model: { hidden: 1024, layers: 8, heads: 16, vocabulary: 1024 }
          parallelism: { tensor: %d, pipeline: %d, data: %d }
          global-batch: 32
          sequence: 128
          %s
      """;

  private static int[] placement(int tensor, int pipeline, int data, String more) {
    ModelCatalog models = ModelCatalog.standard();
    HardwareCatalog hardware = HardwareCatalog.standard();
    SimulationSpec simulation =
        new Assembler(hardware, models)
            .assemble(
                new ScenarioLoader(new KnownNames(hardware, models))
                    .load("my", "my", SCENARIO.formatted(tensor, pipeline, data, more), List.of())
                    .spec())
            .simulation();
    return simulation.placement();
  }

  /**
   * Four nodes of eight: rank 0, 1, 2, 3 on the first GPU of each, rank 4 on the second of node 0.
   */
  @Test
  void neighboursAreOnOneRail() {
    int[] places = placement(1, 1, 32, "placement: rail-aligned");
    assertThat(Arrays.copyOf(places, 6)).containsExactly(0, 8, 16, 24, 1, 9);
    for (int rank = 0; rank < 32; rank++) {
      assertThat(places[rank] % 8).as("rail of rank " + rank).isEqualTo(rank / 4);
    }
    assertThat(Arrays.stream(places).sorted()).containsExactlyElementsOf(all());
  }

  /** The order of the row comes first: here stages are neighbours, so a pipeline is on a rail. */
  @Test
  void theRankOrderIsThatOfTheRow() {
    int[] places =
        placement(
            1, 4, 8, "rank-order: [pipeline, tensor, context, data]\n    placement: rail-aligned");
    for (int stage = 0; stage < 4; stage++) {
      for (int data = 0; data < 8; data++) {
        assertThat(places[stage * 8 + data]).isEqualTo(stage * 8 + data);
      }
    }
  }

  /** A group of a node's size is inside a node in order, and across the nodes on rails. */
  @Test
  void aListIsSortedByRailToo() {
    String list = IntStream.range(0, 16).mapToObj(Integer::toString).toList().toString();
    int[] places = placement(8, 1, 2, "placement: rail-aligned\n    gpus: " + list);
    assertThat(Arrays.copyOf(places, 8)).containsExactly(0, 8, 1, 9, 2, 10, 3, 11);
  }

  private static List<Integer> all() {
    return IntStream.range(0, 32).boxed().toList();
  }
}

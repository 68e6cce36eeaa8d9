package weft.scenario.assemble;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.RankDimension;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.fabric.Fabric;
import weft.sim.workload.Shuffle;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.RankOrder;

/** From what a scenario says of places to the GPU of each rank. */
final class RankPlacement {

  private RankPlacement() {}

  /**
   * For each rank the number of its GPU.
   *
   * @param all of each GPU that there is for the ranks, its number in the fabric
   */
  static int[] of(
      WorkloadSpec.Training spec, Parallelism parallelism, int[] all, Fabric fabric, long seed) {
    int[] places = order(spec.rankOrder()).places(parallelism);
    List<Integer> listed = spec.gpus();
    int[] gpus = listed == null ? all : listed.stream().mapToInt(Integer::intValue).toArray();
    int[] row =
        switch (spec.placement()) {
          case IN_ORDER -> gpus;
          case RAIL_ALIGNED -> byRail(gpus, fabric);
          case RANDOM ->
              Arrays.stream(Shuffle.of(places.length, seed)).map(place -> gpus[place]).toArray();
        };
    return Arrays.stream(places).map(place -> row[place]).toArray();
  }

  /** The first GPU of every node, then the second of every node, and so on. */
  static int[] byRail(int[] gpus, Fabric fabric) {
    Map<Integer, Integer> seen = new HashMap<>();
    int[] indexInNode =
        Arrays.stream(gpus)
            .map(gpu -> seen.merge(fabric.domain(gpu), 1, Integer::sum) - 1)
            .toArray();
    return IntStream.range(0, gpus.length)
        .boxed()
        .sorted(Comparator.comparingInt(place -> indexInNode[place]))
        .mapToInt(place -> gpus[place])
        .toArray();
  }

  private static RankOrder order(@Nullable List<RankDimension> dimensions) {
    return dimensions == null
        ? RankOrder.USUAL
        : new RankOrder(
            dimensions.stream()
                .map(
                    dimension ->
                        switch (dimension) {
                          case TENSOR -> RankOrder.Dimension.TENSOR;
                          case CONTEXT -> RankOrder.Dimension.CONTEXT;
                          case DATA -> RankOrder.Dimension.DATA;
                          case PIPELINE -> RankOrder.Dimension.PIPELINE;
                        })
                .toList());
  }
}

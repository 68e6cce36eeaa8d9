package weft.scenario.assemble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Placement;
import weft.scenario.spec.RankDimension;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.workload.Shuffle;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.RankOrder;

/** From what a scenario says of places to the GPU of each rank. */
final class RankPlacement {

  private RankPlacement() {}

  /** For each rank the number of its GPU. */
  static int[] of(WorkloadSpec.Training spec, Parallelism parallelism, long seed) {
    int[] places = order(spec.rankOrder()).places(parallelism);
    List<Integer> gpus = spec.gpus();
    int[] shuffled =
        spec.placement() == Placement.RANDOM ? Shuffle.of(places.length, seed) : new int[0];
    for (int rank = 0; rank < places.length; rank++) {
      int place = shuffled.length > 0 ? shuffled[places[rank]] : places[rank];
      places[rank] = gpus == null ? place : gpus.get(place);
    }
    return places;
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

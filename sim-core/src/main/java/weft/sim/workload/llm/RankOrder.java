package weft.sim.workload.llm;

import java.util.EnumSet;
import java.util.List;

/**
 * In which order ranks stand in a row: those of the first dimension are neighbours, those of the
 * last are farthest apart. Megatron-Core's {@code --use-tp-pp-dp-mapping} is tensor, context,
 * pipeline, data.
 *
 * @param dimensions all of them, once each
 */
public record RankOrder(List<Dimension> dimensions) {

  /** What ranks are divided by. */
  public enum Dimension {
    TENSOR,
    CONTEXT,
    DATA,
    PIPELINE
  }

  /** That in which ranks are counted, see {@link Parallelism}. */
  public static final RankOrder USUAL =
      new RankOrder(
          List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE));

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is missing or there twice
   */
  public RankOrder {
    dimensions = List.copyOf(dimensions);
    if (dimensions.size() != Dimension.values().length
        || EnumSet.copyOf(dimensions).size() != dimensions.size()) {
      throw new IllegalArgumentException("ranks in the order of " + dimensions);
    }
  }

  /** For each rank its place in the row. */
  public int[] places(Parallelism parallelism) {
    int[] places = new int[parallelism.ranks()];
    for (int rank = 0; rank < places.length; rank++) {
      int stride = 1;
      for (Dimension dimension : dimensions) {
        int size = size(parallelism, dimension);
        places[rank] += stride * (rank / strideOfRanks(parallelism, dimension) % size);
        stride *= size;
      }
    }
    return places;
  }

  private static int size(Parallelism parallelism, Dimension dimension) {
    return switch (dimension) {
      case TENSOR -> parallelism.tensor();
      case CONTEXT -> parallelism.context();
      case DATA -> parallelism.data();
      case PIPELINE -> parallelism.pipeline();
    };
  }

  private static int strideOfRanks(Parallelism parallelism, Dimension dimension) {
    return switch (dimension) {
      case TENSOR -> 1;
      case CONTEXT -> parallelism.tensor();
      case DATA -> parallelism.tensor() * parallelism.context();
      case PIPELINE -> parallelism.stageRanks();
    };
  }
}

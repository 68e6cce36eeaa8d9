package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.RankDimension;
import weft.scenario.spec.Schema;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.fabric.Fabric;

/** Where ranks may be. */
final class PlacementRules {

  private static final String RANK_ORDER = "workload.training.rank-order";
  private static final String PLACEMENT = "workload.training.placement";
  private static final String GPUS = "workload.training.gpus";

  private PlacementRules() {}

  static void apply(WorkloadSpec.Training training, OptionalInt gpus, Findings findings) {
    if (findings.sound("workload.training.parallelism")) {
      withoutChoice(training.parallelism(), findings);
    }
    List<RankDimension> order = training.rankOrder();
    if (order != null && findings.sound(RANK_ORDER)) {
      Set<RankDimension> missing = EnumSet.allOf(RankDimension.class);
      for (int i = 0; i < order.size(); i++) {
        if (!missing.remove(order.get(i))) {
          findings.error(
              RANK_ORDER + "." + i, Schema.text(order.get(i)) + " is in the list already.");
        }
      }
      if (!missing.isEmpty()) {
        findings.error(
            RANK_ORDER,
            "lacks "
                + String.join(" and ", missing.stream().map(Schema::text).toList())
                + ": all four have their place, even those of size 1.");
      }
    }
    List<Integer> listed = training.gpus();
    if (listed != null && findings.sound(GPUS)) {
      gpus(listed, gpus, findings);
      if (gpus.isPresent() && listed.equals(IntStream.range(0, gpus.getAsInt()).boxed().toList())) {
        findings.noEffect(GPUS, "it lists all GPUs in their order, as they are without it");
      }
    }
  }

  /** Where there is nothing to choose, or one choice is as good as another. */
  private static void withoutChoice(ParallelismSpec parallelism, Findings findings) {
    if (parallelism.ranks() == 1) {
      findings.noEffect(PLACEMENT, "there is only one rank");
    }
    long larger =
        IntStream.of(
                parallelism.tensor(),
                parallelism.context(),
                parallelism.data(),
                parallelism.pipeline())
            .filter(size -> size > 1)
            .count();
    if (larger < 2) {
      findings.noEffect(
          RANK_ORDER,
          larger == 0 ? "there is only one rank" : "only one dimension is larger than 1");
    }
  }

  private static void gpus(List<Integer> wanted, OptionalInt gpus, Findings findings) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      int gpu = wanted.get(i);
      if (gpu < 0 || (gpus.isPresent() && gpu >= gpus.getAsInt())) {
        findings.error(
            GPUS + "." + i,
            gpus.isPresent()
                ? "is %s, but there are %s GPUs, counted from 0. Maybe %d."
                    .formatted(grouped(gpu), grouped(gpus.getAsInt()), gpus.getAsInt() - 1)
                : "is %s; GPUs are counted from 0. Maybe 0.".formatted(grouped(gpu)));
      } else if (!seen.add(gpu)) {
        findings.error(GPUS + "." + i, "is %s, which is in the list already.".formatted(gpu));
      }
    }
  }

  /**
   * Whether there are rails along which ranks could be placed.
   *
   * @param places of each GPU that there is for the ranks, its number in the fabric; null if all
   *     are
   */
  static void rails(
      WorkloadSpec.Training training, int @Nullable [] places, Fabric fabric, Findings findings) {
    List<Integer> listed = training.gpus();
    IntStream gpus =
        listed != null
            ? listed.stream().mapToInt(Integer::intValue)
            : places != null ? Arrays.stream(places) : IntStream.range(0, fabric.endpointCount());
    if (training.parallelism().ranks() == 1) {
      return;
    }
    int[] domains = gpus.map(fabric::domain).toArray();
    long nodes = Arrays.stream(domains).distinct().count();
    if (nodes == domains.length) {
      findings.noEffect(PLACEMENT, "every GPU is a node of its own, so there are no rails");
    } else if (nodes == 1) {
      findings.noEffect(PLACEMENT, "there is only one node, so no rail leads to another");
    }
  }
}

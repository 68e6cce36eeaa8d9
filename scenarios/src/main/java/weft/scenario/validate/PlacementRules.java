package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import weft.scenario.spec.RankDimension;
import weft.scenario.spec.Schema;
import weft.scenario.spec.WorkloadSpec;

/** Where ranks may be. */
final class PlacementRules {

  private static final String RANK_ORDER = "workload.training.rank-order";
  private static final String GPUS = "workload.training.gpus";

  private PlacementRules() {}

  static void apply(WorkloadSpec.Training training, OptionalInt gpus, Findings findings) {
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
    if (training.gpus() != null && findings.sound(GPUS)) {
      gpus(training.gpus(), gpus, findings);
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
}

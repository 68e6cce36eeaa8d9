package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.sim.workload.llm.MemoryUse;
import weft.sim.workload.llm.Recompute;
import weft.sim.workload.llm.Sharding;
import weft.sim.workload.llm.TrainingPlan;

/** What is wrong with a plan that takes more memory than there is, and what would mend it. */
final class Misfit {

  private Misfit() {}

  static Optional<String> of(TrainingPlan plan, long available) {
    MemoryUse use = MemoryUse.most(plan);
    if (use.bytes() <= available) {
      return Optional.empty();
    }
    return Optional.of(
        "needs %s of memory on a GPU of stage %d (weights %s, gradients %s, optimizer %s, activations %s), which has %s: %s too much. %s"
            .formatted(
                gigabytes(use.bytes()),
                use.stage(),
                gigabytes(use.weights()),
                gigabytes(use.gradients()),
                gigabytes(use.optimizer()),
                gigabytes(use.activations()),
                gigabytes((double) available),
                gigabytes(use.bytes() - available),
                advice(plan, available)));
  }

  private static String advice(TrainingPlan plan, long available) {
    List<String> ways = new ArrayList<>();
    for (Recompute recompute : Recompute.values()) {
      if (recompute.compareTo(plan.recompute()) > 0
          && !(recompute == Recompute.SELECTIVE && plan.fusedAttention())
          && fits(plan.withRecompute(recompute), available)) {
        ways.add("recompute: " + recompute.name().toLowerCase(Locale.ROOT));
        break;
      }
    }
    for (Sharding sharding : Sharding.values()) {
      if (sharding.compareTo(plan.sharding()) > 0
          && plan.parallelism().replicas() > 1
          && fits(plan.withSharding(sharding), available)) {
        ways.add("sharding: zero-" + sharding.ordinal());
        break;
      }
    }
    if (!ways.isEmpty()) {
      return "Maybe " + String.join(", or ", ways) + ".";
    }
    return fits(plan.withSharding(Sharding.WEIGHTS).withRecompute(Recompute.FULL), available)
            && plan.parallelism().replicas() > 1
        ? "Maybe sharding: zero-3 and recompute: full."
        : "Maybe more tensor or pipeline parallelism, or a smaller micro-batch.";
  }

  private static boolean fits(TrainingPlan plan, long available) {
    return MemoryUse.most(plan).bytes() <= available;
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f GiB", bytes / (1L << 30));
  }
}

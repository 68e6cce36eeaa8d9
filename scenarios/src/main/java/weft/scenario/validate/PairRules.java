package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Objects;
import java.util.OptionalInt;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.Operation;
import weft.sim.collective.PairSizes;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** Whether a size for each pair of ranks goes with the rest of a collective. */
final class PairRules {

  private static final String COLLECTIVE = "workload.collective";
  private static final String PAIRS = COLLECTIVE + ".pair-sizes";

  private PairRules() {}

  /**
   * Applies them.
   *
   * @param spec one that has such sizes
   * @param ranks how many take part, if that is known
   */
  static void apply(WorkloadSpec.Collective spec, OptionalInt ranks, Findings findings) {
    if (!findings.sound(PAIRS)) {
      return;
    }
    PairSizes sizes = Objects.requireNonNull(spec.pairSizes()).sizes();
    Operation operation = spec.operationToDo();
    if (findings.sound(COLLECTIVE + ".operation") && operation != Operation.ALL_TO_ALL) {
      findings.error(
          PAIRS,
          "are for alltoall, but the operation is %s. Maybe operation: alltoall."
              .formatted(operation.text()));
    }
    if (ranks.isPresent() && ranks.getAsInt() != sizes.ranks()) {
      findings.error(
          PAIRS,
          "are of %s ranks, but %s take part. Maybe ranks: %d."
              .formatted(grouped(sizes.ranks()), grouped(ranks.getAsInt()), sizes.ranks()));
    }
    Algorithm forced = findings.sound(COLLECTIVE + ".algorithm") ? spec.forcedAlgorithm() : null;
    if (forced != null && !Schedules.sendsPairByPair(forced)) {
      findings.error(
          COLLECTIVE + ".algorithm",
          "%s does not send pair by pair, as pair-sizes need. Maybe direct or pairwise."
              .formatted(forced.text()));
    }
    if (spec.algorithmFile() != null) {
      findings.error(
          PAIRS,
          "do not go with algorithm-file, whose chunks are equal. Maybe remove one of both.");
    }
    for (String key : new String[] {"begin", "end", "factor"}) {
      findings.noEffect(COLLECTIVE + "." + key, "pair-sizes say what is sent");
    }
  }
}

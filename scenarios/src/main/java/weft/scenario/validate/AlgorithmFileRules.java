package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.AlgorithmFile;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Operation;

/** Whether an algorithm from a file, and the root, go with the rest of a collective. */
final class AlgorithmFileRules {

  private static final String COLLECTIVE = "workload.collective";
  private static final String FILE = COLLECTIVE + ".algorithm-file";
  private static final String OPERATION = COLLECTIVE + ".operation";
  private static final String ROOT = COLLECTIVE + ".root";

  private final WorkloadSpec.Collective spec;
  private final Findings findings;

  private AlgorithmFileRules(WorkloadSpec.Collective spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param ranks how many take part, if that is known
   */
  static void apply(WorkloadSpec.Collective spec, OptionalInt ranks, Findings findings) {
    AlgorithmFileRules rules = new AlgorithmFileRules(spec, findings);
    AlgorithmFile file = spec.algorithmFile();
    if (file != null && findings.sound(FILE)) {
      rules.file(file, ranks);
    }
    if (findings.sound(OPERATION, ROOT)) {
      rules.root(file == null ? null : file.schedule(), ranks);
    }
  }

  private void file(AlgorithmFile file, OptionalInt ranks) {
    ListedSchedule schedule = file.schedule();
    if (!spec.algorithm().equals(WorkloadSpec.Collective.AUTO)) {
      findings.error(
          COLLECTIVE + ".algorithm",
          "is %s, but algorithm-file has another. Maybe remove one of both."
              .formatted(spec.algorithm()));
    }
    Operation operation = spec.operationToDo();
    if (findings.sound(OPERATION) && schedule.operation() != operation) {
      findings.error(
          FILE,
          "does %s, but the operation is %s. Maybe operation: %s."
              .formatted(
                  schedule.operation().text(), operation.text(), schedule.operation().text()));
    }
    if (ranks.isPresent() && schedule.ranks() != ranks.getAsInt()) {
      findings.error(
          FILE,
          "is for %s ranks, but %s take part. Maybe ranks: %d."
              .formatted(grouped(schedule.ranks()), grouped(ranks.getAsInt()), schedule.ranks()));
    }
    findings.noEffect(COLLECTIVE + ".channels", "algorithm-file says which channels there are");
    if (file.isInPlace()) {
      findings.warning(
          FILE,
          "works in place only, so its times are to be compared with those that nccl-tests prints"
              + " in place.");
    }
  }

  private void root(@Nullable ListedSchedule file, OptionalInt ranks) {
    Integer root = spec.root();
    if (root == null) {
      return;
    }
    Operation operation = spec.operationToDo();
    if (!operation.hasRoot()) {
      findings.noEffect(ROOT, operation.text() + " has no root");
    } else if (ranks.isPresent() && root >= ranks.getAsInt()) {
      findings.error(
          ROOT,
          "is %s, but the ranks are 0 … %s. Maybe 0."
              .formatted(grouped(root), grouped(ranks.getAsInt() - 1)));
    } else if (file != null && file.root() != root) {
      findings.error(
          ROOT,
          "is %s, but that of algorithm-file is %d. Maybe %d."
              .formatted(grouped(root), file.root(), file.root()));
    }
  }
}

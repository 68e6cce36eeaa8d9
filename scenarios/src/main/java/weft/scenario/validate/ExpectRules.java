package weft.scenario.validate;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ExpectSpec;
import weft.scenario.spec.WorkloadSpec;

/** Rules of what is expected: each expectation can be checked, and can be met. */
final class ExpectRules {

  private static final String EXPECT = "expect";

  private ExpectRules() {}

  static void apply(ExpectSpec expect, WorkloadSpec workload, Findings findings) {
    if (!findings.sound(EXPECT)) {
      return;
    }
    if (expect.mfu() == null && expect.stepTime() == null && expect.busbw() == null) {
      findings.error(EXPECT, "names nothing to expect. Maybe remove it.");
    }
    boolean workloadSound = findings.sound("workload");
    boolean training = workload instanceof WorkloadSpec.Training;
    if (expect.mfu() != null) {
      range("mfu", expect.mfu().min(), expect.mfu().max(), findings);
    }
    if (expect.stepTime() != null) {
      range("step-time", expect.stepTime().minPs(), expect.stepTime().maxPs(), findings);
    }
    if (expect.busbw() != null) {
      range("busbw", expect.busbw().minBps(), expect.busbw().maxBps(), findings);
    }
    if (workloadSound && training && expect.busbw() != null) {
      findings.error(EXPECT + ".busbw", "a training step has no bus bandwidth. Maybe step-time.");
    }
    if (workloadSound && !training && expect.mfu() != null) {
      findings.error(EXPECT + ".mfu", "a collective has no MFU. Maybe busbw.");
    }
    if (workloadSound && !training && expect.stepTime() != null) {
      findings.error(EXPECT + ".step-time", "a collective has no step. Maybe busbw.");
    }
  }

  private static <T extends Comparable<T>> void range(
      String key, @Nullable T min, @Nullable T max, Findings findings) {
    String path = EXPECT + "." + key;
    if (min == null && max == null) {
      findings.error(path, "has neither min nor max.");
    } else if (min != null && max != null && min.compareTo(max) > 0) {
      findings.error(path, "min is greater than max. Maybe swap them.");
    }
  }
}

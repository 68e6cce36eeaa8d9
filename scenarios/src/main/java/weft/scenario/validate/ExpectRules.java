package weft.scenario.validate;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ExpectSpec;
import weft.scenario.spec.Inference;
import weft.scenario.spec.WorkloadSpec;

/** Rules of what is expected: each expectation can be checked, and can be met. */
final class ExpectRules {

  private static final String EXPECT = "expect";

  private ExpectRules() {}

  static void apply(ExpectSpec expect, WorkloadSpec workload, Findings findings) {
    if (!findings.sound(EXPECT)) {
      return;
    }
    boolean fct = expect.meanFct() != null || expect.maxFct() != null;
    boolean served = expect.ttft() != null || expect.tpot() != null;
    if (expect.mfu() == null
        && expect.stepTime() == null
        && expect.busbw() == null
        && !fct
        && !served) {
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
    if (expect.ttft() != null) {
      range("ttft", expect.ttft().minPs(), expect.ttft().maxPs(), findings);
    }
    if (expect.tpot() != null) {
      range("tpot", expect.tpot().minPs(), expect.tpot().maxPs(), findings);
    }
    if (expect.busbw() != null) {
      range("busbw", expect.busbw().minBps(), expect.busbw().maxBps(), findings);
    }
    if (expect.meanFct() != null) {
      range("mean-fct", expect.meanFct().minPs(), expect.meanFct().maxPs(), findings);
    }
    if (expect.maxFct() != null) {
      range("max-fct", expect.maxFct().minPs(), expect.maxFct().maxPs(), findings);
    }
    if (workloadSound && workload instanceof WorkloadSpec.Jobs) {
      findings.error(
          EXPECT, "is of one job, but there are several. Maybe a scenario for each of them.");
      return;
    }
    if (workloadSound && workload instanceof Inference inference) {
      onlyOfInference(expect, inference, findings);
      return;
    }
    if (workloadSound && served) {
      findings.error(
          EXPECT + (expect.ttft() != null ? ".ttft" : ".tpot"),
          "is of a model that is served. Maybe workload: { inference: … }.");
    }
    if (workloadSound && workload instanceof WorkloadSpec.Flows) {
      onlyOfFlows(expect, findings);
      return;
    }
    if (workloadSound && fct) {
      String key = expect.meanFct() != null ? ".mean-fct" : ".max-fct";
      findings.error(
          EXPECT + key,
          training
              ? "a training step has no flows of its own. Maybe step-time."
              : "a collective has no flows of its own. Maybe busbw.");
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

  private static void onlyOfInference(ExpectSpec expect, Inference inference, Findings findings) {
    String instead = "a model that is served has none. Maybe ttft or tpot.";
    if (expect.mfu() != null) {
      findings.error(EXPECT + ".mfu", instead);
    }
    if (expect.stepTime() != null) {
      findings.error(EXPECT + ".step-time", instead);
    }
    if (expect.busbw() != null) {
      findings.error(EXPECT + ".busbw", instead);
    }
    if (expect.meanFct() != null) {
      findings.error(EXPECT + ".mean-fct", instead);
    }
    if (expect.maxFct() != null) {
      findings.error(EXPECT + ".max-fct", instead);
    }
    if (expect.tpot() != null && inference.outputTokens() == 1) {
      findings.error(EXPECT + ".tpot", "there is none with output-tokens: 1. Maybe ttft.");
    }
  }

  private static void onlyOfFlows(ExpectSpec expect, Findings findings) {
    if (expect.mfu() != null) {
      findings.error(EXPECT + ".mfu", "flows have no MFU. Maybe mean-fct.");
    }
    if (expect.stepTime() != null) {
      findings.error(EXPECT + ".step-time", "flows have no step. Maybe max-fct.");
    }
    if (expect.busbw() != null) {
      findings.error(EXPECT + ".busbw", "flows have no bus bandwidth. Maybe mean-fct.");
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

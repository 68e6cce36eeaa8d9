package weft.scenario.assemble;

import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.TrainingPlan;

/**
 * A training step as it was assembled.
 *
 * @param plan what is trained, and how
 * @param gpu what it runs on
 * @param precision name of the number format
 * @param gemmEfficiencySource where the efficiency of matrix products comes from, in a word
 * @param memoryEfficiencySource where that of the memory comes from
 */
public record TrainingJob(
    TrainingPlan plan,
    Accelerator gpu,
    String precision,
    String gemmEfficiencySource,
    String memoryEfficiencySource) {}

package weft.scenario.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ComparisonSpec;
import weft.sim.workload.llm.StepFigures;

/**
 * How many GPUs a training takes: as somebody says, by that formula, and at the rate that was
 * simulated.
 *
 * @param name of the training
 * @param budget what is said of it
 * @param byFormula GPUs at the stated peak and utilization
 * @param step the simulated step
 * @param simulated GPUs at the simulated rate
 * @param days on the GPUs that are asked for at the simulated rate; null if none are
 */
public record TrainingBudget(
    String name,
    ComparisonSpec.Budget budget,
    long byFormula,
    StepFigures step,
    long simulated,
    @Nullable Double days)
    implements Compared {

  private static final double ZETTA = 1e21;
  private static final double TERA = 1e12;
  private static final double SECONDS_A_DAY = 86_400;

  /** Of a training whose step has these figures. */
  public static TrainingBudget of(String name, ComparisonSpec.Budget budget, StepFigures step) {
    double stated = budget.tflops() * budget.utilization();
    return new TrainingBudget(
        name,
        budget,
        gpus(budget, stated),
        step,
        gpus(budget, step.tflopsPerGpu()),
        budget.gpus() == null
            ? null
            : budget.zflop()
                * ZETTA
                / (budget.gpus() * step.tflopsPerGpu() * TERA * SECONDS_A_DAY));
  }

  /** ceil(FLOP / (rate × time)). */
  private static long gpus(ComparisonSpec.Budget budget, double tflops) {
    return (long)
        Math.ceil(budget.zflop() * ZETTA / (tflops * TERA * budget.days() * SECONDS_A_DAY));
  }

  @Override
  public List<String> misses() {
    return List.of();
  }

  /** Whether what is said agrees with its own formula. */
  boolean contradicts() {
    return budget.printed() != null && budget.printed() != byFormula;
  }
}

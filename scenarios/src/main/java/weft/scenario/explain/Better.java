package weft.scenario.explain;

import java.util.List;
import weft.scenario.assemble.Change;
import weft.sim.collective.exec.Plan;
import weft.sim.collective.exec.Planner;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.workload.llm.Accelerator;

/** Ways in which hardware or library can be better; equal ones give equal runs. */
final class Better {

  private Better() {}

  /** Links with other rates: the same paths, faster. */
  record Tiers(List<Double> factors) implements Change {
    @Override
    public Fabric fabric(Fabric fabric) {
      return fabric.withFasterTiers(factors::get);
    }
  }

  /** Links, modules and switches that pass bits on sooner. */
  record Latency(double divisor) implements Change {
    @Override
    public Fabric fabric(Fabric fabric) {
      return fabric.withLatenciesOver(divisor);
    }
  }

  /** A communication library that takes less time beside the wire. */
  record Library(double divisor) implements Change {
    @Override
    public StepCosts costs(StepCosts costs) {
      return costs.over(divisor);
    }

    /** What it chooses stays. */
    @Override
    public Planner planner(Planner planner) {
      return (operation, bytes) -> {
        Plan plan = planner.plan(operation, bytes);
        return plan.withCharges(plan.charges().over(divisor));
      };
    }
  }

  /** A GPU of a higher peak; the share of it that kernels reach stays. */
  record Arithmetic(double factor) implements Change {
    @Override
    public Accelerator gpu(Accelerator gpu) {
      return gpu.withArithmetic(factor);
    }
  }

  /** A GPU with a faster memory. */
  record Memory(double factor) implements Change {
    @Override
    public Accelerator gpu(Accelerator gpu) {
      return gpu.withMemory(factor);
    }
  }
}

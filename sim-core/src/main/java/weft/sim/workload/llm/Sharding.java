package weft.sim.workload.llm;

/** What data-parallel replicas divide among themselves (Rajbhandari et al., ZeRO, SC 2020). */
public enum Sharding {
  /** Nothing: gradients are all-reduced. */
  NONE,
  /**
   * ZeRO-1, a distributed optimizer: its state. Gradients are reduce-scattered once a step, weights
   * all-gathered once.
   */
  OPTIMIZER,
  /** ZeRO-2: gradients, too. They are reduce-scattered after each micro-batch. */
  GRADIENTS,
  /**
   * ZeRO-3, fully sharded data-parallel: weights, too. Those of a layer are all-gathered before
   * each of its passes, forward and backward.
   */
  WEIGHTS
}

package weft.sim.workload.llm;

/** Which activations the backward pass computes again (Korthikanti et al., MLSys 2023). */
public enum Recompute {
  /** None: all are kept. */
  NONE,
  /** The attention core: scores, softmax and their product with the values. */
  SELECTIVE,
  /** The whole layer, tensor-parallel communication included. */
  FULL
}

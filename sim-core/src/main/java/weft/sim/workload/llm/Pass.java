package weft.sim.workload.llm;

/**
 * A micro-batch on its way through a chunk of a pipeline stage.
 *
 * @param kind what is done
 * @param microBatch which one, from 0
 * @param chunk of the stage, from 0
 * @param together whether it is a backward pass that goes together with the forward pass before it,
 *     that of another micro-batch
 */
record Pass(Kind kind, int microBatch, int chunk, boolean together) {

  /** What a pass does. */
  enum Kind {
    FORWARD,
    /** The whole backward pass. */
    BACKWARD,
    /** Of the backward pass, what the stage before waits for. */
    INPUT_GRADIENT,
    /** The rest of it. */
    WEIGHT_GRADIENT
  }
}

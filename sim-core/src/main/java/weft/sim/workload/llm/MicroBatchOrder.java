package weft.sim.workload.llm;

/** In which order a pipeline stage works through micro-batches. */
public enum MicroBatchOrder {
  /** All forward passes, then all backward passes (Huang et al., GPipe, NeurIPS 2019). */
  GPIPE,
  /**
   * One forward, one backward, after a warm-up (PipeDream-Flush; Narayanan et al., SC 2021, section
   * 2.2); with several chunks a stage it is interleaved.
   */
  ONE_FORWARD_ONE_BACKWARD,
  /**
   * ZB-H1 (Qi et al., ICLR 2024): as 1F1B, but gradients of weights are computed apart and later,
   * where the pipeline would idle.
   */
  ZERO_BUBBLE
}

package weft.scenario.spec;

/** The orders in which a pipeline stage handles micro-batches. */
public enum PipelineSchedule {
  @Option(text = "1f1b", doc = "one forward, one backward, after a warm-up (PipeDream-Flush)")
  ONE_FORWARD_ONE_BACKWARD
}

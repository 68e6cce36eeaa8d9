package weft.scenario.spec;

/** The orders in which a pipeline stage handles micro-batches. */
public enum PipelineSchedule {
  @Option(text = "gpipe", doc = "all forward, then all backward (GPipe)")
  GPIPE,
  @Option(
      text = "1f1b",
      doc =
          "one forward, one backward, after a warm-up (PipeDream-Flush); interleaved with virtual"
              + " stages")
  ONE_FORWARD_ONE_BACKWARD,
  @Option(
      text = "zero-bubble",
      doc = "1F1B with the gradients of weights put off until the pipeline would idle (ZB-H1)")
  ZERO_BUBBLE
}

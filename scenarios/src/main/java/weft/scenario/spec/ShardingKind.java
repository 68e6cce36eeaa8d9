package weft.scenario.spec;

/** What replicas divide among themselves. */
public enum ShardingKind {
  @Option(text = "none", doc = "nothing: gradients are all-reduced")
  NONE,
  @Option(
      text = "zero-1",
      doc =
          "the optimizer (distributed optimizer): gradients are reduce-scattered and weights"
              + " all-gathered once a step")
  ZERO_1,
  @Option(text = "zero-2", doc = "gradients, too: reduce-scattered after each micro-batch")
  ZERO_2,
  @Option(
      text = "zero-3",
      doc = "weights, too (FSDP): all-gathered before each pass of a layer, one layer ahead")
  ZERO_3
}

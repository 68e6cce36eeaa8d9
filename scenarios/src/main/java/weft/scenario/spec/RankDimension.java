package weft.scenario.spec;

/** What ranks are divided by. */
public enum RankDimension {
  @Option(text = "tensor", doc = "which part of each layer a rank has")
  TENSOR,
  @Option(text = "context", doc = "which part of each sequence")
  CONTEXT,
  @Option(text = "data", doc = "which replica it is part of")
  DATA,
  @Option(text = "pipeline", doc = "which stage it is part of")
  PIPELINE
}

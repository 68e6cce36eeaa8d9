package weft.scenario.spec;

/** On which GPUs ranks are. */
public enum Placement {
  @Option(text = "in-order", doc = "the first in `rank-order` on the first GPU, and so on")
  IN_ORDER,
  @Option(text = "random", doc = "each anywhere, chosen by the seed")
  RANDOM
}

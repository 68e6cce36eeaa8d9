package weft.scenario.spec;

/** On which GPUs ranks are. */
public enum Placement {
  @Option(text = "in-order", doc = "the first in `rank-order` on the first GPU, and so on")
  IN_ORDER,
  @Option(
      text = "rail-aligned",
      doc =
          "neighbours in `rank-order` on the same rail of successive nodes: first the first GPU of"
              + " every node, then the second of every node, and so on")
  RAIL_ALIGNED,
  @Option(text = "random", doc = "each anywhere, chosen by the seed")
  RANDOM
}

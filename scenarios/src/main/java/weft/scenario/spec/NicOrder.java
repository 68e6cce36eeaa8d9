package weft.scenario.spec;

/** How the NICs of a group's nodes are dealt out to its switches. */
public enum NicOrder {
  @Option(
      text = "node",
      doc = "node after node: the NICs of a node share a switch as far as it goes")
  NODE,
  @Option(text = "rail", doc = "rail after rail: the NICs of a rail share switches")
  RAIL
}

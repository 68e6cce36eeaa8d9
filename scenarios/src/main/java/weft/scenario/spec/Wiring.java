package weft.scenario.spec;

/** How the NICs of a node reach the leaf switches. */
public enum Wiring {
  @Option(text = "rail", doc = "NIC i of every node of a unit goes to leaf i of that unit")
  RAIL,
  @Option(text = "rack", doc = "all NICs of a unit go to one leaf")
  RACK
}

package weft.scenario.spec;

/** The rules by which a flow gets its path. */
public enum RoutingPolicy {
  @Option(text = "ecmp", doc = "one of the shortest paths, by a hash of the flow")
  ECMP
}

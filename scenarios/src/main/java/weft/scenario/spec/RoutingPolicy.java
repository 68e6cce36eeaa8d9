package weft.scenario.spec;

/** The rules by which a flow gets its path. */
public enum RoutingPolicy {
  @Option(text = "ecmp", doc = "one of the shortest paths, by a hash of the flow")
  ECMP,
  @Option(
      text = "spray",
      doc =
          "all of the shortest paths, an equal part over each, with `model: flow`; packets have"
              + " `network.packet.paths`")
  SPRAY
}

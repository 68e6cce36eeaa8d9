package weft.scenario.spec;

/** The network models. */
public enum NetworkKind {
  @Option(text = "analytic", doc = "latency and bandwidth of the path, no contention")
  ANALYTIC,
  @Option(text = "flow", doc = "flows share links max-min fairly")
  FLOW,
  @Option(text = "packet", doc = "every packet queues at ports, under the settings of `packet`")
  PACKET
}

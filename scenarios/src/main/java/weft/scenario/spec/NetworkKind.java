package weft.scenario.spec;

/** The network models. */
@Planned(text = "packet", reason = "the packet model is not built yet", instead = "flow")
public enum NetworkKind {
  @Option(text = "analytic", doc = "latency and bandwidth of the path, no contention")
  ANALYTIC,
  @Option(text = "flow", doc = "flows share links max-min fairly")
  FLOW
}

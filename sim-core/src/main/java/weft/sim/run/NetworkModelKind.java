package weft.sim.run;

/** The network models. */
public enum NetworkModelKind {
  /** {@link weft.sim.analytic.AnalyticModel}: latency plus bandwidth, nothing shared. */
  ANALYTIC,
  /** {@link weft.sim.flow.FlowModel}: fluids that share links max-min fairly. */
  FLOW,
  /**
   * {@link weft.sim.packet.PacketModel}: packets that queue at ports; see {@link PacketNetwork}.
   */
  PACKET
}

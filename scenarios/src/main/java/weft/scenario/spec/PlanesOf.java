package weft.scenario.spec;

/** What the planes of a fabric are made of. */
public enum PlanesOf {
  @Option(
      text = "ports",
      doc = "each NIC has a port to every plane, and planes have no switch in common (dual-plane)")
  PORTS,
  @Option(
      text = "leaves",
      doc = "each NIC has a port to several leaf switches, which share spine switches (dual-ToR)")
  LEAVES,
  @Option(
      text = "nics",
      doc = "each NIC is in one plane, NIC i of a node in plane i mod `planes` (DeepSeek-V3)")
  NICS
}

package weft.scenario.spec;

/** Whether the rails of a rail-only fabric have spine switches. */
public enum RailSpines {
  @Option(text = "none", doc = "a rail is one leaf switch")
  NONE,
  @Option(
      text = "rail",
      doc = "each rail has spine switches of its own where one leaf is too small")
  RAIL
}

package weft.scenario.spec;

/** How much the simulator checks itself. */
public enum Checking {
  @Option(text = "fast", doc = "not at all")
  FAST,
  @Option(text = "checked", doc = "cheap invariants at the end of the run")
  CHECKED,
  @Option(text = "audit", doc = "every invariant after every event; slow")
  AUDIT
}

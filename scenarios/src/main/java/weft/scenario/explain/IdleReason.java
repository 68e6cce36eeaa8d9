package weft.scenario.explain;

/** Why a run cannot depend on how good a resource is, as is known without another run. */
public enum IdleReason {
  /** Nothing crosses these links. */
  UNUSED,
  /** These links limit no transfer. */
  NEVER_LIMITS,
  /** Nor do these, but others of the same rate do. */
  ANOTHER_LIMITS,
  /** Nothing is sent at all. */
  NOTHING_SENT,
  /** It costs nothing. */
  FREE,
  /** Flows are no collectives. */
  NO_COLLECTIVES
}

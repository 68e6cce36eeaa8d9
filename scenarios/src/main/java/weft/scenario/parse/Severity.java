package weft.scenario.parse;

/** How bad a problem is. */
public enum Severity {
  /** The scenario cannot be run. */
  ERROR,
  /** The scenario can be run, but perhaps does not do what its author thinks. */
  WARNING
}

package weft.scenario.spec;

/** Whether something is so. */
public enum OnOff {
  @Option(text = "on", doc = "yes")
  ON,
  @Option(text = "off", doc = "no")
  OFF
}

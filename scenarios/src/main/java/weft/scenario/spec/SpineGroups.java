package weft.scenario.spec;

/** Which leaf switches of a pod share their spine switches. */
public enum SpineGroups {
  @Option(text = "pod", doc = "all leaf switches of the pod")
  POD,
  @Option(text = "rail", doc = "those of one rail, so that traffic within a rail needs no core")
  RAIL
}

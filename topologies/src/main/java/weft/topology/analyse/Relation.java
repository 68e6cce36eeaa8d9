package weft.topology.analyse;

/** How near two GPUs stand in the network; the first that applies. */
public enum Relation {
  SAME_NODE("same-node", "same node"),
  /** Their nodes differ, and a switch of the lowest layer joins them. */
  SAME_LEAF("same-leaf", "same leaf"),
  /** Their nodes share leaves, but they themselves are on different ones: on other rails. */
  SAME_UNIT("same-unit", "same unit, other leaf"),
  OTHER_UNIT("other-unit", "other unit");

  private final String key;
  private final String label;

  Relation(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** Its name in results. */
  public String key() {
    return key;
  }

  /** What people call it. */
  public String label() {
    return label;
  }
}

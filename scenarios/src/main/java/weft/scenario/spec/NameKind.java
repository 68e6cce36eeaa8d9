package weft.scenario.spec;

/** A kind of thing that scenarios refer to by name. */
public enum NameKind {
  /** A server: its GPUs, NICs and what joins them. */
  NODE("node"),
  /** A GPU. */
  GPU("GPU"),
  /** A kind of link. */
  LINK("link"),
  /** A packet switch. */
  SWITCH("switch"),
  /** An optical module, or copper. */
  TRANSCEIVER("transceiver"),
  /** A cable, or a family of them. */
  CABLE("cable"),
  /** A transformer model. */
  MODEL("model"),
  /** A collective algorithm. */
  ALGORITHM("collective algorithm");

  private final String noun;

  NameKind(String noun) {
    this.noun = noun;
  }

  /** What to call it in a message. */
  public String noun() {
    return noun;
  }
}

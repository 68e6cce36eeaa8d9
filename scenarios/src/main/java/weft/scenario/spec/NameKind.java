package weft.scenario.spec;

import java.util.Optional;

/** A kind of thing that scenarios refer to by name. */
public enum NameKind {
  /** A server: its GPUs, NICs and what joins them. */
  NODE("node", "node"),
  /** A GPU. */
  GPU("GPU", "gpu"),
  /** A kind of link. */
  LINK("link", "link"),
  /** A packet switch. */
  SWITCH("switch", "switch"),
  /** An optical module, or copper. */
  TRANSCEIVER("transceiver", "transceiver"),
  /** A cable, or a family of them. */
  CABLE("cable", "cable"),
  /** A library of collectives. */
  LIBRARY("collective library", "library"),
  /** A transformer model. */
  MODEL("model", ""),
  /** A collective algorithm. */
  ALGORITHM("collective algorithm", ""),
  /** A transport of the packet model. */
  TRANSPORT("transport", "");

  private final String noun;
  private final String entryKind;

  NameKind(String noun, String entryKind) {
    this.noun = noun;
    this.entryKind = entryKind;
  }

  /** What to call it in a message. */
  public String noun() {
    return noun;
  }

  /** The kind of hardware in the catalogue; empty if it is none. */
  public Optional<String> entryKind() {
    return entryKind.isEmpty() ? Optional.empty() : Optional.of(entryKind);
  }
}

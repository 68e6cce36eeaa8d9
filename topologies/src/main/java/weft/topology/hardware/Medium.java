package weft.topology.hardware;

/** What an optical module sends its light through. */
public enum Medium {
  /** Multimode fibre, 850 nm. */
  MULTIMODE("multimode", "multimode-fibre"),
  /** Single-mode fibre, 1310 nm and near it. */
  SINGLE_MODE("single-mode", "single-mode-fibre");

  private final String word;
  private final String cable;

  Medium(String word, String cable) {
    this.word = word;
    this.cable = cable;
  }

  /** What people call it; also the family of the cables that are made of it. */
  public String word() {
    return word;
  }

  /** The name in the catalogue of the cable that is made of it. */
  public String cable() {
    return cable;
  }
}

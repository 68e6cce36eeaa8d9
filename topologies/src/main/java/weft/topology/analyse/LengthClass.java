package weft.topology.analyse;

/** Lengths of cables as a bill of materials groups them. The bounds are a choice of ours. */
public enum LengthClass {
  UNKNOWN("unknown", "length unknown", 0),
  TO_3_M("3m", "≤ 3 m", 3_000),
  TO_30_M("30m", "≤ 30 m", 30_000),
  TO_100_M("100m", "≤ 100 m", 100_000),
  TO_500_M("500m", "≤ 500 m", 500_000),
  TO_2_KM("2km", "≤ 2 km", 2_000_000),
  LONGER("longer", "> 2 km", Long.MAX_VALUE);

  private final String key;
  private final String label;
  private final long mostMm;

  LengthClass(String key, String label, long mostMm) {
    this.key = key;
    this.label = label;
    this.mostMm = mostMm;
  }

  /** The word for it in results. */
  public String key() {
    return key;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The class of a length in millimetres; 0 is unknown. */
  static LengthClass of(long lengthMm) {
    for (LengthClass length : values()) {
      if (lengthMm <= length.mostMm) {
        return length;
      }
    }
    return LONGER;
  }
}

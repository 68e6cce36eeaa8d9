package weft.sim.collective.cost;

/** How NCCL moves data so that the receiver knows when it is there. */
public enum Protocol {
  /** Words of 8 bytes, half of each a flag: a step is short, half of the bandwidth is lost. */
  LL("ll", 2, 1),
  /** Lines of 128 bytes, 8 of them a flag; needs stores that arrive whole, as over NVLink. */
  LL128("ll128", 128, 120),
  /** Plain data, with a flag after each slice: the full bandwidth, but a step is long. */
  SIMPLE("simple", 1, 1);

  private final String text;
  private final int wire;
  private final int payload;

  Protocol(String text, int wire, int payload) {
    this.text = text;
    this.wire = wire;
    this.payload = payload;
  }

  /** Name in files and results. */
  public String text() {
    return text;
  }

  /** Bytes on the wire for each byte of data. */
  public double wireFactor() {
    return (double) wire / payload;
  }
}

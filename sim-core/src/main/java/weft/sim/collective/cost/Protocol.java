package weft.sim.collective.cost;

/** How NCCL moves data so that the receiver knows when it is there. */
public enum Protocol {
  /** Words of 8 bytes, half of each a flag: a step is short, half of the bandwidth is lost. */
  LL("ll", 2, 1, 512 * 8),
  /** Lines of 128 bytes, 8 of them a flag; needs stores that arrive whole, as over NVLink. */
  LL128("ll128", 128, 120, 640 * 8),
  /** Plain data, with a flag after each slice: the full bandwidth, but a step is long. */
  SIMPLE("simple", 1, 1, 512 * 64);

  private final String text;
  private final int wire;
  private final int payload;
  private final int channelBytes;

  Protocol(String text, int wire, int payload, int channelBytes) {
    this.text = text;
    this.wire = wire;
    this.payload = payload;
    this.channelBytes = channelBytes;
  }

  /** Name in files and results. */
  public String text() {
    return text;
  }

  /**
   * Bytes for which a channel is worth while: its threads, times what each should have to do. Rings
   * and trees have no more channels than that makes (NCCL 2.30.7: enqueue.cc, topoGetAlgoInfo;
   * device.h and comm.h, NCCL_*_MAX_NTHREADS and NCCL_*_THREAD_THRESHOLD).
   */
  public int channelBytes() {
    return channelBytes;
  }

  /** Bytes on the wire for each byte of data. */
  public double wireFactor() {
    return (double) wire / payload;
  }
}

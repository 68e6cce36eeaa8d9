package weft.sim.workload.llm;

/**
 * A GPU as a roofline: a kernel takes the longer of its arithmetic and its memory traffic
 * (Williams, Waterman, Patterson: Roofline, CACM 2009), and the gap before the next one.
 *
 * @param name of the GPU
 * @param matrix what the matrix products of the layers run on; its peak is what MFU is a share of
 * @param wide what the products run on that stay at 16 bits when the layers are at 8
 * @param attentionEfficiency the share of the 16-bit peak that the core of attention reaches
 * @param memoryBytesPerSecond peak of the memory
 * @param memoryEfficiency the share of it that kernels reach
 * @param gapSeconds between two kernels
 */
public record Accelerator(
    String name,
    MatrixEngine matrix,
    MatrixEngine wide,
    double attentionEfficiency,
    double memoryBytesPerSecond,
    double memoryEfficiency,
    double gapSeconds) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a figure is not above 0, or an efficiency above 1
   */
  public Accelerator {
    if (!(memoryBytesPerSecond > 0 && inUnit(memoryEfficiency) && inUnit(attentionEfficiency))
        || !(gapSeconds >= 0)) {
      throw new IllegalArgumentException(
          "a GPU of %g B/s at %g, attention at %g, gaps of %g s"
              .formatted(memoryBytesPerSecond, memoryEfficiency, attentionEfficiency, gapSeconds));
    }
  }

  /** A plain roofline of one precision: any product reaches the same share of the peak. */
  public Accelerator(
      String name,
      double peakFlops,
      double gemmEfficiency,
      double memoryBytesPerSecond,
      double memoryEfficiency) {
    this(
        name,
        new MatrixEngine(peakFlops, gemmEfficiency, 0),
        new MatrixEngine(peakFlops, gemmEfficiency, 0),
        gemmEfficiency,
        memoryBytesPerSecond,
        memoryEfficiency,
        0);
  }

  /** The same with a higher peak of the arithmetic. */
  public Accelerator withArithmetic(double factor) {
    return new Accelerator(
        name,
        matrix.faster(factor),
        wide.faster(factor),
        attentionEfficiency,
        memoryBytesPerSecond,
        memoryEfficiency,
        gapSeconds);
  }

  /**
   * The same whose arithmetic is slower than that of others of its kind. What it can do at most
   * stays; memory and gaps have clocks of their own.
   *
   * @param speed how fast it is, in (0, 1]
   */
  public Accelerator withSpeed(double speed) {
    return new Accelerator(
        name,
        matrix.slower(speed),
        wide.slower(speed),
        attentionEfficiency * speed,
        memoryBytesPerSecond,
        memoryEfficiency,
        gapSeconds);
  }

  /** The same with a faster memory. */
  public Accelerator withMemory(double factor) {
    return new Accelerator(
        name,
        matrix,
        wide,
        attentionEfficiency,
        memoryBytesPerSecond * factor,
        memoryEfficiency,
        gapSeconds);
  }

  /** Dense peak at the precision of training, FLOP/s. */
  public double peakFlops() {
    return matrix.peakFlops();
  }

  /**
   * Time of a product of an m × k and a k × n matrix, seconds.
   *
   * @param bytes its memory traffic
   */
  double product(MatrixEngine engine, double m, double n, double k, double bytes) {
    return Math.max(engine.seconds(m, n, k), memoryTime(bytes)) + gapSeconds;
  }

  /** Time of a kernel of the attention core, seconds. */
  double attention(double flops, double bytes) {
    double arithmetic = flops / (wide.peakFlops() * attentionEfficiency);
    return Math.max(arithmetic, memoryTime(bytes)) + gapSeconds;
  }

  /** Time of a kernel that only moves memory, seconds. */
  double memory(double bytes) {
    return memoryTime(bytes) + gapSeconds;
  }

  private double memoryTime(double bytes) {
    return bytes / (memoryBytesPerSecond * memoryEfficiency);
  }

  private static boolean inUnit(double share) {
    return share > 0 && share <= 1;
  }
}

package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import weft.scenario.spec.NetworkKind;

/**
 * Whether the messages of a run fit into the heap, by what one was measured to take: what would end
 * as an {@link OutOfMemoryError} after minutes is refused before it starts.
 */
final class MemoryRules {

  private static final double GB = 1e9;

  /** What more is suggested than is needed at least, as the fabric and the JVM take some, too. */
  private static final double MARGIN = 1.25;

  /** Bytes that the heap holds for a flow of a list at the peak of a run; docs/performance.md. */
  private static final long FLOW_BYTES = 300;

  private final NetworkKind model;
  private final long heapBytes;

  /**
   * Rules of a run.
   *
   * @param model of its network
   * @param heapBytes what the JVM can have at most
   */
  MemoryRules(NetworkKind model, long heapBytes) {
    this.model = model;
    this.heapBytes = heapBytes;
  }

  /** Refuses connections of a collective that are too many. */
  void connections(String path, int ranks, long count, Findings findings) {
    require(
        path,
        "%s ranks send over %s connections".formatted(grouped(ranks), grouped(count)),
        count * connectionBytes(model),
        findings);
  }

  /** Refuses flows of a list that are too many. */
  void flows(String path, long count, Findings findings) {
    require(path, "makes %s flows".formatted(grouped(count)), count * FLOW_BYTES, findings);
  }

  private void require(String path, String what, long bytes, Findings findings) {
    if (bytes > heapBytes) {
      findings.error(
          path,
          "%s, which take about %s of memory, but there are %s. Maybe fewer ranks, or WEFT_JAVA_OPTS=-Xmx%.0fg."
              .formatted(
                  what, size(bytes), size(heapBytes), Math.ceil(MARGIN * bytes / (1 << 30))));
    }
  }

  private static String size(long bytes) {
    return bytes >= GB
        ? "%.1f GB".formatted(bytes / GB)
        : "%.0f MB".formatted(bytes / (GB / 1_000));
  }

  /** Bytes that the heap holds for a connection at the peak of a run; docs/performance.md. */
  private static long connectionBytes(NetworkKind model) {
    return switch (model) {
      case ANALYTIC -> 450;
      case FLOW -> 800;
      case PACKET -> 900;
    };
  }
}

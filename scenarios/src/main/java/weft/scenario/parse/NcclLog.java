package weft.scenario.parse;

import java.util.List;
import weft.sim.collective.Operation;

/**
 * A table of nccl-tests with what its comments say about the run.
 *
 * @param file its file, as the user named it
 * @param operation what was measured
 * @param nodes how many ranks each host had, in the order of the ranks
 * @param gpu what the driver calls the GPU of rank 0
 * @param isOneProcess whether one process drove several GPUs
 * @param rows the measurements, in the order of the file
 */
public record NcclLog(
    String file,
    Operation operation,
    List<Integer> nodes,
    String gpu,
    boolean isOneProcess,
    List<Row> rows) {

  public NcclLog {
    nodes = List.copyOf(nodes);
    rows = List.copyOf(rows);
  }

  /**
   * A size, out of place where that was measured.
   *
   * @param bytes size as nccl-tests counts it, above 0
   * @param timePs its time, above 0, picoseconds
   */
  public record Row(long bytes, long timePs) {}

  /** Whether it says the same, be it under another name. */
  public boolean isCopyOf(NcclLog other) {
    return equals(
        new NcclLog(file, other.operation, other.nodes, other.gpu, other.isOneProcess, other.rows));
  }

  /** Number of ranks. */
  public int ranks() {
    return nodes.stream().mapToInt(Integer::intValue).sum();
  }
}

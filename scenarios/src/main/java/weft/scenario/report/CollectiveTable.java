package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import weft.scenario.assemble.CollectiveJob;
import weft.sim.collective.Operation;
import weft.sim.metrics.CollectiveTiming;

/** Collectives in the columns of nccl-tests, out of place: as text, and as CSV. */
final class CollectiveTable {

  /** nccl-tests counts elements of type float. */
  private static final int ELEMENT_BYTES = 4;

  /** What nccl-tests prints as the root of an operation that has none. */
  private static final int NO_ROOT = -1;

  /** Values are not simulated, so none can be wrong; nccl-tests prints this when it checks none. */
  private static final String NOT_CHECKED = "N/A";

  private CollectiveTable() {}

  static String text(List<CollectiveTiming> timings, int root) {
    StringBuilder text = new StringBuilder();
    text.append(
        row("#       size", "count", "type", "redop", "root", "time", "algbw", "busbw", "#wrong"));
    text.append(row("#        (B)", "(elements)", "", "", "", "(us)", "(GB/s)", "(GB/s)", ""));
    for (CollectiveTiming timing : timings) {
      text.append(
          row(
              Long.toString(timing.bytes()),
              Long.toString(elements(timing)),
              "float",
              reduction(timing),
              Integer.toString(root(timing, root)),
              micros(timing),
              gigabytes(timing.algbw()),
              gigabytes(timing.busbw()),
              NOT_CHECKED));
    }
    return text.toString();
  }

  /** How the data goes up to which size, each in a line of a comment; none if in one way only. */
  static String ways(List<CollectiveTiming> timings, CollectiveJob job) {
    StringBuilder text = new StringBuilder();
    boolean isFirst = true;
    for (int i = 0; i < timings.size(); i++) {
      boolean isLast = i == timings.size() - 1;
      String way = way(timings.get(i), job);
      if (isLast ? !isFirst : !way.equals(way(timings.get(i + 1), job))) {
        String until = isLast ? "" : " to " + Format.bytes(timings.get(i).bytes());
        text.append(isFirst ? "# " : "#   then ").append(way).append(until).append('\n');
        isFirst = false;
      }
    }
    return text.toString();
  }

  private static String way(CollectiveTiming timing, CollectiveJob job) {
    return timing.algorithm() + " " + job.protocol(timing.bytes()).text();
  }

  static String csv(List<CollectiveTiming> timings, CollectiveJob job, int root) {
    StringBuilder text =
        new StringBuilder(
            "collective,algorithm,protocol,ranks,channels,size_bytes,count,type,redop,root,"
                + "time_us,algbw_GBps,busbw_GBps,wrong\n");
    for (CollectiveTiming timing : timings) {
      text.append(
          String.join(
              ",",
              timing.collective(),
              timing.algorithm(),
              job.protocol(timing.bytes()).text(),
              Integer.toString(timing.ranks()),
              Integer.toString(timing.channels()),
              Long.toString(timing.bytes()),
              Long.toString(elements(timing)),
              "float",
              reduction(timing),
              Integer.toString(root(timing, root)),
              micros(timing),
              gigabytes(timing.algbw()),
              gigabytes(timing.busbw()),
              NOT_CHECKED));
      text.append('\n');
    }
    return text.toString();
  }

  private static long elements(CollectiveTiming timing) {
    return Operation.named(timing.collective())
        .elements(timing.bytes(), ELEMENT_BYTES, timing.ranks());
  }

  private static int root(CollectiveTiming timing, int root) {
    return Operation.named(timing.collective()).hasRoot() ? root : NO_ROOT;
  }

  private static String reduction(CollectiveTiming timing) {
    return Operation.named(timing.collective()).reduces() ? "sum" : "none";
  }

  private static String micros(CollectiveTiming timing) {
    double micros = timing.timePs() / 1e6;
    return String.format(Locale.ROOT, micros < 9_999.5 ? "%.2f" : "%.0f", micros);
  }

  private static String gigabytes(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.2f", bytesPerSecond / 1e9);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%12s %12s %6s %6s %5s %9s %8s %8s %6s", cells)
            .stripTrailing()
        + "\n";
  }
}

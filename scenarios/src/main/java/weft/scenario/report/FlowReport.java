package weft.scenario.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import weft.sim.metrics.TierHold;
import weft.sim.workload.FlowTimes;

/** The flows of a run: as text, as CSV, and their slowdowns. */
final class FlowReport {

  private static final int DECIMALS = 4;

  private FlowReport() {}

  /**
   * Least, mean, median, 99th percentile and greatest of some values; quantiles by nearest rank.
   */
  record Spread(double min, double mean, double p50, double p99, double max) {

    static Spread of(double... values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return new Spread(
          sorted[0],
          Arrays.stream(sorted).sum() / sorted.length,
          rank(sorted, 0.5),
          rank(sorted, 0.99),
          sorted[sorted.length - 1]);
    }

    /** The same in another unit. */
    Spread over(double unit) {
      return new Spread(min / unit, mean / unit, p50 / unit, p99 / unit, max / unit);
    }

    private static double rank(double[] sorted, double share) {
      return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
  }

  /** Completion times, picoseconds; there must be a delivered flow. */
  static Spread completions(FlowTimes times) {
    return Spread.of(times.completionsPs().asDoubleStream().toArray());
  }

  /** Slowdowns; there must be a delivered flow. */
  static Spread slowdowns(FlowTimes times) {
    return Spread.of(
        IntStream.range(0, times.flows().count())
            .filter(times::isDelivered)
            .mapToDouble(times::slowdown)
            .toArray());
  }

  static String text(FlowTimes times, List<TierHold> holds) {
    int count = times.flows().count();
    long delivered = times.completionsPs().count();
    long bytes = IntStream.range(0, count).mapToLong(times.flows()::bytes).sum();
    StringBuilder text = new StringBuilder("\n");
    text.append(Format.count(count, "flow")).append(" · ").append(Format.bytes(bytes));
    if (delivered < count) {
      text.append(" · ").append(Format.count(delivered)).append(" delivered");
    }
    text.append('\n');
    if (delivered == 0) {
      return text.toString();
    }
    TextTable table = new TextTable("lrrrrr");
    table.row("", "min", "mean", "median", "99 %", "max");
    Spread completions = completions(times);
    table.row(
        "  completion time",
        Format.time(completions.min()),
        Format.time(completions.mean()),
        Format.time(completions.p50()),
        Format.time(completions.p99()),
        Format.time(completions.max()));
    Spread slowdowns = slowdowns(times);
    table.row(
        "  slowdown",
        Format.digits(slowdowns.min()),
        Format.digits(slowdowns.mean()),
        Format.digits(slowdowns.p50()),
        Format.digits(slowdowns.p99()),
        Format.digits(slowdowns.max()));
    text.append(table.render())
        .append("  slowdown: completion time over latency + bytes / payload rate of the path\n")
        .append(times.flows().isCapped() ? "  (or of its own rate cap, if that is less)\n" : "");
    if (!holds.isEmpty()) {
      text.append('\n').append(heldBy(holds));
    }
    return text.toString();
  }

  private static String heldBy(List<TierHold> holds) {
    TextTable table = new TextTable("lrrl");
    table.row("Rates limited by", "share", "summed", "longest by");
    for (TierHold hold : holds) {
      table.row(
          "  " + hold.label(),
          Format.percent(hold.share()),
          Format.time(hold.heldPs()),
          Objects.requireNonNullElse(hold.longestLink(), ""));
    }
    return table.render();
  }

  /** One row a flow; of flows that are under way or have not started, times are empty. */
  static String csv(FlowTimes times, List<String> ids) {
    StringBuilder text =
        new StringBuilder("id,source,destination,size_bytes,start_us,finish_us,fct_us,slowdown\n");
    for (int flow = 0; flow < times.flows().count(); flow++) {
      boolean delivered = times.isDelivered(flow);
      text.append(
          String.join(
              ",",
              field(ids.get(flow)),
              Integer.toString(times.flows().source(flow)),
              Integer.toString(times.flows().destination(flow)),
              Long.toString(times.flows().bytes(flow)),
              times.startPs(flow) == FlowTimes.NEVER ? "" : micros(times.startPs(flow)),
              delivered ? micros(times.endPs(flow)) : "",
              delivered ? micros(times.completionPs(flow)) : "",
              delivered
                  ? String.format(Locale.ROOT, "%." + DECIMALS + "f", times.slowdown(flow))
                  : ""));
      text.append('\n');
    }
    return text.toString();
  }

  /** Exact: a picosecond is the sixth decimal. */
  private static String micros(long ps) {
    return BigDecimal.valueOf(ps, 6).toPlainString();
  }

  private static String field(String id) {
    return id.indexOf('"') < 0 ? id : '"' + id.replace("\"", "\"\"") + '"';
  }
}

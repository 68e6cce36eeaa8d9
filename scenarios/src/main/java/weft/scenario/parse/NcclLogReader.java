package weft.scenario.parse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/**
 * Reads what nccl-tests, or rccl-tests, prints: comments about ranks and devices, the header of the
 * table with its units, a row for each size, and the average bus bandwidth at its end. Lines of
 * NCCL's own log among them are passed over, and so is what mpirun or srun puts before each line.
 */
public final class NcclLogReader {

  private static final Pattern RANK =
      Pattern.compile(
          "#\\s+Rank\\s+(\\d{1,7})\\s+(?:Group\\s+\\d+\\s+)?Pid\\s+(\\d+)\\s+on\\s+(\\S+)\\s+"
              + "device\\s+\\d+\\s+\\[[^]]*]\\s+(\\S.*)");
  private static final Pattern STARTING = Pattern.compile("#.*test starting:\\s*(\\w+?)_perf.*");
  private static final Pattern ROW = Pattern.compile("\\d+\\s+\\d+\\s+[a-z]\\w*(\\s.*)?");
  private static final Pattern UNIT = Pattern.compile("\\(([^)]*)\\)");
  private static final Pattern WRONG =
      Pattern.compile("#\\s*out of bounds values\\s*:\\s*(\\d+)\\s+failed.*");

  /** {@code mpirun --tag-output} and {@code srun --label}. */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:\\[[\\w.@-]+(?:,\\d+)+]<std(?:out|err)>:|\\d{1,6}: ) ?");

  /** The beginning of a row somewhere in a line. */
  private static final Pattern BEGUN =
      Pattern.compile(
          ".*\\b\\d+\\s+\\d+\\s+(u?int(8|32|64)|half|float|double|bfloat16|fp8_\\w+)\\s.*");

  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final List<String> FIGURES = List.of("time", "algbw", "busbw", "#wrong");
  private static final Set<String> UNITS = Set.of("B", "elements", "us", "GB/s");

  /** From here on two decimals are enough to tell what the ratio of the bandwidths is, GB/s. */
  private static final double LARGE_ALGBW = 5;

  /** What a row may have, bytes: assumed to be beyond what any GPU holds. */
  private static final long MOST_BYTES = 1L << 44;

  private static final int MOST_MEBIBYTES = 4;

  private static final String END = "avg bus bandwidth";

  /** What the tables of other tools begin with. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "osu mpi", "the OSU micro-benchmarks",
          "osu nccl", "the OSU micro-benchmarks",
          "rdma_write bw test", "perftest (ib_write_bw)",
          "rdma_read bw test", "perftest (ib_read_bw)",
          "send bw test", "perftest (ib_send_bw)",
          "rdma_write latency test", "perftest (ib_write_lat)",
          "nvbandwidth", "nvbandwidth");

  private final String file;
  private final ProblemLog log = new ProblemLog();
  private final Map<Integer, String> hosts = new LinkedHashMap<>();
  private final Map<Integer, String> processes = new LinkedHashMap<>();
  private final List<NcclLog.Row> rows = new ArrayList<>();
  private @Nullable String gpu;
  private @Nullable String started;
  private @Nullable Operation guess;
  private double ratio = Double.NaN;
  private int headerLine;
  private int columns;
  private boolean countsWrong;
  private boolean sums;
  private boolean isEnded;

  private NcclLogReader(String file) {
    this.file = file;
  }

  /**
   * Reads a log.
   *
   * @param operation what was measured, if the log does not tell; null if it does
   * @throws ScenarioException with all that is wrong with it
   */
  public static NcclLog read(Path file, @Nullable Operation operation) {
    NcclLogReader reader = new NcclLogReader(file.toString());
    String[] lines = InputText.read(file, MOST_MEBIBYTES, "a log of nccl-tests").split("\\R", -1);
    for (int line = 1; line <= lines.length && reader.log.problems().isEmpty(); line++) {
      reader.line(line, PREFIX.matcher(lines[line - 1].strip()).replaceFirst("").strip());
    }
    if (reader.log.problems().isEmpty()) {
      reader.finish(lines.length);
    }
    if (!reader.log.problems().isEmpty()) {
      throw new ScenarioException(reader.log.problems());
    }
    return reader.result(operation);
  }

  private void line(int line, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (headerLine == 0) {
      OTHERS.forEach(
          (mark, tool) -> {
            if (lower.contains(mark)) {
              problem(
                  line,
                  "is the output of "
                      + tool
                      + ", not of nccl-tests. Maybe that of all_reduce_perf.");
            }
          });
    }
    Matcher rank = RANK.matcher(text);
    Matcher starting = STARTING.matcher(text);
    if (rank.matches()) {
      rank(line, rank);
    } else if (starting.matches()) {
      started = starting.group(1);
    } else if (text.startsWith("#") && lower.contains(" size ") && lower.contains("busbw")) {
      header(line, text);
    } else if (WRONG.matcher(lower).matches()) {
      problem(
          line,
          "says that results were wrong, and so the times are of no use: "
              + Quote.of(text)
              + ". Maybe a faulty link, or a library that does not fit the driver.");
    } else if (text.startsWith("#") && text.contains("(B)")) {
      units(line, text);
    } else if (text.startsWith("#") && lower.contains(END)) {
      isEnded = true;
    } else if (ROW.matcher(text).matches()) {
      row(line, text.split("\\s+"));
    } else if (headerLine > 0 && !isEnded && text.matches("\\d+(\\s+[\\d.]+)*")) {
      problem(line, "is a row that breaks off: " + Quote.of(text) + ". Maybe run the test again.");
    } else if (headerLine > 0 && !isEnded && !text.startsWith("#") && isMixed(text)) {
      problem(
          line,
          "has numbers in the table, but is no row: "
              + Quote.of(text)
              + ". Maybe another process wrote into it: run it with its output in a file of its"
              + " own.");
    }
  }

  /** Whether a row, or a part of one, seems to be in it. */
  private static boolean isMixed(String text) {
    if (text.matches("\\d+\\s+\\d+(\\s.*)?") || BEGUN.matcher(text).matches()) {
      return true;
    }
    long numbers =
        Arrays.stream(text.split("\\s+")).filter(cell -> NUMBER.matcher(cell).matches()).count();
    return numbers >= FIGURES.size() && !text.contains("NCCL ");
  }

  private void rank(int line, Matcher rank) {
    if (headerLine > 0) {
      problem(
          line,
          "begins another test, but a log is for one. Maybe a file for each, all of them at once:"
              + " weft calibrate FILE FILE.");
      return;
    }
    int number = Integer.parseInt(rank.group(1));
    String host = rank.group(3);
    if (hosts.put(number, host) != null) {
      problem(line, "names rank " + number + " a second time. Maybe two logs in one file.");
    }
    processes.put(number, host + " " + rank.group(2));
    String model = rank.group(4).strip();
    if (gpu != null && !gpu.equals(model)) {
      problem(
          line,
          "names %s for rank %d, but those before are %s; constants are for one kind. Maybe run on nodes of one kind."
              .formatted(Quote.of(model), number, Quote.of(gpu)));
    }
    gpu = model;
  }

  private void header(int line, String text) {
    if (headerLine > 0) {
      problem(line, "begins a second table, but a log is for one. Maybe a file for each.");
    }
    headerLine = line;
    columns = text.substring(1).strip().split("\\s+").length;
    countsWrong = text.contains("#wrong");
  }

  private void units(int line, String text) {
    Matcher units = UNIT.matcher(text);
    while (units.find()) {
      if (!UNITS.contains(units.group(1))) {
        problem(
            line,
            "gives a column in "
                + Quote.of(units.group(1))
                + ", but nccl-tests has B, elements, us and GB/s.");
        return;
      }
    }
  }

  /**
   * size count type [redop [root]], then time algbw busbw #wrong out of place, and again in place.
   */
  private void row(int line, String[] cells) {
    if (headerLine == 0) {
      problem(line, "is a row before any header: # size count type … Maybe the top is cut off.");
      return;
    }
    if (isEnded) {
      problem(line, "is a row after the end of the table. Maybe that of another log.");
      return;
    }
    int figures = cells.length >= 11 ? 8 : 4;
    int first = cells.length - figures;
    if (first < 3 || first > 5 || (cells.length < columns && !isFigure(cells[first]))) {
      problem(
          line,
          "has %d columns, but its header has %d. Maybe the line is cut off after %s."
              .formatted(cells.length, columns, Quote.of(cells[cells.length - 1])));
      return;
    }
    // Where only in place was measured, out of place is not available.
    int at = figures == 8 && cells[first].equals("N/A") ? first + FIGURES.size() : first;
    if (!areNumbers(line, cells, at) || !areRight(line, cells, first)) {
      return;
    }
    BigDecimal size = new BigDecimal(cells[0]);
    BigDecimal micros = new BigDecimal(cells[at]);
    if (size.signum() == 0) {
      return;
    }
    if (size.compareTo(BigDecimal.valueOf(MOST_BYTES)) > 0) {
      problem(
          line,
          "has a size of %s bytes, but at most 16 TiB are read, more than a GPU holds. Maybe a digit too many."
              .formatted(Quote.of(cells[0])));
      return;
    }
    if (micros.signum() <= 0 || micros.compareTo(BigDecimal.valueOf(1e12)) > 0) {
      problem(line, "has a time of " + Quote.of(cells[at]) + " us.");
      return;
    }
    long bytes = size.longValueExact();
    double algbw = Double.parseDouble(cells[at + 1]);
    agree(line, bytes, micros.doubleValue(), algbw);
    sums |= Arrays.asList(cells).subList(3, first).contains("sum");
    guess(algbw, Double.parseDouble(cells[at + 2]));
    long timePs = micros.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
    rows.add(new NcclLog.Row(bytes, timePs));
  }

  private static boolean isFigure(String cell) {
    return NUMBER.matcher(cell).matches() || cell.equals("N/A");
  }

  /** Whether time, algbw and busbw are; says which is not. */
  private boolean areNumbers(int line, String[] cells, int at) {
    for (int i = at; i < at + FIGURES.size() - 1; i++) {
      String cell = cells[i];
      if (!NUMBER.matcher(cell).matches()) {
        problem(
            line,
            "has %s as %s, which is no number with a point. Maybe %s."
                .formatted(Quote.of(cell), FIGURES.get(i - at), plain(cell)));
        return false;
      }
    }
    return true;
  }

  private static String plain(String cell) {
    if (cell.matches("\\d+,\\d+")) {
      return cell.replace(',', '.') + ": run it with LC_ALL=C";
    }
    return cell.matches("\\d+(\\.\\d+)?[eE][+-]?\\d{1,2}")
        ? new BigDecimal(cell).toPlainString()
        : "the line is mixed with another, or a cell is missing";
  }

  /** Whether all values came out right, in place too; where the column is not checked, yes. */
  private boolean areRight(int line, String[] cells, int first) {
    for (int i = first + 3; countsWrong && i < cells.length; i += FIGURES.size()) {
      if (!cells[i].equals("N/A") && !cells[i].matches("0(\\.0+)?(e\\+?0+)?")) {
        problem(
            line,
            "has "
                + Quote.of(cells[i])
                + " as #wrong: where values came out wrong, the times are of no use. Maybe a"
                + " faulty link, or a line that is mixed with another.");
        return false;
      }
    }
    return true;
  }

  /** algbw is size over time; both are rounded. */
  private void agree(int line, long bytes, double micros, double algbw) {
    double expected = bytes / micros / 1e3;
    if (Math.abs(expected - algbw) > 0.011 + 0.02 * expected) {
      problem(
          line,
          String.format(
              Locale.ROOT,
              "%d bytes in %s us are %.2f GB/s, but algbw is %s. Maybe its units are mixed.",
              bytes,
              BigDecimal.valueOf(micros).toPlainString(),
              expected,
              BigDecimal.valueOf(algbw).toPlainString()));
    }
  }

  /** Which operation it is shows in the ratio of the bandwidths, if both are large enough. */
  private void guess(double algbw, double busbw) {
    if (algbw < LARGE_ALGBW || hosts.size() < 2) {
      return;
    }
    ratio = busbw / algbw;
    if (isOf(Operation.ALL_REDUCE)) {
      guess = Operation.ALL_REDUCE;
    } else if (sums && isOf(Operation.REDUCE_SCATTER)) {
      guess = Operation.REDUCE_SCATTER;
    }
  }

  private boolean isOf(Operation operation) {
    return Math.abs(ratio / operation.busFactor(hosts.size()) - 1) < 0.01;
  }

  private void finish(int lines) {
    if (headerLine == 0) {
      problem(
          1,
          "is not the output of nccl-tests: no line reads # size count type … algbw busbw. Maybe"
              + " the standard output of all_reduce_perf.");
    } else if (!isEnded) {
      problem(
          lines,
          "ends without # Avg bus bandwidth, so the run, or the file, was cut off. Maybe run it"
              + " again.");
    } else if (rows.isEmpty()) {
      problem(headerLine, "has a table without rows.");
    } else if (hosts.isEmpty()) {
      problem(
          1,
          "does not say how many ranks there were: no line reads # Rank 0 … Pid … on … device …."
              + " Maybe the top is cut off.");
    } else if (hosts.size() < 2) {
      problem(1, "is of one rank, which tells nothing of the links.");
    }
    for (int rank = 0; rank < hosts.size(); rank++) {
      if (!hosts.containsKey(rank)) {
        problem(1, "names " + hosts.size() + " ranks, but not rank " + rank + ".");
        return;
      }
    }
  }

  private NcclLog result(@Nullable Operation given) {
    Operation operation = given == null ? told() : given;
    if (operation == null) {
      throw ScenarioException.of(
          Position.whole(file),
          "does not tell which operation was measured. Maybe --operation %s."
              .formatted(sums ? "all_reduce or reduce_scatter" : "all_gather"));
    }
    if (!Double.isNaN(ratio) && !isOf(operation)) {
      throw ScenarioException.of(
          Position.whole(file),
          String.format(
              Locale.ROOT,
              "has %.3f times as much busbw as algbw, but for %s over %d ranks it is %.3f times."
                  + " Maybe another --operation.",
              ratio,
              operation.text(),
              hosts.size(),
              operation.busFactor(hosts.size())));
    }
    Map<String, Integer> nodes = new LinkedHashMap<>();
    for (int rank = 0; rank < hosts.size(); rank++) {
      nodes.merge(hosts.getOrDefault(rank, ""), 1, Integer::sum);
    }
    boolean shares = new LinkedHashSet<>(processes.values()).size() < processes.size();
    return new NcclLog(
        file, operation, List.copyOf(nodes.values()), String.valueOf(gpu), shares, rows);
  }

  private @Nullable Operation told() {
    String name = started;
    if (name == null) {
      return guess;
    }
    return Arrays.stream(Operation.values())
        .filter(one -> one.text().equals(name))
        .findFirst()
        .orElse(guess);
  }

  private void problem(int line, String message) {
    log.error(new Position(file, line, 1), message);
  }
}

package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.PatternSpec;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.unit.Durations;

/** Rules of a workload of flows: all their ends are there. */
final class FlowRules {

  private static final String FLOWS = "workload.flows";

  /** An all-to-all of 2,048 GPUs, and a little. */
  static final long MOST_FLOWS = 1 << 22;

  /** Powers of ten between bits and gigabits. */
  private static final int NINE = 9;

  private static final int FIGURES = 6;

  private static final long DAY_PS = 86_400 * Durations.SECOND_PS;

  private final WorkloadSpec.Flows flows;
  private final int gpus;
  private final MemoryRules memory;
  private final Findings findings;
  private long count;

  private FlowRules(WorkloadSpec.Flows flows, int gpus, MemoryRules memory, Findings findings) {
    this.flows = flows;
    this.gpus = gpus;
    this.memory = memory;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param places of each GPU that there is for them, its number in the fabric; null if it is all
   * @param gpus how many these are; empty if it cannot be known
   * @param hardware what the fabric is made of
   * @param memory what it may take
   */
  static void apply(
      WorkloadSpec.Flows flows,
      FabricSpec fabric,
      int @Nullable [] places,
      OptionalInt gpus,
      Catalogue hardware,
      MemoryRules memory,
      Findings findings) {
    boolean nothing = flows.file() == null && !flows.hasPatterns();
    if (nothing && findings.sound(FLOWS)) {
      findings.error(FLOWS, "names no flows. Maybe permutation: { size: 2MB }.");
    }
    if (gpus.isPresent()) {
      FlowRules rules = new FlowRules(flows, gpus.getAsInt(), memory, findings);
      rules.patterns();
      if (flows.file() != null && findings.sound(FLOWS + ".file")) {
        rules.table(flows.file(), fabric, places, hardware);
      }
    }
  }

  /**
   * Applies those of flows that failed cables leave no path.
   *
   * @param flows in order in all else, as is the rest of the scenario
   * @param places of each GPU that there is for them, its number in the fabric; null if it is all
   */
  static void cutOff(
      WorkloadSpec.Flows flows,
      int @Nullable [] places,
      ScenarioSpec spec,
      Catalogue hardware,
      Findings findings) {
    for (FlowTable.Fault fault : hardware.cutOffFlows(spec, flows, places)) {
      if (fault.line() > 0 && flows.file() != null) {
        error(findings, flows.file(), fault.line(), fault.column(), fault.message());
      } else {
        findings.error("network.failures", fault.message());
      }
    }
  }

  /**
   * Applies that of a job that starts later: its flows have to start while the clock runs.
   *
   * @param jobPs when it starts, picoseconds
   */
  static void starts(WorkloadSpec.Flows flows, long jobPs, Findings findings) {
    long mostPs = Long.MAX_VALUE - jobPs;
    if (flows.file() != null && findings.sound(FLOWS + ".file")) {
      for (FlowTable.Row row : flows.file().rows()) {
        if (row.startPs() > mostPs) {
          error(
              findings,
              flows.file(),
              row.line(),
              row.source().column(),
              "start: " + late(row.startPs(), jobPs));
        }
      }
    }
    flows
        .patterns()
        .forEach(
            (key, pattern) -> {
              String path = FLOWS + "." + key + ".start";
              if (pattern.startPs() > mostPs && findings.sound(path)) {
                findings.error(path, late(pattern.startPs(), jobPs));
              }
            });
  }

  private static String late(long startPs, long jobPs) {
    return "is %s s, and the job starts at %s s, but no more than %d days can be simulated. Maybe %ds."
        .formatted(
            grouped(startPs / Durations.SECOND_PS),
            grouped(jobPs / Durations.SECOND_PS),
            Long.MAX_VALUE / DAY_PS,
            (Long.MAX_VALUE - jobPs) / Durations.SECOND_PS);
  }

  /**
   * Tells of caps that the links of their flows are below anyway, all in one.
   *
   * @param flows in order in all else, as is the rest of the scenario
   * @param job number of the job that they are of; empty if there are no jobs
   */
  static void idleCaps(
      WorkloadSpec.Flows flows,
      OptionalInt job,
      ScenarioSpec spec,
      Catalogue hardware,
      Findings findings) {
    FlowTable table = flows.file();
    if (table == null || table.rows().stream().noneMatch(FlowTable.Row::isCapped)) {
      return;
    }
    long[] ratesBps = hardware.loneRatesBps(spec, job, table);
    int[] idle =
        IntStream.range(0, ratesBps.length)
            .filter(flow -> table.rows().get(flow).isCapped())
            .filter(flow -> table.rows().get(flow).rateCapBps() >= ratesBps[flow])
            .toArray();
    if (idle.length > 0) {
      FlowTable.Row first = table.rows().get(idle[0]);
      String more = idle.length == 1 ? "" : " (and of %s more)".formatted(grouped(idle.length - 1));
      findings.warning(
          FLOWS + ".file",
          "the rate-cap of line %d%s has no effect: %s is not below the %s of payload that its links carry."
              .formatted(
                  first.line(), more, gigabits(first.rateCapBps()), gigabits(ratesBps[idle[0]])));
    }
  }

  private static String gigabits(long rateBps) {
    return BigDecimal.valueOf(rateBps, NINE)
            .round(new MathContext(FIGURES, RoundingMode.HALF_EVEN))
            .stripTrailingZeros()
            .toPlainString()
        + " Gb/s";
  }

  /** Whether a random choice is made. */
  static boolean isRandom(WorkloadSpec.Flows flows) {
    return flows.permutation() != null || flows.incast() != null || flows.outcast() != null;
  }

  private void patterns() {
    if (flows.permutation() != null) {
      count("permutation", ranks("permutation", flows.permutation().ranks()));
    }
    if (flows.shift() != null) {
      shift(flows.shift());
    }
    if (flows.incast() != null) {
      PatternSpec.Incast incast = flows.incast();
      fan("incast", "receiver", incast.receiver(), "senders", incast.senders());
    }
    if (flows.outcast() != null) {
      PatternSpec.Outcast outcast = flows.outcast();
      fan("outcast", "sender", outcast.sender(), "receivers", outcast.receivers());
    }
    if (flows.allToAll() != null) {
      long ranks = ranks("all-to-all", flows.allToAll().ranks());
      count("all-to-all", ranks * (ranks - 1));
      Integer parallel = flows.allToAll().parallel();
      if (parallel != null && parallel >= ranks - 1) {
        findings.noEffect(
            FLOWS + ".all-to-all.parallel", "each GPU has only " + (ranks - 1) + " flows");
      }
    }
  }

  private void shift(PatternSpec.Shift shift) {
    int ranks = ranks("shift", shift.ranks());
    String path = FLOWS + ".shift.distance";
    if (ranks > 1
        && shift.distance() % ranks == 0
        && findings.sound(path, FLOWS + ".shift.ranks")) {
      findings.error(
          path,
          "%d further, around the end of %s GPUs, is where a flow starts. Maybe 1."
              .formatted(shift.distance(), grouped(ranks)));
    }
    count("shift", ranks);
  }

  /** The number of GPUs that take part. */
  private int ranks(String pattern, @Nullable Integer ranks) {
    String path = FLOWS + "." + pattern + ".ranks";
    if (ranks != null && ranks > gpus && findings.sound(path)) {
      findings.error(
          path,
          "%s take part, but %s has %s GPUs. Maybe %d."
              .formatted(grouped(ranks), findings.owner(), grouped(gpus), gpus));
    }
    if (ranks == null && gpus < 2) {
      needsTwo(pattern);
    }
    return ranks == null ? gpus : ranks;
  }

  private void fan(String pattern, String oneKey, int one, String manyKey, int many) {
    String path = FLOWS + "." + pattern + ".";
    if (one >= gpus && findings.sound(path + oneKey)) {
      findings.error(
          path + oneKey,
          "there is no GPU %d; they are numbered from 0 to %d. Maybe %d."
              .formatted(one, gpus - 1, gpus - 1));
    }
    if (gpus < 2) {
      needsTwo(pattern);
    } else if (many >= gpus && findings.sound(path + manyKey)) {
      findings.error(
          path + manyKey,
          "%s and one more, but %s has %s GPUs. Maybe %d."
              .formatted(grouped(many), findings.owner(), grouped(gpus), gpus - 1));
    }
    count(pattern, many);
  }

  private void needsTwo(String pattern) {
    findings.error(FLOWS + "." + pattern, "needs two GPUs, but " + findings.owner() + " has one.");
  }

  private void count(String pattern, long more) {
    count += more;
    if (count > MOST_FLOWS) {
      findings.error(
          FLOWS + "." + pattern,
          "makes %s flows in all; %s are the most of a run. Maybe fewer ranks."
              .formatted(grouped(count), grouped(MOST_FLOWS)));
    } else {
      memory.flows(FLOWS + "." + pattern, count, findings);
    }
  }

  private void table(
      FlowTable table, FabricSpec fabric, int @Nullable [] places, Catalogue hardware) {
    List<FlowTable.Row> inRange = new ArrayList<>();
    for (FlowTable.Row row : table.rows()) {
      boolean isInRange = inRange(table, row, "source", row.source());
      isInRange &= inRange(table, row, "destination", row.destination());
      if (row.source().number().isPresent()
          && row.source().number().equals(row.destination().number())) {
        isInRange = false;
        error(table, row.line(), row.destination().column(), "destination: is the source.");
      }
      if (isInRange) {
        inRange.add(row);
      }
    }
    // What is named can only be found in a fabric that is built.
    if (inRange.stream().anyMatch(FlowTable.Row::needsFabric)) {
      FlowTable rest = new FlowTable(table.source(), inRange);
      for (FlowTable.Fault fault : hardware.flowFaults(fabric, places, rest)) {
        error(table, fault.line(), fault.column(), fault.message());
      }
    }
  }

  private boolean inRange(FlowTable table, FlowTable.Row row, String column, FlowTable.Cell cell) {
    boolean inRange = cell.number().isEmpty() || cell.number().get() < gpus;
    if (!inRange) {
      error(
          table,
          row.line(),
          cell.column(),
          "%s: there is no GPU %s; they are numbered from 0 to %d. Maybe %d."
              .formatted(column, cell.text(), gpus - 1, gpus - 1));
    }
    return inRange;
  }

  private void error(FlowTable table, int line, int column, String message) {
    error(findings, table, line, column, message);
  }

  private static void error(
      Findings findings, FlowTable table, int line, int column, String message) {
    findings.errorAt(new Position(table.source(), line, column), FLOWS + ".file", message);
  }
}

package weft.sim.run;

import java.util.Locale;
import weft.sim.unit.Durations;
import weft.sim.workload.FlowRunner;
import weft.sim.workload.ProgramRunner;

/** Says of a run that cannot finish which rank waits for what. */
final class StuckReport {

  private static final int MOST_WAITS = 20;

  private StuckReport() {}

  /**
   * In words.
   *
   * @param why what is meant by stuck
   * @param network what the network has to say, on any number of lines; empty if nothing
   */
  static String of(
      SimulationSpec spec,
      ProgramRunner runner,
      FlowRunner flows,
      long nowPs,
      String why,
      String network) {
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(Locale.ROOT, "stuck at %,.6f ms: %s", 1e3 * Durations.toSeconds(nowPs), why));
    if (spec.program().ranks() > 0) {
      report.append(
          String.format(
              Locale.ROOT,
              ", %,d of %,d ranks unfinished",
              runner.unfinishedRanks(),
              spec.program().ranks()));
    }
    report.append('.');
    for (String wait : runner.waits(MOST_WAITS)) {
      report.append("\n  ").append(wait);
    }
    long undelivered = spec.flows().transfers() - flows.delivered();
    if (undelivered > 0) {
      report.append(String.format(Locale.ROOT, "\n  %,d flows undelivered", undelivered));
    }
    if (!network.isEmpty()) {
      report.append("\n  ").append(network.replace("\n", "\n  "));
    }
    return report.toString();
  }
}

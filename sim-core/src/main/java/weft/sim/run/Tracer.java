package weft.sim.run;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import weft.sim.metrics.CriticalPath;
import weft.sim.route.Router;
import weft.sim.workload.BindingChain;
import weft.sim.workload.ComputeTimes;
import weft.sim.workload.FlowLog;
import weft.sim.workload.FlowRunner;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.OperationLog;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramRunner;

/** Has a run keep a log, and finds from it what bound a job, or the whole run. */
final class Tracer {

  private final SimulationSpec spec;
  private final Router router;
  private final Folded folded;
  private final OptionalInt job;
  private final PathEnd end;
  private final OperationLog log;
  private final List<FlowLog> flowLogs;

  /**
   * Logs from now on.
   *
   * @param job number of the job; empty for the whole run
   * @param end where the path of ranks ends
   */
  Tracer(
      SimulationSpec spec,
      Router router,
      Folded folded,
      ProgramRunner runner,
      FlowRunner flows,
      OptionalInt job,
      PathEnd end) {
    this.spec = spec;
    this.router = router;
    this.folded = folded;
    this.job = job;
    this.end = end;
    log = new OperationLog(folded.program());
    runner.record(log);
    flowLogs = flows.record();
  }

  /** What bound the run, which is over. */
  TracedResult traced(SimulationResult result) {
    if (!result.complete()) {
      return new TracedResult(result, null, null, null);
    }
    int number = job.orElse(result.lastJob().orElse(0));
    boolean isOfFlows =
        result.jobs().isEmpty()
            ? spec.program().ranks() == 0
            : spec.program().jobs().get(number).ranks() == 0;
    return isOfFlows ? flows(result, number) : ranks(result);
  }

  private TracedResult flows(SimulationResult result, int number) {
    FlowTimes times =
        result.jobs().isEmpty() ? result.flowTimes() : result.jobs().get(number).flowTimes();
    if (times.flows().count() == 0) {
      return new TracedResult(result, null, null, null);
    }
    FlowCharges charges =
        new FlowCharges(PacketRates.ofPayload(spec), router, times, flowLogs.get(number));
    return new TracedResult(result, charges.path(), null, charges.stories());
  }

  private TracedResult ranks(SimulationResult result) {
    Program.Job of = job.isPresent() ? spec.program().jobs().get(job.getAsInt()) : null;
    int firstRank = of == null ? 0 : of.firstRank();
    Charges charges =
        new Charges(
            PacketRates.ofPayload(spec),
            router,
            folded.program(),
            folded::simulated,
            folded.representatives(),
            firstRank);
    int mark = end.markIn(job.isPresent() ? result.ofJob(job.getAsInt()) : result);
    BindingChain chain =
        mark == PathEnd.NO_MARK
            ? BindingChain.of(spec.program(), folded::simulated, log, lastRank(of))
            : BindingChain.toMark(
                spec.program(), folded::simulated, log, of == null ? mark : of.firstMark() + mark);
    chain.visit(charges);
    CriticalPath path = charges.path();
    ComputeTimes times = new ComputeTimes(spec.program(), folded::simulated, log);
    int count = of == null ? spec.program().ranks() : of.ranks();
    return new TracedResult(result, path, Stragglers.slowest(path, times, firstRank, count), null);
  }

  private int lastRank(Program.@Nullable Job of) {
    return folded.real(log.lastRank(simulated -> of == null || of.has(folded.real(simulated))));
  }
}

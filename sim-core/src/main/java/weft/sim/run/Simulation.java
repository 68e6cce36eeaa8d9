package weft.sim.run;

import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import it.unimi.dsi.fastutil.longs.LongLists;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.analytic.AnalyticModel;
import weft.sim.check.Conservation;
import weft.sim.check.InvariantViolation;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.flow.FlowModel;
import weft.sim.flow.FoldingCounts;
import weft.sim.fold.Folding;
import weft.sim.metrics.ActivityRecorder;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveNames;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierUtilization;
import weft.sim.metrics.TransferRecorder;
import weft.sim.metrics.Utilization;
import weft.sim.packet.AuditException;
import weft.sim.packet.StallException;
import weft.sim.probe.TransferProbe;
import weft.sim.probe.TransferProbes;
import weft.sim.route.NoPathException;
import weft.sim.route.Router;
import weft.sim.route.SprayingRouter;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;
import weft.sim.workload.Activity;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowRunner;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramException;
import weft.sim.workload.ProgramRunner;
import weft.sim.workload.Representatives;

/**
 * Runs one {@link SimulationSpec}: wires the parts together, runs them, sums up.
 *
 * <p>Nothing is shared between simulations, so any number may run side by side.
 */
public final class Simulation {

  private final SimulationSpec spec;
  private final Fabric fabric;
  private final Engine engine = new Engine(new BucketEventQueue());
  private final TransferRecorder transfers = new TransferRecorder();
  private final Conservation conservation;
  private final ActivityRecorder activities;
  private final @Nullable FlowModel flowModel;
  private final @Nullable PacketWiring packets;
  private final Router router;
  private final NetworkModel network;
  private final Folded folded;
  private final Stepping stepping;

  private final ProgramRunner runner;
  private final FlowRunner flows;

  private Simulation(SimulationSpec spec, Conservation conservation, @Nullable Stepping known) {
    this.spec = spec;
    this.conservation = conservation;
    fabric = spec.fabric();
    TransferProbe probe =
        spec.mode() == RunMode.FAST ? transfers : TransferProbes.both(transfers, conservation);
    UpDownRouter whole = new UpDownRouter(fabric, spec.seed());
    router = router(spec, failedFromStart(spec), whole);
    boolean audit = spec.mode() == RunMode.AUDIT;
    PacketNetwork ofPackets = spec.packets();
    folded = Folded.of(spec, router, known);
    stepping = folded.stepping();
    Folding folding = folded.folding();
    if (folding != null) {
      packets = null;
      flowModel = folding.model(engine, probe, audit);
      network = folding.network(flowModel);
    } else if (ofPackets == null) {
      packets = null;
      PinnedFlows.requireNoLoops(fabric, spec.flows());
      flowModel = spec.model() == NetworkModelKind.FLOW ? flowModel(probe, audit) : null;
      network = flowModel == null ? new AnalyticModel(engine, fabric, router, probe) : flowModel;
    } else {
      flowModel = null;
      packets = new PacketWiring(engine, fabric, router, probe, ofPackets, spec.seed(), audit);
      packets.fail(spec.failures(), failed -> router(spec, failed, whole));
      network = packets.network();
    }
    Program program = folded.program();
    Representatives ranks = folded.representatives();
    activities =
        new ActivityRecorder(
            fabric,
            IntStream.range(0, program.ranks()).map(ranks::ranks).toArray(),
            ActivityLabels.all(),
            Activity.FINISHED.ordinal());
    LinkOwners owners = new LinkOwners(program.ranks() == 0 ? 0 : folded.linkCount(fabric));
    runner = new ProgramRunner(engine, fabric, network, program, ranks, owners, activities);
    flows = new FlowRunner(engine, network, spec.flows(), owners);
  }

  /** Runs to the end; see {@link #run(SimulationSpec, ProgressListener)}. */
  public static SimulationResult run(SimulationSpec spec) {
    return run(spec, ProgressListener.NONE);
  }

  /**
   * Runs to the end, or until {@code progress} interrupts.
   *
   * @throws StuckException if ranks are left waiting when nothing is left to happen
   * @throws weft.sim.workload.ProgramException if the ranks disagree about a collective
   * @throws CutOffException if failed links leave two ranks that communicate no path
   * @throws IllegalArgumentException if a flow is to cross a link twice and the model is not that
   *     of packets, or if two ranks that communicate have no path though no link has failed, or a
   *     link fails later than at 0 and the model knows no such failures
   */
  public static SimulationResult run(SimulationSpec spec, ProgressListener progress) {
    return run(spec, progress, new Conservation(spec.fabric()));
  }

  /**
   * Runs like {@link #run(SimulationSpec, ProgressListener)}, and finds the critical path, which
   * takes 12 bytes for each operation that is simulated.
   */
  public static TracedResult trace(SimulationSpec spec, ProgressListener progress) {
    return trace(spec, OptionalInt.empty(), progress);
  }

  /**
   * Traces like {@link #trace(SimulationSpec, ProgressListener)}, but finds the critical path of
   * one of several jobs, up to its end; its ranks are counted from the first one of the job.
   *
   * @param job number of the job in the program; empty for the path of the whole run
   */
  public static TracedResult trace(
      SimulationSpec spec, OptionalInt job, ProgressListener progress) {
    return trace(spec, job, PathEnd.OF_RUN, progress);
  }

  /**
   * Traces like {@link #trace(SimulationSpec, OptionalInt, ProgressListener)}, but finds the
   * critical path up to another end.
   *
   * @param end is asked of the result, of a job as it sees it; of flows it is not asked
   */
  public static TracedResult trace(
      SimulationSpec spec, OptionalInt job, PathEnd end, ProgressListener progress) {
    if (job.isPresent()) {
      Objects.checkIndex(job.getAsInt(), spec.program().jobs().size());
    }
    return run(spec, progress, new Conservation(spec.fabric()), end, job, null);
  }

  /**
   * Runs one of several jobs without the others, like {@link #run(SimulationSpec,
   * ProgressListener)}: its collectives are simulated in the same way as with them, step by step or
   * as streams, so that the two differ by nothing but the others.
   *
   * @param together what became of it with the others
   */
  public static SimulationResult runAlone(
      SimulationSpec spec, JobResult together, ProgressListener progress) {
    return run(
            spec,
            progress,
            new Conservation(spec.fabric()),
            null,
            OptionalInt.empty(),
            together.stepping())
        .result();
  }

  /** Runs with given books, so that a test can see whether they are checked. */
  static SimulationResult run(
      SimulationSpec spec, ProgressListener progress, Conservation conservation) {
    return run(spec, progress, conservation, null, OptionalInt.empty(), null).result();
  }

  private static TracedResult run(
      SimulationSpec spec,
      ProgressListener progress,
      Conservation conservation,
      @Nullable PathEnd end,
      OptionalInt job,
      @Nullable Stepping known) {
    try {
      Simulation simulation = new Simulation(spec, conservation, known);
      Tracer tracer = end == null ? null : simulation.tracer(job, end);
      SimulationResult result =
          simulation.folded.folding() == null
              ? simulation.run(progress)
              : simulation.runFolded(progress);
      return tracer == null ? new TracedResult(result, null, null, null) : tracer.traced(result);
    } catch (NoPathException e) {
      if (spec.failures().isEmpty()) {
        throw e;
      }
      throw new CutOffException(String.valueOf(e.getMessage()), e);
    }
  }

  private Tracer tracer(OptionalInt job, PathEnd end) {
    return new Tracer(spec, router, folded, runner, flows, job, end);
  }

  /** Runs again without folding where it takes the numbers of single ranks to say what is wrong. */
  private SimulationResult runFolded(ProgressListener progress) {
    try {
      return run(progress);
    } catch (StuckException | ProgramException e) {
      return new Simulation(spec.withFolding(false), new Conservation(fabric), null).run(progress);
    }
  }

  /** The routing of a run without certain links, and the paths that its flows ask for. */
  static Router router(SimulationSpec spec, IntSet failed, UpDownRouter whole) {
    UpDownRouter converged = failed.isEmpty() ? whole : whole.withFailures(failed);
    boolean sprays =
        spec.model() == NetworkModelKind.FLOW
            && spec.flowNetwork().spread() == FlowNetwork.Spread.ALL_PATHS;
    Router around = sprays ? new SprayingRouter(spec.fabric(), converged) : converged;
    return PinnedFlows.router(spec.fabric(), spec.flows(), around, spec.failures());
  }

  private static IntSet failedFromStart(SimulationSpec spec) {
    for (LinkFailure failure : spec.failures()) {
      if (failure.atPs() > 0 && spec.packets() == null) {
        throw new IllegalArgumentException(
            spec.fabric().linkName(failure.link())
                + " fails at "
                + failure.atPs()
                + " ps, but the model "
                + spec.model()
                + " knows only failures from the start");
      }
    }
    return LinkFailure.fromStart(spec.failures());
  }

  private SimulationResult run(ProgressListener progress) {
    long startNanos = System.nanoTime();
    long total = folded.program().operations() + spec.flows().transfers();
    runner.start();
    flows.start();
    boolean complete;
    try {
      complete =
          engine.run(
              (nowPs, events) ->
                  progress.onProgress(
                      nowPs, events, runner.completedOperations() + flows.delivered(), total));
      if (complete && packets != null && spec.mode() != RunMode.FAST) {
        packets.verify();
      }
    } catch (StallException e) {
      throw stuck("no progress", String.valueOf(e.getMessage()));
    } catch (AuditException e) {
      throw new InvariantViolation(String.valueOf(e.getMessage()));
    }
    runner.settle();
    folded.settle();
    long wallNanos = System.nanoTime() - startNanos;
    boolean finished =
        runner.unfinishedRanks() == 0 && flows.delivered() == spec.flows().transfers();
    if (complete && !finished) {
      throw stuck("nothing left to happen", packets == null ? "" : packets.diagnosis());
    }
    if (complete && spec.mode() != RunMode.FAST) {
      conservation.verify(network);
    }
    return result(complete, wallNanos);
  }

  private SimulationResult result(boolean complete, long wallNanos) {
    long endPs = complete ? engine.nowPs() : nowPs();
    Fabric payload = PacketRates.ofPayload(spec);
    List<TierUtilization> utilization = Utilization.byTier(payload, network::carriedBytes, endPs);
    boolean ranks = spec.program().ranks() > 0;
    StepBreakdown breakdown = complete && ranks ? breakdown(endPs) : null;
    List<CollectiveTiming> collectives = activities.collectives(names());
    List<Bottleneck> bottlenecks =
        breakdown == null || !spec.program().jobs().isEmpty()
            ? List.of()
            : Bottlenecks.of(breakdown, utilization, collectives, this::gpuName, true, hasMarks());
    FlowTimes flowTimes = flows.times(PinnedFlows.idealsPs(payload, spec.flows(), router));
    return new SimulationResult(
        complete,
        endPs,
        collectives,
        runner.marks(),
        breakdown,
        transfers.completionTimes(),
        flowTimes,
        utilization,
        transfers.holds(fabric),
        flowModel == null ? null : figures(flowModel),
        packets == null ? null : packets.figures(),
        bottlenecks,
        folded.figures(spec),
        IntStream.range(0, spec.program().jobs().size())
            .mapToObj(job -> job(job, complete, endPs, utilization, flowTimes))
            .toList(),
        carriedBytes(),
        new SimulationResult.EngineStatistics(engine.events(), wallNanos));
  }

  /** Whether figures follow from marks, and not from the end: of a sample of what goes on. */
  private boolean hasMarks() {
    return !runner.marks().isEmpty();
  }

  private LongList carriedBytes() {
    long[] bytes = new long[fabric.linkCount()];
    Arrays.setAll(bytes, network::carriedBytes);
    return LongLists.unmodifiable(LongArrayList.wrap(bytes));
  }

  private JobResult job(
      int number,
      boolean isRunComplete,
      long runEndPs,
      List<TierUtilization> utilization,
      FlowTimes flowTimes) {
    Program.Job job = spec.program().jobs().get(number);
    List<FlowList.Part> parts = spec.flows().parts();
    FlowTimes ofFlows = number < parts.size() ? flowTimes.of(parts.get(number)) : flowTimes;
    int[] ofJob =
        IntStream.range(0, folded.program().ranks())
            .filter(rank -> job.has(folded.real(rank)))
            .toArray();
    boolean isDone =
        isRunComplete
            || (Arrays.stream(ofJob).allMatch(rank -> runner.finishedPs(rank) > 0)
                && (number >= parts.size() || flows.isDone(number)));
    long donePs =
        Math.max(
            Arrays.stream(ofJob).mapToLong(runner::finishedPs).max().orElse(0), ofFlows.lastPs());
    long endPs = isDone ? donePs : runEndPs;
    StepBreakdown breakdown =
        job.ranks() == 0 || !isDone
            ? null
            : real(activities.breakdown(endPs, ofJob), job.firstRank());
    List<CollectiveTiming> collectives = activities.collectives(names(), job::hasGroups);
    return new JobResult(
        job.name(),
        isDone,
        endPs,
        breakdown,
        collectives,
        runner.marks().subList(job.firstMark(), job.firstMark() + job.marks()),
        ofFlows,
        breakdown == null || !isRunComplete
            ? List.of()
            : Bottlenecks.of(
                breakdown,
                utilization,
                collectives,
                rank -> gpuName(job.firstRank() + rank),
                false,
                job.marks() > 0),
        stepping.of(job));
  }

  private StepBreakdown breakdown(long endPs) {
    return real(activities.breakdown(endPs), 0);
  }

  /**
   * With the numbers of real ranks in place of those that stand for them, counted from the first
   * one of a job.
   */
  private StepBreakdown real(StepBreakdown breakdown, int firstRank) {
    IntUnaryOperator real = rank -> folded.real(rank) - firstRank;
    StepBreakdown.Late late = breakdown.late();
    return new StepBreakdown(
        breakdown.stepPs(),
        real.applyAsInt(breakdown.slowestRank()),
        breakdown.parts(),
        late == null ? null : new StepBreakdown.Late(real.applyAsInt(late.rank()), late.share()));
  }

  private FlowModel flowModel(TransferProbe probe, boolean audit) {
    FlowNetwork options = spec.flowNetwork();
    return new FlowModel(
        engine, fabric, router, probe, audit, options.completionBatch(), options.folds());
  }

  private static FlowFigures figures(FlowModel model) {
    FoldingCounts folding = model.folding();
    return new FlowFigures(
        folding.transfers(),
        folding.folded(),
        folding.classes(),
        folding.unfoldings(),
        folding.givenUp(FoldingCounts.Reason.SIZES),
        folding.givenUp(FoldingCounts.Reason.PATHS),
        model.latestPs(),
        model.latestPart());
  }

  private CollectiveNames names() {
    return new ProgramNames(spec.program(), folded.representatives());
  }

  /** The last moment that anything happened in; packets do not move the engine's clock. */
  private long nowPs() {
    return packets == null ? engine.nowPs() : Math.max(engine.nowPs(), packets.nowPs());
  }

  private StuckException stuck(String why, String ofNetwork) {
    return new StuckException(StuckReport.of(spec, runner, flows, nowPs(), why, ofNetwork));
  }

  private String gpuName(int rank) {
    return fabric.nodeName(fabric.endpointNode(spec.placement()[rank]));
  }
}

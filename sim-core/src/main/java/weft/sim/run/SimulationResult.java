package weft.sim.run;

import it.unimi.dsi.fastutil.longs.LongList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.CompletionTimes;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierHold;
import weft.sim.metrics.TierUtilization;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.MarkTimes;

/**
 * What a run found out. All of it but {@link #engine()}'s wall time follows from the spec alone.
 *
 * @param complete false if the run was interrupted: then everything is as of {@code endPs}
 * @param endPs simulated time at the end, picoseconds
 * @param collectives timed collectives in the order of the program
 * @param marks when ranks came to the marks of the program, in its order
 * @param breakdown where the time went; null if the run was interrupted, or had no ranks
 * @param flows completion times of all transfers
 * @param flowTimes when each flow that no rank started was started and delivered
 * @param utilization by tier, inner to outer
 * @param holds how long links have limited transfers, by tier, longest first; empty if the model
 *     does not know
 * @param flowLevel how it was worked out; null unless the model is that of flows
 * @param packets what happened to the packets; null unless they were modelled
 * @param bottlenecks what holds the run back, largest share first; of several jobs see there
 * @param folding how far the run was folded; null if it had no ranks, or the model is not that of
 *     flows
 * @param jobs what became of each job of a program that has several, in their order; empty if it
 *     has none
 * @param carriedBytes what each link carried, bytes
 * @param engine what the engine did
 */
public record SimulationResult(
    boolean complete,
    long endPs,
    List<CollectiveTiming> collectives,
    List<MarkTimes> marks,
    @Nullable StepBreakdown breakdown,
    CompletionTimes flows,
    FlowTimes flowTimes,
    List<TierUtilization> utilization,
    List<TierHold> holds,
    @Nullable FlowFigures flowLevel,
    @Nullable PacketFigures packets,
    List<Bottleneck> bottlenecks,
    @Nullable FoldingFigures folding,
    List<JobResult> jobs,
    LongList carriedBytes,
    EngineStatistics engine) {

  /**
   * The result as one of its jobs sees it: its end, collectives, marks, breakdown, flows and what
   * holds it back; all else is of all jobs.
   */
  public SimulationResult ofJob(int index) {
    JobResult job = jobs.get(index);
    return new SimulationResult(
        job.complete(),
        job.endPs(),
        job.collectives(),
        job.marks(),
        job.breakdown(),
        flows,
        job.flowTimes(),
        utilization,
        holds,
        flowLevel,
        packets,
        job.bottlenecks(),
        folding,
        List.of(),
        carriedBytes,
        engine);
  }

  /** Number of the job that ends last, of several the first; empty if there are no jobs. */
  public OptionalInt lastJob() {
    return IntStream.range(0, jobs.size())
        .reduce((one, other) -> jobs.get(other).endPs() > jobs.get(one).endPs() ? other : one);
  }

  /**
   * What the engine did.
   *
   * @param events events handled
   * @param wallNanos wall time of the run loop, nanoseconds
   */
  public record EngineStatistics(long events, long wallNanos) {

    /** Events per second of wall time; 0 if there was none. */
    public double eventsPerSecond() {
      return wallNanos == 0 ? 0 : events / (wallNanos / 1e9);
    }
  }

  /** Utilization of one tier. */
  public TierUtilization utilization(String tier) {
    return utilization.stream()
        .filter(candidate -> candidate.tier().equals(tier))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tier " + tier + " in " + utilization));
  }
}

package weft.sim.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.MarkTimes;

/**
 * What became of one of several jobs.
 *
 * @param name of the job
 * @param complete false if the run was interrupted before it was done: then all is as of {@code
 *     endPs}
 * @param endPs when its last rank had done all, or its last flow was delivered, picoseconds
 * @param breakdown where the time of its ranks went until then; null if it has none, only flows, or
 *     is not done
 * @param collectives its timed collectives
 * @param marks when its ranks came to its marks
 * @param flowTimes when each flow that no rank started was started and delivered
 * @param bottlenecks what holds it back, largest share first; empty if the run was interrupted
 * @param stepping which of its groups went step by step
 */
public record JobResult(
    String name,
    boolean complete,
    long endPs,
    @Nullable StepBreakdown breakdown,
    List<CollectiveTiming> collectives,
    List<MarkTimes> marks,
    FlowTimes flowTimes,
    List<Bottleneck> bottlenecks,
    Stepping stepping) {

  public JobResult {
    collectives = List.copyOf(collectives);
    marks = List.copyOf(marks);
    bottlenecks = List.copyOf(bottlenecks);
  }
}

package weft.sim.run;

import org.jspecify.annotations.Nullable;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;

/**
 * A result with what it took the time from.
 *
 * @param result the same as without
 * @param criticalPath of ranks, or of flows: then in place of a rank a piece has the number of a
 *     flow, counted from the first one of its job; null if the run was interrupted
 * @param slowRank the rank on it that loses most time by computing slower than its peers; null if
 *     none does
 * @param flows single flows, if the path is one of flows; null if it is not
 */
public record TracedResult(
    SimulationResult result,
    @Nullable CriticalPath criticalPath,
    @Nullable SlowRank slowRank,
    @Nullable FlowStories flows) {}

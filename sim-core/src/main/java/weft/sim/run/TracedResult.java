package weft.sim.run;

import org.jspecify.annotations.Nullable;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.SlowRank;

/**
 * A result with what it took the time from.
 *
 * @param result the same as without
 * @param criticalPath null if the run was interrupted, or had no ranks
 * @param slowRank the rank on it that loses most time by computing slower than its peers; null if
 *     none does
 */
public record TracedResult(
    SimulationResult result, @Nullable CriticalPath criticalPath, @Nullable SlowRank slowRank) {}

package weft.sim.metrics;

/**
 * How long the transfers of a run took, from start to the last byte's arrival, picoseconds.
 *
 * @param count number of completed transfers; the other figures are 0 if it is 0
 * @param minPs shortest, exact
 * @param meanPs mean, exact to rounding
 * @param p50Ps median, within 0.1 %
 * @param p99Ps 99th percentile, within 0.1 %
 * @param maxPs longest, exact
 */
public record CompletionTimes(
    long count, long minPs, double meanPs, long p50Ps, long p99Ps, long maxPs) {}

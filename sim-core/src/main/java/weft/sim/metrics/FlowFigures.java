package weft.sim.metrics;

/**
 * How a run at flow level was worked out: how far it folded, and what batches of completions cost.
 *
 * @param transfers that have started, those of nothing left out
 * @param folded how many of them were folded; one that was folded twice counts twice
 * @param classes into how many
 * @param unfoldings how often what was folded had to be unfolded, because others started
 * @param unlikeSizes how often many started together and were not folded, as nearly each had
 *     another size
 * @param unlikePaths how often they were not, as nearly each met others on its way
 * @param latestPs how much later a transfer ended at most because rates were renewed in batches, to
 *     first order, picoseconds
 * @param latestPart the same as part of the time that a transfer took; not of the same transfer as
 *     a rule
 */
public record FlowFigures(
    long transfers,
    long folded,
    long classes,
    long unfoldings,
    long unlikeSizes,
    long unlikePaths,
    double latestPs,
    double latestPart) {}

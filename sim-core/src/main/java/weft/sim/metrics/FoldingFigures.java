package weft.sim.metrics;

/**
 * How far a run was folded: interchangeable ranks are simulated once.
 *
 * @param ranks number of ranks
 * @param classes number of ranks that were simulated, one of each class; all of them if the run was
 *     not folded
 * @param simulatedShare of the connections that transfers use, the share that was simulated
 * @param keptFrom what kept it from folding further; empty if nothing did
 */
public record FoldingFigures(int ranks, int classes, double simulatedShare, String keptFrom) {}

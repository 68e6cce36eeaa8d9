package weft.topology.analyse;

/**
 * How far apart two GPUs are at most.
 *
 * @param hops links on the shortest up-down path between them
 * @param exact whether no pair is farther apart; if false, only that some pair is as far
 */
public record Diameter(int hops, boolean exact) {}

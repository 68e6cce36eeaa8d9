package weft.topology.analyse;

/**
 * How far apart two GPUs are at most.
 *
 * @param hops links on the shortest path between them that the routing rule of {@link Ladder}
 *     leaves, relayed paths included
 * @param exact whether no pair is farther apart; if false, only that some pair is as far
 */
public record Diameter(int hops, boolean exact) {}

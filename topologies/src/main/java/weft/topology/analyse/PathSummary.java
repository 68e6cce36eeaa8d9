package weft.topology.analyse;

/**
 * The shortest paths between two GPUs that stand for all pairs like them, under the routing rule of
 * {@link Ladder}.
 *
 * @param relation how near they stand
 * @param from name of the first GPU
 * @param to name of the other
 * @param hops links on a path; 0 if there is none
 * @param paths how many there are, parallel cables told apart; 0 if there is none
 * @param relayed whether they lead over another GPU of one of the two nodes, or one of each,
 *     because the rule leaves none that is direct
 */
public record PathSummary(
    Relation relation, String from, String to, int hops, long paths, boolean relayed) {}

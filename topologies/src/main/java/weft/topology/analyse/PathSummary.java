package weft.topology.analyse;

/**
 * The shortest up-down paths between two GPUs that stand for all pairs like them.
 *
 * @param relation how near they stand
 * @param from name of the first GPU
 * @param to name of the other
 * @param hops links on a path; 0 if there is none
 * @param paths how many there are, parallel cables told apart; 0 if the up-down rule leaves none
 */
public record PathSummary(Relation relation, String from, String to, int hops, long paths) {}

package weft.topology.analyse;

/**
 * One tier of a topology.
 *
 * @param name stable name in results, such as {@code leaf-spine}
 * @param label what people call it, such as {@code leaf–spine}
 * @param insideNode whether its links are built into the nodes
 * @param links how many cables, or built-in links, it has; each counts once, not per direction
 * @param rateBps line rate of one of them each way, bits per second; of the slowest if they differ
 * @param maxRateBps that of the fastest
 * @param latencyPs from the last bit leaving one device to its having passed the next, picoseconds,
 *     with modules, error correction and the delay of the cable; the longest if they differ
 * @param oversubscription how many times more payload can reach a switch from below than this tier
 *     can carry on: at each network switch where cables of the tier lead up or to a switch of the
 *     same level, the payload rates of all its cables downwards over those of its cables in this
 *     tier; the largest such ratio. 1 is full bandwidth, below 1 there is bandwidth to spare; 0
 *     where nothing comes from below. 1 for a tier between GPUs or from GPUs or NICs, where nothing
 *     is merged yet
 */
public record TierSummary(
    String name,
    String label,
    boolean insideNode,
    int links,
    long rateBps,
    long maxRateBps,
    long latencyPs,
    double oversubscription) {}

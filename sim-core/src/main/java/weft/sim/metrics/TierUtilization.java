package weft.sim.metrics;

/**
 * What one tier of links carried in a run.
 *
 * @param tier name of the tier, such as {@code leaf-spine}
 * @param label what people call it, such as {@code leaf–spine}
 * @param links number of directed links
 * @param rateBps line rate of its fastest link, bits per second
 * @param payloadRateBps what payload can use of that
 * @param mean carried bytes over what the tier could have carried as payload in the run, 0 … 1
 * @param max the same of its busiest link
 * @param busiestLink name of that link; the first where several are equal
 * @param besideBusiest mean of the links of the tier that begin, or end, at the same lower node as
 *     that one, itself included: of those that a switch chooses among
 * @param bytes sum over its links; a transfer counts on each link that it crosses
 */
public record TierUtilization(
    String tier,
    String label,
    int links,
    long rateBps,
    long payloadRateBps,
    double mean,
    double max,
    String busiestLink,
    double besideBusiest,
    long bytes) {}

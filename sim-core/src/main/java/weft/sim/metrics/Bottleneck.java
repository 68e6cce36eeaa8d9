package weft.sim.metrics;

/**
 * One thing that holds the run back.
 *
 * @param resource what it is: {@code compute}, the name of a tier, {@code bubble} or {@code
 *     latency}
 * @param share its share of the time, 0 … 1
 * @param explanation one sentence with figures
 */
public record Bottleneck(String resource, double share, String explanation) {}

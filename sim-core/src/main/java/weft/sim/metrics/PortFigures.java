package weft.sim.metrics;

/**
 * What happened at the port that feeds a link.
 *
 * @param link its name
 * @param tier name of its tier
 * @param pauses how often it was paused
 * @param pausedPs for how long altogether, picoseconds
 * @param marked packets that it marked
 * @param trimmed packets that lost their payload there
 * @param dropped packets that it had no room for, acknowledgements and the like included
 * @param peakBytes greatest depth of one of its queues
 */
public record PortFigures(
    String link,
    String tier,
    long pauses,
    long pausedPs,
    long marked,
    long trimmed,
    long dropped,
    long peakBytes) {}

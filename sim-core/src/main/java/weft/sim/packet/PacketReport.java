package weft.sim.packet;

/**
 * What happened to the packets of a run, all ports together.
 *
 * @param sent data packets that hosts sent, repetitions included
 * @param repeated those of them that had been sent before
 * @param timeouts how often a flow gave up packets that it had not heard of for too long
 * @param dropped data packets that a switch had no room for, or that were lost on failed links
 * @param trimmed data packets that lost their payload there
 * @param marked marks given to packets
 * @param pauses pause frames that stopped a port
 * @param pausedPs time for which ports were stopped, added up, picoseconds
 * @param storms pauses longer than {@link Watchdogs#stormPs}
 * @param mostLive most packets alive at once
 * @param skippedPackets data packets of steady states that were not simulated; all else here is of
 *     those that were
 * @param skippedPs the time of these states, picoseconds
 */
public record PacketReport(
    long sent,
    long repeated,
    long timeouts,
    long dropped,
    long trimmed,
    long marked,
    long pauses,
    long pausedPs,
    long storms,
    int mostLive,
    long skippedPackets,
    long skippedPs) {}

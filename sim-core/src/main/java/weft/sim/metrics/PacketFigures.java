package weft.sim.metrics;

import java.util.List;

/**
 * What happened to the packets of a run.
 *
 * @param sent data packets that hosts sent, repetitions included
 * @param repeated those of them that had been sent before
 * @param timeouts how often a flow gave up packets that it had not heard of for too long
 * @param dropped data packets that a switch had no room for, or that were lost on failed links
 * @param trimmed data packets that lost their payload there
 * @param marked marks given to packets
 * @param pauses pause frames that stopped a port
 * @param pausedPs time for which ports were stopped, added up, picoseconds
 * @param storms pauses that lasted longer than the threshold of a PFC storm
 * @param mostAlive most packets alive at once
 * @param skippedPackets data packets of steady states that were not simulated
 * @param skippedPs the time of these states, picoseconds
 * @param ports those where most happened, worst first: by losses, pauses, marks and depth
 */
public record PacketFigures(
    long sent,
    long repeated,
    long timeouts,
    long dropped,
    long trimmed,
    long marked,
    long pauses,
    long pausedPs,
    long storms,
    int mostAlive,
    long skippedPackets,
    long skippedPs,
    List<PortFigures> ports) {

  public PacketFigures {
    ports = List.copyOf(ports);
  }
}

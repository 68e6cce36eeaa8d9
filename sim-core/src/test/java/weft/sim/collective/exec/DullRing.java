package weft.sim.collective.exec;

import weft.sim.collective.RingSchedule;
import weft.sim.unit.Durations;

/**
 * A ring step by step, as dull as can be: in step <i>s</i> a position sends when it has received
 * the chunk of step s − 1 and its own link is free; one chunk at a time.
 */
final class DullRing {

  private DullRing() {}

  /**
   * When the last chunk has arrived, picoseconds.
   *
   * @param ratesBps of the link from each position to the next
   * @param latenciesPs of the same, step costs included
   */
  static long endPs(RingSchedule schedule, long[] ratesBps, long[] latenciesPs) {
    int ranks = schedule.ranks();
    long[] linkFree = new long[ranks];
    long[] received = new long[ranks];
    for (int step = 0; step < schedule.steps(); step++) {
      long[] receivedBefore = received.clone();
      for (int position = 0; position < ranks; position++) {
        long startPs = Math.max(receivedBefore[position], linkFree[position]);
        long bytes = schedule.chunkBytes(schedule.chunk(position, step));
        linkFree[position] = startPs + Durations.serializationPs(bytes, ratesBps[position]);
        received[(position + 1) % ranks] = linkFree[position] + latenciesPs[position];
      }
    }
    long end = 0;
    for (long time : received) {
      end = Math.max(end, time);
    }
    return end;
  }
}

package weft.sim.collective.exec;

import weft.sim.collective.cost.Charges;
import weft.sim.unit.Durations;

/**
 * A schedule as streams: what a connection carries in a phase is one transfer, and the duration
 * follows from how long these take.
 *
 * <p>Two things are known apart from each other. The steps, run through without a network on
 * connections that are alone ({@link LoneSteps}), give the time that waiting for each other takes:
 * D. The streams, all at once over the network, give the time <i>F</i> that sharing links takes, of
 * which the lanes would have needed <i>A</i> if they were alone: the longest sum of the streams of
 * one lane, which sends them one after the other. The collective takes D + (F − A), or D if A is
 * longer.
 *
 * <p>Where data goes through in one pass, the streams of a phase start when those of the phase
 * before have ended, as its messages do; in several passes all phases are under way at once, and so
 * are their streams.
 *
 * <p><b>Caveat.</b> What a lane waits for may be just the time in which others use its links: then
 * it takes less, at least the longer of D and F. {@code ScheduleStreamsTest} has figures.
 */
final class ScheduleStreams {

  private final PlacedSchedule placed;
  private final Charges charges;
  private final long[] stepBytes;

  /** Of each stream, all that it carries. */
  private final long[] bytes;

  /** Of each start of streams: the longest drain, the same at lowest rates, and the lanes' need. */
  private final long[] drains;

  private final long[] slowestDrains;
  private final long[] lone;

  ScheduleStreams(PlacedSchedule placed, Charges charges, long[] stepBytes) {
    this.placed = placed;
    this.charges = charges;
    this.stepBytes = stepBytes;
    Lanes lanes = placed.lanes();
    int streams = lanes.streams();
    bytes = new long[streams];
    for (int step = 0; step < stepBytes.length; step++) {
      if (lanes.stream(step) != Lanes.NONE) {
        bytes[lanes.stream(step)] += stepBytes[step];
      }
    }
    int phases = streams == 0 ? 0 : charges.passes() > 1 ? 1 : lanes.streamPhase(streams - 1) + 1;
    drains = new long[phases];
    slowestDrains = new long[phases];
    lone = new long[phases];
    long[][] ofLane = new long[phases][lanes.count()];
    for (int stream = 0; stream < streams; stream++) {
      int connection = lanes.streamConnection(stream);
      long[] sums = ofLane[phase(stream)];
      int sender = lanes.sender(connection);
      sums[sender] += Durations.serializationPs(bytes[stream], placed.rateBps(connection));
      lone[phase(stream)] = Math.max(lone[phase(stream)], sums[sender]);
    }
  }

  /** How many times streams are started. */
  int phases() {
    return drains.length;
  }

  /** With which of them a stream is. */
  int phase(int stream) {
    return phases() == 1 ? 0 : placed.lanes().streamPhase(stream);
  }

  /** All that a stream carries, bytes on the wire. */
  long bytes(int stream) {
    return bytes[stream];
  }

  /**
   * A stream has been delivered.
   *
   * @param afterPs how long after its start
   * @param slowestDrainPs how long it would have taken to leave at its lowest rate; −1 if that is
   *     not known
   */
  void delivered(int stream, long afterPs, long slowestDrainPs) {
    int phase = phase(stream);
    long drainPs = afterPs - placed.latencyPs(placed.lanes().streamConnection(stream));
    drains[phase] = Math.max(drains[phase], drainPs);
    slowestDrains[phase] = Math.max(slowestDrains[phase], Math.max(drainPs, slowestDrainPs));
  }

  /** How long the collective takes from its launch on, picoseconds. */
  long durationPs() {
    long sum = new LoneSteps(placed, charges).durationPs(stepBytes);
    for (int phase = 0; phase < phases(); phase++) {
      sum = Durations.add(sum, Math.max(0, drains[phase] - lone[phase]));
    }
    return sum;
  }

  /**
   * How much longer it may take if the slowest streams had their lowest rates all the time,
   * picoseconds. Where only streams of the same collective share links, it takes no longer.
   */
  double latenessPs() {
    double sum = 0;
    for (int phase = 0; phase < phases(); phase++) {
      sum +=
          slowestDrains[phase] == Durations.NEVER
              ? Double.POSITIVE_INFINITY
              : slowestDrains[phase] - drains[phase];
    }
    return sum;
  }
}

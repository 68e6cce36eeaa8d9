package weft.sim.collective.exec;

import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.cost.Charges;

/** What goes round the rings of a group in a collective. */
final class RingLoads {

  private final Rings rings;

  /** Of each channel. */
  private final RingSchedule[] schedules;

  private Operation operation = Operation.ALL_REDUCE;
  private long bytes = -1;
  private Charges charges;

  RingLoads(Rings rings, Charges charges) {
    this.rings = rings;
    this.charges = charges;
    schedules = new RingSchedule[rings.channels()];
  }

  /** From now on it is a collective of this size, at these charges. */
  void set(Operation operation, long bytes, Charges charges) {
    this.charges = charges;
    rings.charge(charges);
    if (rings.ranks() > 1 && (bytes != this.bytes || operation != this.operation)) {
      for (int channel = 0; channel < schedules.length; channel++) {
        schedules[channel] = rings.schedule(operation, bytes, channel);
      }
    }
    this.operation = operation;
    this.bytes = bytes;
  }

  /** What the library adds. */
  Charges charges() {
    return charges;
  }

  /** What goes round the ring of a channel. */
  RingSchedule schedule(int channel) {
    return schedules[channel];
  }

  /** What a position of a channel sends, bytes on the wire. */
  long wireBytes(int channel, int position) {
    return rings.ring(channel).wireBytes(position, schedules[channel].sentBytes(position), charges);
  }

  /** What it sends in a step: its bytes are divided as equally as can be. */
  long stepBytes(int channel, int position, int step) {
    long sent = wireBytes(channel, position);
    int steps = schedules[channel].steps();
    return sent / steps + (step < sent % steps ? 1 : 0);
  }
}

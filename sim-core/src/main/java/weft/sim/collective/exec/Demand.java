package weft.sim.collective.exec;

import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;
import weft.sim.unit.Durations;

/** What a collective of a group asks of the network and of the library, however it is done. */
public final class Demand {

  /** Sees what is sent over a connection. */
  @FunctionalInterface
  public interface Sends {

    /**
     * What one end of transfers sends to another, all messages together.
     *
     * @param bytes on the wire
     */
    void send(int source, int destination, int flow, long bytes);
  }

  private final Communicator communicator;
  private final Operation operation;
  private final long bytes;

  /** Of a collective of this size, as {@link Operation} counts it. */
  public Demand(Communicator communicator, Operation operation, long bytes) {
    this.communicator = communicator;
    this.operation = operation;
    this.bytes = bytes;
  }

  /** Shows what is sent over each connection. */
  public void visit(Sends sends) {
    if (communicator.ranks() == 1 || communicator.time() != null) {
      return;
    }
    Plan plan = communicator.plan(operation, bytes);
    Schedule schedule = plan.schedule();
    if (schedule == null) {
      visitRings(plan.charges(), sends);
    } else {
      communicator.placed(schedule).visitDemand(bytes, plan.charges(), sends);
    }
  }

  /** Of each step of the schedule by which it is done, what it sends, bytes on the wire. */
  long[] stepBytes(PlacedSchedule placed) {
    return placed.wireBytes(bytes, communicator.plan(operation, bytes).charges());
  }

  private void visitRings(Charges charges, Sends sends) {
    Rings rings = communicator.rings();
    for (int channel = 0; channel < rings.channels(); channel++) {
      for (int position = 0; position < rings.ranks(); position++) {
        long sent = rings.sentBytes(operation, bytes, channel, position);
        sends.send(
            rings.endpoint(channel, position),
            rings.receiver(channel, position),
            rings.flow(channel),
            rings.ring(channel).wireBytes(position, sent, charges));
      }
    }
  }

  /**
   * What it takes without any bytes, launch, steps and chunks of the library included, picoseconds;
   * all of it, if its time is given.
   */
  public long latencyPs() {
    KnownTime time = communicator.time();
    if (time != null) {
      return time.durationPs(bytes);
    }
    Plan plan = communicator.plan(operation, bytes);
    Charges charges = plan.charges();
    if (communicator.ranks() == 1) {
      return charges.launchPs();
    }
    Schedule schedule = plan.schedule();
    return Durations.add(
        Durations.add(charges.launchPs(), charges.chunksPs()),
        schedule == null
            ? aroundRingsPs(charges)
            : new LoneSteps(communicator.placed(schedule), charges).withoutBytesPs());
  }

  private long aroundRingsPs(Charges charges) {
    Rings rings = communicator.rings();
    int steps = rings.steps(operation);
    double longestPs = 0;
    for (int channel = 0; channel < rings.channels(); channel++) {
      longestPs = Math.max(longestPs, rings.ring(channel).longestLatencyPs(steps, charges));
    }
    return (long) longestPs;
  }
}

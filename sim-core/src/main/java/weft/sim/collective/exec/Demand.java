package weft.sim.collective.exec;

import java.util.OptionalLong;
import weft.sim.collective.Operation;
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
    if (communicator.ranks() == 1 || communicator.given(bytes).isPresent()) {
      return;
    }
    Plan plan = communicator.plan(operation, bytes);
    if (plan == null || plan.schedule() == null) {
      visitRings(plan == null ? communicator.ringCharges() : plan.charges(), sends);
      return;
    }
    communicator.placed(plan.schedule()).visitDemand(bytes, plan.charges(), sends);
  }

  /** Of each step of the schedule by which it is done, what it sends, bytes on the wire. */
  long[] stepBytes(PlacedSchedule placed) {
    Plan plan = communicator.plan(operation, bytes);
    return placed.wireBytes(bytes, plan == null ? communicator.ringCharges() : plan.charges());
  }

  private void visitRings(Charges charges, Sends sends) {
    int ranks = communicator.ranks();
    for (int channel = 0; channel < communicator.channels(); channel++) {
      for (int position = 0; position < ranks; position++) {
        long sent = communicator.sentBytes(operation, bytes, channel, position);
        sends.send(
            communicator.endpoint(channel, position),
            communicator.endpoint(channel, (position + 1) % ranks),
            communicator.flow(channel),
            communicator.ring(channel).wireBytes(position, sent, charges));
      }
    }
  }

  /**
   * What it takes without any bytes, launch, steps and chunks of the library included, picoseconds;
   * all of it, if its time is given.
   */
  public long latencyPs() {
    OptionalLong given = communicator.given(bytes);
    if (given.isPresent()) {
      return given.getAsLong();
    }
    Plan plan = communicator.plan(operation, bytes);
    Charges charges = plan == null ? communicator.ringCharges() : plan.charges();
    if (communicator.ranks() == 1) {
      return charges.launchPs();
    }
    return Durations.add(
        Durations.add(charges.launchPs(), charges.chunksPs()),
        plan == null || plan.schedule() == null
            ? aroundRingsPs(charges)
            : new LoneSteps(communicator.placed(plan.schedule()), charges).withoutBytesPs());
  }

  private long aroundRingsPs(Charges charges) {
    int steps = communicator.steps(operation);
    double longestPs = 0;
    for (int channel = 0; channel < communicator.channels(); channel++) {
      longestPs = Math.max(longestPs, communicator.ring(channel).longestLatencyPs(steps, charges));
    }
    return (long) longestPs;
  }
}

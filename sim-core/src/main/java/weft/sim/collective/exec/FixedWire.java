package weft.sim.collective.exec;

import weft.sim.collective.cost.Charges;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.unit.Durations;

/**
 * Runs a schedule on connections that take a known time for each message: no network, a clock of
 * its own. So the steps of a schedule follow from the times of streams.
 */
final class FixedWire implements LaneRun.Wire {

  /** How long a step's message keeps its connection busy, picoseconds. */
  interface Times {
    /** The time of what a step sends in one pass. */
    long sendPs(int step);
  }

  private final Engine engine = new Engine(new BucketEventQueue());
  private final PlacedSchedule placed;
  private final Charges charges;
  private final Times times;
  private final LaneRun lanes;
  private final int onLeft;
  private final int onArrived;
  private final int onRested;

  private FixedWire(PlacedSchedule placed, Charges charges, int passes, Times times) {
    this.placed = placed;
    this.charges = charges;
    this.times = times;
    lanes = new LaneRun(placed.lanes(), passes, this);
    onLeft = engine.register(connection -> lanes.left((int) connection));
    onArrived = engine.register(connection -> lanes.arrived((int) connection));
    onRested = engine.register(lane -> lanes.rested((int) lane));
  }

  /** How long the passes take, picoseconds. */
  static long durationPs(PlacedSchedule placed, Charges charges, int passes, Times times) {
    FixedWire wire = new FixedWire(placed, charges, passes, times);
    wire.lanes.start(placed.representatives());
    wire.engine.run(RunWatch.NONE);
    if (!wire.lanes.isFinished()) {
      throw new IllegalStateException("a schedule that gets stuck: " + wire.lanes.stuck());
    }
    return wire.engine.nowPs();
  }

  @Override
  public void send(int connection, int step, int pass) {
    long sendPs = times.sendPs(step);
    engine.scheduleAfter(sendPs, onLeft, connection);
    engine.scheduleAfter(
        Durations.add(
            sendPs,
            Durations.add(placed.latencyPs(connection), placed.stepPs(connection, charges))),
        onArrived,
        connection);
  }

  @Override
  public boolean rest(int lane) {
    if (charges.passPs() > 0) {
      engine.scheduleAfter(charges.passPs(), onRested, lane);
    }
    return charges.passPs() > 0;
  }
}

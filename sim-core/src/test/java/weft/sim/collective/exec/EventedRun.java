package weft.sim.collective.exec;

import weft.sim.collective.cost.Charges;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.unit.Durations;

/** What {@link LoneRun} works out, event by event. */
final class EventedRun implements LaneRun.Wire {

  private final Engine engine = new Engine(new BucketEventQueue());
  private final PlacedSchedule placed;
  private final Charges charges;
  private final long[] sendPs;
  private final LaneRun lanes;
  private final int onLeft;
  private final int onArrived;

  private EventedRun(PlacedSchedule placed, Charges charges, int passes, long[] sendPs) {
    this.placed = placed;
    this.charges = charges;
    this.sendPs = sendPs;
    lanes = new LaneRun(placed.lanes(), passes, this);
    onLeft = engine.register(connection -> lanes.left((int) connection));
    onArrived = engine.register(connection -> lanes.arrived((int) connection));
  }

  /** How long the passes take, picoseconds. */
  static long durationPs(PlacedSchedule placed, Charges charges, int passes, long[] sendPs) {
    EventedRun wire = new EventedRun(placed, charges, passes, sendPs);
    wire.lanes.start();
    wire.engine.run(RunWatch.NONE);
    if (!wire.lanes.isFinished()) {
      throw new IllegalStateException("a schedule that gets stuck");
    }
    return wire.engine.nowPs();
  }

  @Override
  public void send(int connection, int step, int pass) {
    engine.scheduleAfter(sendPs[step], onLeft, connection);
    engine.scheduleAfter(
        Durations.add(
            sendPs[step],
            Durations.add(placed.latencyPs(connection), placed.stepPs(connection, charges))),
        onArrived,
        connection);
  }
}

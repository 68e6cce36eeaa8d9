package weft.sim.event;

/** Looks on while the engine runs, every 65,536 events. */
@FunctionalInterface
public interface RunWatch {

  /** Lets the engine run to its end. */
  RunWatch NONE = (nowPs, events) -> true;

  /**
   * Called between two events.
   *
   * @param nowPs simulated time, picoseconds
   * @param events events handled so far
   * @return false to interrupt the run
   */
  boolean proceed(long nowPs, long events);
}

package weft.sim.collective.exec;

import weft.sim.collective.Operation;

/** How one group does its collectives. The same arguments give the same plan for the whole run. */
@FunctionalInterface
public interface Planner {

  /**
   * The plan of a collective.
   *
   * @param bytes its size, as {@link Operation} counts it
   * @throws IllegalArgumentException if what is asked for is impossible, with the reason
   */
  Plan plan(Operation operation, long bytes);
}

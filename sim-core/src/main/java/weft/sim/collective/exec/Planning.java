package weft.sim.collective.exec;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;

/** How all groups of a run do their collectives. */
@FunctionalInterface
public interface Planning {

  /** Round rings, at the step costs of the run. */
  Planning RINGS = (members, shape) -> null;

  /**
   * How a group does its collectives.
   *
   * @param members endpoint of each rank
   * @param shape where they are
   * @return null if round rings, at the step costs of the run
   */
  @Nullable Planner planner(int[] members, GroupShape shape);
}

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

  /**
   * Where the ranks of a group are, if that has been looked up already; else null.
   *
   * @param members endpoint of each rank
   */
  default @Nullable GroupShape shape(int[] members) {
    return null;
  }

  /**
   * One group only.
   *
   * @param shape where its ranks are
   * @param planner how it does its collectives; null if round rings, at the step costs of the run
   */
  static Planning of(GroupShape shape, @Nullable Planner planner) {
    return new Planning() {
      @Override
      public @Nullable Planner planner(int[] members, GroupShape any) {
        return planner;
      }

      @Override
      public GroupShape shape(int[] members) {
        return shape;
      }
    };
  }
}

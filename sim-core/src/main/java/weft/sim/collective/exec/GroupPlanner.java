package weft.sim.collective.exec;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import weft.sim.collective.Operation;
import weft.sim.collective.cost.Chooser;

/** Does whatever a group does as a library chooses for each operation and size. */
public final class GroupPlanner implements Planner {

  private final Function<Operation, Chooser> choosers;
  private final Map<Operation, Planner> planners = new EnumMap<>(Operation.class);

  /**
   * A planner of a group.
   *
   * @param choosers of each operation, for the group
   */
  public GroupPlanner(Function<Operation, Chooser> choosers) {
    this.choosers = choosers;
  }

  @Override
  public Plan plan(Operation operation, long bytes) {
    return planners
        .computeIfAbsent(
            operation, any -> new LibraryPlanner(operation, choosers.apply(operation), 0))
        .plan(operation, bytes);
  }
}

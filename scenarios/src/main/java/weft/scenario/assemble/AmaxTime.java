package weft.scenario.assemble;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import weft.sim.collective.GroupShape;
import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.LinkRates;
import weft.sim.collective.cost.Request;
import weft.sim.run.GroupLinks;
import weft.sim.workload.llm.TrainingPlan;

/**
 * How long it takes to reduce the greatest values of 8-bit tensors: as the cost model has what the
 * library does with so few bytes, whether or not all else goes by a library. Of groups that are
 * placed in different ways, that of the slowest.
 */
final class AmaxTime {

  private AmaxTime() {}

  /**
   * The time for a plan.
   *
   * @param placement endpoint of each rank
   * @param fabric is asked for only if anything is reduced: looking at one takes time
   */
  static KnownTime of(
      TrainingPlan plan, int[] placement, Supplier<GroupLinks> fabric, LibraryCosts library) {
    if (!plan.reducesAmax()) {
      return KnownTime.AT_ONCE;
    }
    GroupLinks links = fabric.get();
    Map<Key, Chooser> choosers = new HashMap<>();
    for (int[] group : plan.amaxGroups()) {
      int[] members = Arrays.stream(group).map(rank -> placement[rank]).toArray();
      choosers.computeIfAbsent(
          Key.of(members, links),
          any -> links.chooser(Request.of(Operation.ALL_REDUCE), members, library));
    }
    return bytes ->
        choosers.values().stream()
            .mapToLong(chooser -> Math.round(chooser.choice(bytes).timePs()))
            .max()
            .orElse(0);
  }

  /** What the time of a group hangs on: its ranks on each of its nodes, and how far they are. */
  private record Key(List<Integer> sizes, LinkRates rates) {

    static Key of(int[] members, GroupLinks links) {
      GroupShape shape = links.shape(members, false);
      return new Key(
          IntStream.range(0, shape.nodes()).map(shape::size).boxed().toList(),
          links.of(members, shape));
    }
  }
}

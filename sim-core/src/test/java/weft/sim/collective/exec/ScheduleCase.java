package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** A collective on nodes of so many GPUs each, as a case of a test. */
record ScheduleCase(Operation operation, Algorithm algorithm, int[] nodes) {

  @Override
  public String toString() {
    return "%s %s on %d nodes of %d"
        .formatted(algorithm.text(), operation.text(), nodes.length, nodes[0]);
  }

  /** All that can be done on each of some groups of nodes. */
  static List<ScheduleCase> of(int[][] groups) {
    List<ScheduleCase> cases = new ArrayList<>();
    for (int[] nodes : groups) {
      GroupShape shape = GroupShape.ofNodes(nodes).withMulticast();
      for (Algorithm algorithm : Algorithm.values()) {
        for (Operation operation : Operation.values()) {
          if (Schedules.refusal(operation, algorithm, shape) == null) {
            cases.add(new ScheduleCase(operation, algorithm, nodes));
          }
        }
      }
    }
    return cases;
  }
}

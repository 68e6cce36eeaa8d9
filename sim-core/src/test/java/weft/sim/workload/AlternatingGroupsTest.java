package weft.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.collective.NodeCopies;
import weft.sim.collective.Operation;
import weft.sim.fixture.RailNodes;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/** Groups that are used in turn do not disturb each other. */
final class AlternatingGroupsTest {

  private static final NodeCopies COPIES =
      new NodeCopies(8, some -> 1 - Math.pow(0.9, some.length));

  private static SimulationResult run(boolean alternate) {
    ProgramBuilder builder = new ProgramBuilder(8);
    int[][] all = {{0, 1, 2, 3, 4, 5, 6, 7}};
    int there = builder.groups("there", all, COPIES);
    int back =
        alternate
            ? builder.alternating("back", there, COPIES.back())
            : builder.groups("back", all, COPIES.back());
    Role role = builder.role(1);
    for (int i = 0; i < 50; i++) {
      role.collective(0, there, Operation.ALL_TO_ALL, 1_000_000, Activity.EXPERT_PARALLEL);
      role.compute(0, 1_000_000);
      role.collective(0, back, Operation.ALL_TO_ALL, 1_000_000, Activity.EXPERT_PARALLEL);
    }
    for (int rank = 0; rank < 8; rank++) {
      builder.assign(rank, role);
    }
    return Simulation.run(
        SimulationSpec.of(RailNodes.of(4, 4), builder.build()).withMode(RunMode.AUDIT));
  }

  /** Each is simulated once, and repeated from then on. */
  @Test
  void theyTakeAsLongAndNeedNotBeSimulatedAgain() {
    SimulationResult once = run(true);
    SimulationResult each = run(false);
    assertThat(once.endPs()).isEqualTo(each.endPs());
    assertThat(once.utilization("wire").bytes()).isEqualTo(each.utilization("wire").bytes());
    assertThat(once.engine().events()).isLessThan(each.engine().events() / 5);
  }
}

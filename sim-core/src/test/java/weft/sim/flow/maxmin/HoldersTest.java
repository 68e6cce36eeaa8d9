package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is named of those that hold a flow. */
final class HoldersTest {

  /** Links 0 and 1 of 4 are full with the same two flows: the first in the order is named. */
  @Test
  void theOrderDecidesBetweenLinksThatHoldAlike() {
    MaxMinSystem system = Systems.uniform(new double[] {4, 4}, new int[] {0, 1}, new int[] {1, 0});
    int[] named = new int[2];
    double[] rates = new double[2];
    new MaxMinSolver().solve(system, rates, named);
    Holders holders = new Holders();
    holders.find(system, rates);
    holders.name(system, rates, named, link -> link);
    assertThat(named).containsExactly(0, 0);
    holders.name(system, rates, named, link -> -link);
    assertThat(named).containsExactly(1, 1);
    assertThat(holders.holds(system, 0, 0)).isTrue();
    assertThat(holders.holds(system, 0, 1)).isTrue();
  }

  /** A link that is full does not hold a flow that has less than others there. */
  @Test
  void aFullLinkHoldsThoseThatHaveMostOfIt() {
    MaxMinSystem system =
        Systems.uniform(new double[] {6, 1}, new int[] {0}, new int[] {0, 1}, new int[] {0});
    int[] named = new int[3];
    double[] rates = new double[3];
    new MaxMinSolver().solve(system, rates, named);
    Holders holders = new Holders();
    holders.find(system, rates);
    holders.name(system, rates, named, link -> link);
    assertThat(named).containsExactly(0, 1, 0);
  }

  /** Weights, caps, shares and priorities by chance. */
  @Test
  void agreesWithTheDullOne() {
    int several = 0;
    Holders holders = new Holders();
    MaxMinSolver solver = new MaxMinSolver();
    for (long seed = 0; seed < 3_000; seed++) {
      MaxMinSystem system = Systems.random(new Random(seed));
      double[] rates = new double[system.flows()];
      int[] solved = new int[system.flows()];
      solver.solve(system, rates, solved);
      int[] named = solved.clone();
      holders.find(system, rates);
      holders.name(system, rates, named, link -> link);
      for (int flow = 0; flow < named.length; flow++) {
        assertThat(named[flow])
            .as("flow %d, seed %d", flow, seed)
            .isEqualTo(DullHolders.first(system, rates, flow));
        several += named[flow] != solved[flow] ? 1 : 0;
      }
    }
    assertThat(several).as("flows that a solver names another link for").isGreaterThan(20);
  }
}

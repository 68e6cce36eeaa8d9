package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.FlowFigures;
import weft.sim.workload.FlowList;

/** What batches of completions cost, against the exact run. */
final class CompletionBatchTest {

  private static final int HOSTS = 24;
  private static final Fabric STAR = FabricSketch.star(HOSTS, 100_000_000_000L, 500_000);

  /** Four leaves of six hosts under three spines, a third of the rate of the hosts above them. */
  private static Fabric narrowLeaves() {
    FabricSketch sketch = new FabricSketch();
    for (int host = 0; host < HOSTS; host++) {
      sketch.gpus("h" + host);
    }
    sketch.switches(1, "l0", "l1", "l2", "l3").switches(2, "s0", "s1", "s2");
    for (int host = 0; host < HOSTS; host++) {
      sketch.cable("h" + host, "l" + host / 6, 100_000_000_000L, 500_000);
    }
    for (int cable = 0; cable < 12; cable++) {
      sketch.cable("l" + cable / 3, "s" + cable % 3, 70_000_000_000L, 500_000);
    }
    return sketch.build();
  }

  static List<Arguments> batches() {
    List<Arguments> batches = new ArrayList<>();
    for (double batch : new double[] {0.01, 0.05, FlowNetwork.MOST_COMPLETION_BATCH}) {
      batches.add(Arguments.of("a star", STAR, batch));
      batches.add(Arguments.of("narrow leaves", narrowLeaves(), batch));
    }
    return batches;
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("batches")
  void theErrorIsWithinWhatTheResultSays(String name, Fabric fabric, double batch) {
    SimulationSpec spec = SimulationSpec.of(fabric, allToAll()).withMode(RunMode.AUDIT);
    SimulationResult exact = Simulation.run(spec);
    SimulationResult batched =
        Simulation.run(spec.withFlowNetwork(FlowNetwork.DEFAULT.withCompletionBatch(batch)));
    FlowFigures figures = batched.flowLevel();
    double mostPs = 0;
    double mostPart = 0;
    double sumPart = 0;
    for (int flow = 0; flow < spec.flows().count(); flow++) {
      double exactPs = exact.flowTimes().completionPs(flow);
      double latePs = batched.flowTimes().completionPs(flow) - exactPs;
      mostPs = Math.max(mostPs, latePs);
      mostPart = Math.max(mostPart, latePs / exactPs);
      sumPart += latePs / exactPs;
    }
    assertThat(batched.endPs()).isEqualTo(batched.flows().maxPs());
    assertThat(mostPs).isPositive().isLessThanOrEqualTo(figures.latestPs());
    assertThat(mostPart).isLessThanOrEqualTo(figures.latestPart());
    assertThat(figures.latestPs()).isLessThan(2.5 * mostPs);
    assertThat(figures.latestPart()).isLessThan(2.5 * mostPart);
    assertThat(sumPart / spec.flows().count()).isBetween(0.0, batch);
    assertThat(batched.utilization().get(0).bytes()).isEqualTo(exact.utilization().get(0).bytes());
  }

  @Test
  void anExactRunSaysThatItIsNotLate() {
    FlowFigures figures = Simulation.run(SimulationSpec.of(STAR, allToAll())).flowLevel();
    assertThat(figures.latestPs()).isZero();
    assertThat(figures.latestPart()).isZero();
  }

  @Test
  void partsOfTheTimeAreFromNoneToATenth() {
    assertThatThrownBy(() -> FlowNetwork.DEFAULT.withCompletionBatch(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.1");
    assertThatThrownBy(() -> FlowNetwork.DEFAULT.withCompletionBatch(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5");
    assertThatThrownBy(() -> FlowNetwork.DEFAULT.withCompletionBatch(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FlowList allToAll() {
    Random random = new Random(1);
    FlowList.Builder flows = new FlowList.Builder();
    for (int distance = 1; distance < HOSTS; distance++) {
      for (int source = 0; source < HOSTS; source++) {
        flows.add(source, (source + distance) % HOSTS, 500_000L + random.nextInt(1_000_000), 0);
      }
    }
    return flows.build();
  }
}

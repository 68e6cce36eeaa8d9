package weft.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.fixture.NetworkRun;
import weft.sim.transfer.NetworkModelContract;

/** The contract, and that nobody notices anybody. */
final class AnalyticModelTest extends NetworkModelContract {

  @Override
  protected NetworkRun.ModelFactory model() {
    return AnalyticModel::new;
  }

  /** {@code a ── b}: two at once, each as if alone. */
  @Test
  void c01NothingIsShared() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(0, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsExactly(25 * NS, 25 * NS);
  }
}

package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;

/**
 * Transfers that rates wait for 10 ps each time: one that gets 3 instead of 2 then could have ended
 * 10 (1 − 2/3) = 10/3 ps earlier.
 */
final class LatenessTest {

  private static final double PART = 0.5;
  private static final int LINKS = 2;

  private final Engine engine = new Engine(new BucketEventQueue());
  private final Lateness lateness = new Lateness(engine, PART, LINKS);

  @Test
  void whatALinkTellsIsWhatEachOfItsTransfersWouldBeTold() {
    start(0, 1);
    waitFor(10);
    lateness.onRate(0, 2, 3);
    lateness.onRate(1, 2, 3);
    lateness.onRenewed();
    lateness.join(1, 0);
    waitFor(10);
    lateness.onRate(0, 3, 5);
    lateness.onLevel(0, 3, 5);
    lateness.onRenewed();
    waitFor(10);
    lateness.onRate(0, 5, 4);
    lateness.onLevel(0, 5, 4);
    lateness.onRenewed();
    lateness.leave(1, 0);
    double latePs = 10 * (1 - 2 / 3.0) + 10 * (1 - 3 / 5.0);
    assertLate(1, latePs);
    assertLate(0, latePs);
  }

  /**
   * One goes from a link of rate 2 to one of rate 3, which has 4 then; one that was there stays.
   */
  @Test
  void aTransferThatMovesIsOwedWhatItsOwnRateRises() {
    start(0, 1);
    lateness.join(0, 0);
    lateness.join(1, 1);
    waitFor(10);
    lateness.onMoved(0, 0, 2, 1, 3, 4);
    lateness.onLevel(0, 2, 2.5);
    lateness.onLevel(1, 3, 4);
    lateness.onRenewed();
    lateness.leave(0, 1);
    lateness.leave(1, 1);
    assertLate(1, 10 * (1 - 3 / 4.0));
    assertLate(0, 10 * (1 - 2 / 4.0));
  }

  /** Of which a transfer that comes later is not told. */
  @Test
  void whatALinkToldBeforeIsNotOwedToWhoComesLater() {
    start(0, 1);
    lateness.join(0, 0);
    waitFor(10);
    lateness.onLevel(0, 1, 2);
    lateness.onRenewed();
    lateness.join(1, 0);
    lateness.leave(1, 0);
    assertLate(1, 0);
    lateness.leave(0, 0);
    assertLate(0, 5);
  }

  private void start(int... flows) {
    for (int flow : flows) {
      lateness.onStart(flow);
      lateness.onRate(flow, 0, 2);
    }
  }

  private void waitFor(long ps) {
    lateness.renewalPs(engine.nowPs(), engine.nowPs());
    int handler = engine.register(any -> {});
    engine.scheduleAfter(ps, handler, 0);
    engine.run(RunWatch.NONE);
  }

  /** None that has ended before was later. */
  private void assertLate(int flow, double latePs) {
    lateness.onEnd(flow, 100);
    assertThat(lateness.mostPs()).isCloseTo(latePs, within(1e-9));
    assertThat(lateness.mostPart()).isCloseTo(latePs / 100, within(1e-9));
  }
}

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

  /** Link 1 rises from 1 to 2 after 10 ps before the transfer comes to it: 5 that are not its. */
  @Test
  void whatALinkToldBeforeIsNotOwedToWhoMovesThere() {
    start(0);
    lateness.join(0, 0);
    waitFor(10);
    lateness.onLevel(1, 1, 2);
    lateness.onRenewed();
    waitFor(10);
    lateness.onMoved(0, 0, 2, 1, 2, 2);
    lateness.onRenewed();
    lateness.leave(0, 1);
    assertLate(0, 0);
  }

  /** 10 (1 − 2/4) and 10 (1 − 4/5). */
  @Test
  void whatIsLostIsAddedUp() {
    start(0);
    waitFor(10);
    lateness.onRate(0, 2, 4);
    lateness.onRenewed();
    waitFor(10);
    lateness.onRate(0, 4, 5);
    lateness.onRenewed();
    assertLate(0, 5 + 2);
  }

  /** Nor one that starts while others wait, or whose rate falls. */
  @Test
  void whoDoesNotWaitLosesNothing() {
    start(0);
    waitFor(10);
    start(1);
    lateness.onRate(0, 2, 1);
    lateness.onRenewed();
    lateness.join(0, 0);
    lateness.onRate(1, 2, 3);
    lateness.onLevel(0, 2, 3);
    lateness.leave(0, 0);
    assertLate(1, 0);
    assertLate(0, 0);
  }

  /** 5 ps of 10 are a greater part than 10 of 100; what comes later with less changes nothing. */
  @Test
  void theMostIsKept() {
    start(0, 1, 2);
    waitFor(20);
    lateness.onRate(0, 1, 2);
    lateness.onRate(1, 3, 4);
    lateness.onRenewed();
    lateness.onEnd(0, 100);
    lateness.onEnd(1, 10);
    lateness.onEnd(2, 1_000);
    assertThat(lateness.mostPs()).isEqualTo(10);
    assertThat(lateness.mostPart()).isEqualTo(0.5);
  }

  /** The numbers of ended transfers are used again; what was is not theirs. */
  @Test
  void aTransferBeginsWithNothing() {
    start(3);
    waitFor(10);
    lateness.onRate(3, 1, 2);
    lateness.onRenewed();
    start(3, 200, 500);
    assertLate(3, 0);
    assertLate(200, 0);
    assertLate(500, 0);
  }

  @Test
  void whatATransferLostIsKeptWhenOthersStart() {
    start(63);
    waitFor(10);
    lateness.onRate(63, 1, 2);
    lateness.onRenewed();
    start(64);
    start(1_000);
    assertLate(63, 5);
  }

  /** After half of the 200 ps that the ended transfer took; until then others wait for it. */
  @Test
  void ratesAreRenewedAPartOfTheDurationAfterTheEnd() {
    start(0);
    pass(300);
    assertThat(lateness.isBatched()).isTrue();
    assertThat(lateness.renewalPs(100, 300)).isEqualTo(400);
    pass(100);
    lateness.onRate(0, 1, 2);
    assertLate(0, 100 * (1 - 1 / 2.0));
  }

  @Test
  void withoutAPartRatesAreRenewedAtOnce() {
    assertThat(new Lateness(engine, 0, LINKS).isBatched()).isFalse();
    assertThat(new Lateness(engine, 0, LINKS).renewalPs(100, 300)).isEqualTo(300);
  }

  private void start(int... flows) {
    for (int flow : flows) {
      lateness.onStart(flow);
      lateness.onRate(flow, 0, 2);
    }
  }

  private void waitFor(long ps) {
    lateness.renewalPs(engine.nowPs(), engine.nowPs());
    pass(ps);
  }

  private void pass(long ps) {
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

package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BackoffTest {

  private final Backoff backoff = new Backoff();

  private int passed() {
    int passed = 0;
    while (backoff.skips()) {
      passed++;
    }
    return passed;
  }

  @Test
  void letsTwiceAsManyPassEachTime() {
    assertThat(passed()).isZero();
    for (int expected : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
      backoff.failed();
      assertThat(passed()).isEqualTo(expected);
    }
    backoff.succeeded();
    assertThat(passed()).isZero();
    backoff.failed();
    assertThat(passed()).isEqualTo(1);
  }

  /** As often as an integer has bits, and more. */
  @Test
  void staysAtTheMost() {
    for (int i = 0; i < 100; i++) {
      backoff.failed();
    }
    assertThat(passed()).isEqualTo(64);
  }
}

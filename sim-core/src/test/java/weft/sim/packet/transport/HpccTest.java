package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/** HPCC's algorithm 1 by hand: 100 Gb/s and a round trip of 10 µs, so 125,000 bytes. */
final class HpccTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final long G100 = 100_000_000_000L;
  private static final Offset<Double> EXACT = within(1e-6);

  private final Hpcc hpcc = (Hpcc) Hpcc.Parameters.DEFAULT.create();
  private final Acknowledgement acknowledgement = new Acknowledgement();

  HpccTest() {
    hpcc.open(0, new FlowPath(3, G100, 10 * US, 4160, 64));
  }

  /** Of two links: one is idle, the other as told. */
  private void acknowledge(int sequence, int next, long timePs, long queueBytes, long sentBytes) {
    acknowledgement.set(timePs, 10 * US, 4160, false, 0, sequence, next);
    acknowledgement.setHops(2);
    acknowledgement.setHop(0, timePs, 0, 0, G100);
    acknowledgement.setHop(1, timePs, queueBytes, sentBytes, G100);
    hpcc.onAcknowledged(0, acknowledgement);
  }

  @Test
  void beginsAtLineRate() {
    assertThat(hpcc.windowBytes(0)).isCloseTo(125_000, EXACT);
    assertThat(hpcc.onSent(0, 4160, 0)).isEqualTo(332_800);
  }

  /**
   * In a round trip, 125,000 bytes and the lesser queue of 25,000: u = 1 + 0.2. Then, within the
   * same round trip, half a trip at half the rate: U = 1.2 + 0.5 × (0.5 − 1.2) = 0.85.
   */
  @Test
  void proportionalAndThenAdditive() {
    acknowledge(0, 10, 10 * US, 50_000, 0);
    assertThat(hpcc.windowBytes(0)).isCloseTo(125_000, EXACT);
    acknowledge(10, 20, 20 * US, 25_000, 125_000);
    double first = 125_000 * 0.95 / 1.2 + 80;
    assertThat(hpcc.windowBytes(0)).isCloseTo(first, EXACT);
    acknowledge(15, 25, 25 * US, 0, 125_000 + 31_250);
    assertThat(hpcc.windowBytes(0)).isCloseTo(first + 80, EXACT);
    // The reference window has not moved: another step from the same.
    acknowledge(16, 26, 25 * US, 0, 125_000 + 31_250);
    assertThat(hpcc.windowBytes(0)).isCloseTo(first + 80, EXACT);
    // A round trip on, it has.
    acknowledge(20, 30, 30 * US, 0, 125_000 + 62_500);
    acknowledge(30, 40, 40 * US, 0, 125_000 + 125_000);
    assertThat(hpcc.windowBytes(0)).isCloseTo(first + 160, EXACT);
  }

  /** After five additive steps at half the use, the window goes by the use again: × 0.95 / 0.5. */
  @Test
  void afterFiveStepsByTheUseAgain() {
    long sent = 0;
    acknowledge(0, 10, 10 * US, 0, sent);
    // Use 2, to begin with: × 0.475.
    sent += 250_000;
    acknowledge(10, 20, 20 * US, 0, sent);
    double reference = 125_000 * 0.475 + 80;
    assertThat(hpcc.windowBytes(0)).isCloseTo(reference, EXACT);
    for (int step = 1; step <= 5; step++) {
      sent += 62_500;
      acknowledge(10 + 10 * step, 20 + 10 * step, (20 + 10 * step) * US, 0, sent);
      assertThat(hpcc.windowBytes(0)).isCloseTo(reference + 80 * step, EXACT);
    }
    sent += 62_500;
    acknowledge(70, 80, 80 * US, 0, sent);
    assertThat(hpcc.windowBytes(0)).isCloseTo((reference + 400) * 0.95 / 0.5 + 80, EXACT);
  }

  @Test
  void neverAboveTheFirstWindow() {
    acknowledge(0, 10, 10 * US, 0, 0);
    for (int i = 1; i < 20; i++) {
      acknowledge(10 * i, 10 * i + 10, (10 + 10 * i) * US, 0, i * 1000L);
    }
    assertThat(hpcc.windowBytes(0)).isCloseTo(125_000, EXACT);
  }

  @Test
  void refusesWhatIsNoParameter() {
    assertThatThrownBy(() -> new Hpcc.Parameters(1.5, 5, 80, 0.1, 1))
        .hasMessageContaining("a utilization of 1.5");
  }
}

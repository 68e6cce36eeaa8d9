package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/**
 * Swift's algorithm 1 by hand: 400 Gb/s and 12 µs hold 144.2 packets, above 100, where flow scaling
 * ends. Over two links the target is 12 + 2 × 1 = 14 µs; flow scaling adds up to 4 × 14 = 56.
 */
final class SwiftTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final double FIRST = 600_000 / 4160.0;
  private static final Offset<Double> EXACT = within(1e-6);

  private final Swift swift = (Swift) Swift.Parameters.DEFAULT.create();
  private final Acknowledgement acknowledgement = new Acknowledgement();

  SwiftTest() {
    swift.open(0, new FlowPath(2, 400_000_000_000L, 12 * US, 4160, 64));
  }

  private void acknowledge(long nowPs, long delayPs, int packets) {
    acknowledgement.set(nowPs, delayPs, packets * 4160, false, 0, 0, 0);
    swift.onAcknowledged(0, acknowledgement);
  }

  @Test
  void additiveIncreaseBelowTheTarget() {
    acknowledge(US, 14 * US - 1, 2);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST + 2 / FIRST, EXACT);
  }

  /** At twice the target: × 1 − 0.8 × 14/28 = 0.6; the next time a round trip later. */
  @Test
  void decreaseAboveTheTarget() {
    acknowledge(100 * US, 28 * US, 1);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST * 0.6, EXACT);
    acknowledge(128 * US - 1, 28 * US, 1);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST * 0.6, EXACT);
    acknowledge(128 * US, 28 * US, 1);
    assertThat(swift.windowPackets(0)).isLessThan(FIRST * 0.37);
  }

  /** 1 − 0.8 × 986/1000 is 0.21: no more than by half. */
  @Test
  void noMoreThanByHalf() {
    acknowledge(2000 * US, 1000 * US, 1);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 2, EXACT);
  }

  /** α = 1 / (1/√0.1 − 1/√100) = 0.32655; at 25 packets α (1/5 − 1/10) × 56 = 1.829 µs more. */
  @Test
  void theTargetGrowsAsTheWindowShrinks() {
    assertThat(swift.targetPs(0)).isCloseTo(14.0 * US, EXACT);
    Swift other = (Swift) Swift.Parameters.DEFAULT.create();
    other.open(0, new FlowPath(2, 25 * 4160 * 8_000_000_000_000L / (12 * US), 12 * US, 4160, 64));
    assertThat(other.windowPackets(0)).isCloseTo(25, within(1e-3));
    double alpha = 1 / (1 / Math.sqrt(0.1) - 0.1);
    assertThat(other.targetPs(0)).isCloseTo((14 + 56 * alpha * 0.1) * US, within(100.0));
  }

  /** Five timeouts in a row: the least window, 0.001; one packet every 12 µs / 0.001. */
  @Test
  void lessThanAPacketIsPaced() {
    for (int i = 1; i <= 5; i++) {
      assertThat(swift.onSent(0, 4160, 0)).isZero();
      swift.onTimeout(0, 4160, i * 500 * US);
    }
    assertThat(swift.windowPackets(0)).isCloseTo(0.001, EXACT);
    assertThat(swift.targetPs(0)).isCloseTo(70.0 * US, EXACT);
    assertThat(swift.onSent(0, 4160, 0)).isEqualTo(12_000 * US);
    assertThat(swift.maySend(0, 0, 4160)).isTrue();
    assertThat(swift.maySend(0, 1, 4160)).isFalse();
    // Below one packet, one acknowledged adds one.
    acknowledge(1000 * US, 69 * US, 1);
    assertThat(swift.windowPackets(0)).isCloseTo(1.001, EXACT);
  }

  @Test
  void aLossHalves() {
    swift.onLost(0, 4160, 0, 100 * US);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 2, EXACT);
    swift.onLost(0, 4160, 0, 101 * US);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 2, EXACT);
  }

  /**
   * A hundred packets, lost together, time out 340 ns apart: one timeout, not a hundred in a row,
   * nor three round trips of halving. The next to count comes a whole 500 µs after.
   */
  @Test
  void aBurstOfLossesIsOneTimeout() {
    long firstPs = 500 * US;
    for (int i = 0; i < 100; i++) {
      swift.onTimeout(0, 4160, firstPs + i * 340_000L);
    }
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 2, EXACT);
    swift.onTimeout(0, 4160, firstPs + 500 * US - 1);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 2, EXACT);
    swift.onTimeout(0, 4160, firstPs + 500 * US);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST / 4, EXACT);
  }

  /** When it is not known which copy was acknowledged, the window grows, and grows only. */
  @Test
  void anUnknownDelayAddsToTheWindow() {
    acknowledge(US, -1, 2);
    assertThat(swift.windowPackets(0)).isCloseTo(FIRST + 2 / FIRST, EXACT);
  }

  /** Four timeouts, a packet that arrives, four more: never five in a row. */
  @Test
  void anUnknownDelayEndsTheRowOfTimeouts() {
    for (int i = 1; i <= 8; i++) {
      if (i == 5) {
        acknowledge(i * 500 * US - US, -1, 1);
      }
      swift.onTimeout(0, 4160, i * 500 * US);
    }
    assertThat(swift.windowPackets(0)).isCloseTo((FIRST / 16 + 16 / FIRST) / 16, EXACT);
  }

  @Test
  void refusesWhatIsNoParameter() {
    assertThatThrownBy(() -> new Swift.Parameters(1, 0.8, 0.5, 0, 0, 4, 100, 0.1, 0.001, 8, 1))
        .hasMessageContaining("from 100.0 to 0.1");
  }
}

package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/**
 * NSCC's law by hand, for a round trip of 12 µs at 100 Gb/s: the network that its constants are
 * for, so <i>a</i> = 1. The window is 1.5 × 150,000 = 225,000 bytes, the target 9 µs.
 */
final class NsccTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final long BASE = 12 * US;
  private static final FlowPath PATH = new FlowPath(6, 100_000_000_000L, BASE, 4160, 64);

  private final Nscc nscc = (Nscc) Nscc.Parameters.DEFAULT.create();
  private final Acknowledgement acknowledgement = new Acknowledgement();

  NsccTest() {
    nscc.open(0, PATH);
  }

  private void acknowledge(long nowPs, long delayPs, int bytes, boolean isMarked) {
    acknowledgement.set(nowPs, BASE + delayPs, bytes, isMarked, 100_000, 0, 0);
    nscc.onAcknowledged(0, acknowledgement);
  }

  /** Down by losses, without quick adapt: its first period has not ended. */
  private void shrinkTo(int bytes) {
    int excess = (int) nscc.windowBytes(0) - bytes;
    acknowledge(1, 0, 0, false);
    nscc.onLost(0, excess, 100_000, 1);
    assertThat(nscc.windowBytes(0)).isEqualTo(bytes);
  }

  @Test
  void beginsWithOneAndAHalfRoundTrips() {
    assertThat(nscc.windowBytes(0)).isEqualTo(225_000);
    assertThat(nscc.maySend(0, 225_000 - 4160, 4160)).isTrue();
    assertThat(nscc.maySend(0, 225_000 - 4159, 4160)).isFalse();
  }

  /** The network of the htsim runs: 14.0275 µs there and back, window 263,016, target 10.52 µs. */
  @Test
  void theFiguresOfTheReferenceNetwork() {
    Nscc other = (Nscc) Nscc.Parameters.DEFAULT.create();
    other.open(0, new FlowPath(6, 100_000_000_000L, 14_027_520, 4160, 64));
    assertThat(other.windowBytes(0)).isEqualTo(263_016);
  }

  /**
   * 40,000 bytes at a delay of 3 µs, 6 below the target: 4 × 4,096 × 6/12 × 40,000/100,000 =
   * 3,276.8, and 0.15 × 4,096 = 614.4 for the round trip.
   */
  @Test
  void proportionalIncrease() {
    shrinkTo(100_000);
    acknowledge(BASE + 2, 3 * US, 40_000, false);
    assertThat(nscc.windowBytes(0)).isCloseTo(100_000 + 3_276.8 + 614.4, within(1e-6));
  }

  /** At the target and above, without a mark: 5 × 4,096 × 40,000/100,000 = 8,192, and 614.4. */
  @Test
  void fairIncrease() {
    shrinkTo(100_000);
    acknowledge(BASE + 2, 9 * US, 40_000, false);
    assertThat(nscc.windowBytes(0)).isCloseTo(100_000 + 8_192 + 614.4, within(1e-6));
  }

  /** Below 8 packets and a round trip, increases wait. */
  @Test
  void increasesAreCollected() {
    shrinkTo(100_000);
    acknowledge(2, 9 * US, 33_280, false);
    assertThat(nscc.windowBytes(0)).isEqualTo(100_000);
    acknowledge(3, 9 * US, 1, false);
    assertThat(nscc.windowBytes(0)).isCloseTo(100_000 + 20_480 * 0.33281, within(1e-6));
  }

  /** More than a window of bytes without delay: from then on a quarter of the bytes. */
  @Test
  void fastIncrease() {
    shrinkTo(50_000);
    acknowledge(2, 0, 25_000, false);
    acknowledge(3, 0, 25_000, false);
    double collected = nscc.windowBytes(0);
    assertThat(collected).isGreaterThan(50_000);
    acknowledge(4, 0, 20_000, false);
    assertThat(nscc.windowBytes(0)).isCloseTo(collected + 5_000, within(1e-6));
  }

  @Test
  void aMarkWithoutDelayChangesNothing() {
    shrinkTo(100_000);
    acknowledge(2, US, 4160, true);
    assertThat(nscc.windowBytes(0)).isEqualTo(100_000);
  }

  /**
   * Marks with a delay of 30 µs. The average is d × (1 − (79/80)ⁿ); with n = 40 it is 11.86 µs, and
   * 12 µs of the loss before it: the window shrinks by 0.8 × (average − 9) / average, once.
   */
  @Test
  void multiplicativeDecrease() {
    shrinkTo(100_000);
    double average = 0.0125 * BASE;
    for (int i = 0; i < 40; i++) {
      average += 0.0125 * (30.0 * US - average);
      // Before its first round trip is over, nothing is taken.
      acknowledge(BASE, 30 * US, 0, true);
    }
    assertThat(nscc.windowBytes(0)).isEqualTo(100_000);
    average += 0.0125 * (30.0 * US - average);
    acknowledge(BASE + 1, 30 * US, 0, true);
    double after = 100_000 * (1 - 0.8 * (average - 9.0 * US) / average);
    // The round trip's own increase comes behind it.
    assertThat(nscc.windowBytes(0)).isCloseTo(after + 614.4, within(1e-6));
    acknowledge(BASE + 2, 30 * US, 0, true);
    assertThat(nscc.windowBytes(0)).isCloseTo(after + 614.4, within(1e-6));
  }

  /** Something lost, 20,000 of 225,000 bytes came through: that is the new window. */
  @Test
  void quickAdapt() {
    acknowledge(1, 0, 0, false);
    acknowledge(2, 20 * US, 20_000, true);
    nscc.onLost(0, 4160, 200_000, 22 * US);
    assertThat(nscc.windowBytes(0)).isEqualTo(20_000);
    // What was under way is ignored …
    nscc.onLost(0, 4160, 196_000, 23 * US);
    acknowledge(24 * US, 40 * US, 100_000, true);
    assertThat(nscc.windowBytes(0)).isEqualTo(20_000);
    // … until it has come in.
    acknowledge(25 * US, 40 * US, 99_000, true);
    nscc.onLost(0, 4160, 15_000, 26 * US);
    assertThat(nscc.windowBytes(0)).isLessThan(20_000);
  }

  @Test
  void neverBelowAPacketNorAboveTheLargestWindow() {
    nscc.onLost(0, 1_000_000, 0, 1);
    assertThat(nscc.windowBytes(0)).isEqualTo(4160);
    for (int i = 2; i < 200; i++) {
      acknowledge(i * BASE, 0, 100_000, false);
    }
    assertThat(nscc.windowBytes(0)).isEqualTo(225_000);
  }

  /** The last packet that the window permits asks for an acknowledgement. */
  @Test
  void asksForAcknowledgementAtTheEndOfTheWindow() {
    assertThat(nscc.asksForAcknowledgement(0, 225_000 - 4161, 4160)).isFalse();
    assertThat(nscc.asksForAcknowledgement(0, 225_000 - 4160, 4160)).isTrue();
  }

  /** A network whose longest way takes 14 µs: this flow's takes 12, and it learns so. */
  @Test
  void learnsItsRoundTrip() {
    Nscc other = (Nscc) new Nscc.Parameters(14 * US, 0, 0, 16_384, 100 * US).create();
    other.open(0, PATH);
    assertThat(other.windowBytes(0)).isEqualTo(1.5 * 175_000);
    // A short packet, at 11 µs, does not mislead it.
    acknowledgement.set(1, 11 * US, 100, false, 0, 0, 0);
    other.onAcknowledged(0, acknowledgement);
    assertThat(other.windowBytes(0)).isEqualTo(225_000);
  }

  @Test
  void refusesWhatIsNoParameter() {
    assertThatThrownBy(() -> new Nscc.Parameters(-1, 0, 0, 1, 1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Nscc.Parameters(0, 0, 0, 0, 1)).hasMessageContaining("every 0");
    assertThatThrownBy(() -> new Nscc.Parameters(0, 0, 0, 1, -5)).hasMessageContaining("-5 ps");
  }
}

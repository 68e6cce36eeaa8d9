package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/** DCQCN's rate by hand, on a line of 100 Gb/s. */
final class DcqcnTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final double G = 1e9;
  private static final Offset<Double> EXACT = within(1.0);
  private static final FlowPath PATH = new FlowPath(2, 100_000_000_000L, 5 * US, 4160, 64);

  private static Dcqcn open(Dcqcn.Parameters parameters) {
    Dcqcn dcqcn = (Dcqcn) parameters.create();
    dcqcn.open(0, PATH);
    return dcqcn;
  }

  /** Timer 0 never expires within a test; a counter of ten packets. */
  private static Dcqcn byBytes(long timerPs) {
    return open(
        new Dcqcn.Parameters(
            1 / 256.0, 50 * US, 55 * US, timerPs, 41_600, 5, 0.001, 10, 0.001, 1000 * US));
  }

  private static void send(Dcqcn dcqcn, int packets, long nowPs) {
    for (int i = 0; i < packets; i++) {
      dcqcn.onSent(0, 4160, nowPs);
    }
  }

  @Test
  void sendsAtLineRateUntilItIsNotified() {
    assertThat(open(Dcqcn.Parameters.DEFAULT).onSent(0, 4160, 0)).isEqualTo(332_800);
  }

  /** α = 1: half the rate; then halfway back every 55 µs; at the fifth, no more than the line. */
  @Test
  void aCutAndFastRecovery() {
    Dcqcn dcqcn = open(Dcqcn.Parameters.DEFAULT);
    dcqcn.onCongestionNotification(0, 0);
    assertThat(dcqcn.onSent(0, 4160, 0)).isEqualTo(2 * 332_800);
    double[] expected = {50, 75, 87.5, 93.75, 96.875, 98.4375};
    for (int i = 0; i < expected.length; i++) {
      assertThat(dcqcn.rateBps(0, i * 55 * US)).isCloseTo(expected[i] * G, EXACT);
      assertThat(dcqcn.rateBps(0, i * 55 * US + 54 * US)).isCloseTo(expected[i] * G, EXACT);
    }
  }

  /**
   * A second cut 110 µs after the first: T = 87.5 Gb/s, α = (255/256)². Four halvings of the way
   * back to T, and at the fifth a step of 100 Mb/s.
   */
  @Test
  void aSecondCutAndAdditiveIncrease() {
    Dcqcn dcqcn = open(Dcqcn.Parameters.DEFAULT);
    dcqcn.onCongestionNotification(0, 0);
    dcqcn.onCongestionNotification(0, 110 * US);
    double alpha = 255.0 * 255 / 256 / 256;
    double cut = 87.5 * (1 - alpha / 2);
    assertThat(dcqcn.rateBps(0, 110 * US)).isCloseTo(cut * G, EXACT);
    double recovered = 87.5 - (87.5 - cut) / 16;
    assertThat(dcqcn.rateBps(0, 110 * US + 220 * US)).isCloseTo(recovered * G, EXACT);
    assertThat(dcqcn.rateBps(0, 110 * US + 275 * US)).isCloseTo((recovered + 87.6) / 2 * G, EXACT);
    // α = α + (1 − α) / 256 with the cut, and four timers; then the third cut.
    alpha = (alpha + (1 - alpha) / 256) * Math.pow(255 / 256.0, 5);
    dcqcn.onCongestionNotification(0, 110 * US + 275 * US);
    assertThat(dcqcn.rateBps(0, 110 * US + 275 * US))
        .isCloseTo((recovered + 87.6) / 2 * (1 - alpha / 2) * G, EXACT);
  }

  /** Every ten packets count as much as a timer. */
  @Test
  void theCounterOfBytes() {
    Dcqcn dcqcn = byBytes(1_000_000 * US);
    dcqcn.onCongestionNotification(0, 0);
    send(dcqcn, 9, 0);
    assertThat(dcqcn.rateBps(0, 0)).isCloseTo(50 * G, EXACT);
    send(dcqcn, 1, 0);
    assertThat(dcqcn.rateBps(0, 0)).isCloseTo(75 * G, EXACT);
  }

  /** Timer and counter both more than five times: T grows by ten steps of 100 Mb/s. */
  @Test
  void hyperIncrease() {
    Dcqcn dcqcn = byBytes(55 * US);
    dcqcn.onCongestionNotification(0, 0);
    dcqcn.onCongestionNotification(0, 0);
    // T = 50 Gb/s, C = 25; six timers, the fifth and sixth with an additive step each.
    dcqcn.rateBps(0, 330 * US);
    // Five of the counter: additive still, as the counter is not above five.
    send(dcqcn, 50, 330 * US);
    double before = dcqcn.rateBps(0, 330 * US);
    double target = 50.0 + 0.1 * (2 + 5);
    send(dcqcn, 10, 330 * US);
    assertThat(dcqcn.rateBps(0, 330 * US)).isCloseTo((before + (target + 1) * G) / 2, EXACT);
  }

  /** Asked often or once: timers that are no events come to the same. */
  @Test
  void lateTimersAreExact() {
    Dcqcn often = open(Dcqcn.Parameters.DEFAULT);
    Dcqcn once = open(Dcqcn.Parameters.DEFAULT);
    for (long cut : new long[] {0, 130 * US, 777 * US}) {
      often.onCongestionNotification(0, cut);
      once.onCongestionNotification(0, cut);
      for (long time = cut; time < cut + 120 * US; time += 7 * US) {
        often.rateBps(0, time);
      }
    }
    assertThat(once.rateBps(0, 5000 * US)).isCloseTo(often.rateBps(0, 5000 * US), EXACT);
  }

  @Test
  void neverBelowTheLeastRate() {
    Dcqcn dcqcn = open(Dcqcn.Parameters.DEFAULT);
    for (int i = 0; i < 100; i++) {
      dcqcn.onCongestionNotification(0, 0);
    }
    assertThat(dcqcn.rateBps(0, 0)).isCloseTo(0.1 * G, EXACT);
  }

  @Test
  void notifiesEvery50Microseconds() {
    Dcqcn dcqcn = open(Dcqcn.Parameters.DEFAULT);
    assertThat(dcqcn.notifiesCongestion(0, US)).isTrue();
    assertThat(dcqcn.notifiesCongestion(0, 50 * US)).isFalse();
    assertThat(dcqcn.notifiesCongestion(0, 51 * US)).isTrue();
  }

  @Test
  void refusesWhatIsNoParameter() {
    assertThatThrownBy(() -> new Dcqcn.Parameters(2, 1, 1, 1, 1, 5, 0.1, 1, 0.1, 1))
        .hasMessageContaining("a gain of 2.0");
    assertThatThrownBy(() -> new Dcqcn.Parameters(0.1, 1, 0, 1, 1, 5, 0.1, 1, 0.1, 1))
        .hasMessageContaining("a timer of alpha of 0.0");
  }
}

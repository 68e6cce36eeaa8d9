package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/** NDP's window and requests, step by step. */
final class NdpTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final FlowPath PATH =
      new FlowPath(2, 100_000_000_000L, 4 * US + 675_840, 4160, 64);

  private static Transport open(int window) {
    Transport ndp = new Ndp.Parameters(window, 0.99, 100 * US).create();
    ndp.open(0, PATH);
    return ndp;
  }

  /** Sends as long as it may; returns how many packets. */
  private static int send(Transport ndp) {
    int packets = 0;
    while (ndp.maySend(0, 0, 4160)) {
      ndp.onSent(0, 4160, 0);
      packets++;
    }
    return packets;
  }

  @Test
  void aFirstWindowAndThenOnePacketForEachRequest() {
    Transport ndp = open(3);
    assertThat(send(ndp)).isEqualTo(3);
    ndp.onPull(0, 1, 0);
    assertThat(send(ndp)).isEqualTo(1);
    ndp.onLost(0, 4160, 0, 0);
    assertThat(send(ndp)).isZero();
    // One request was lost: the next one stands for both.
    ndp.onPull(0, 2, 0);
    assertThat(send(ndp)).isEqualTo(2);
  }

  @Test
  void neverMoreThanTheFirstWindowAtOnce() {
    Transport ndp = open(3);
    ndp.onPull(0, 5, 0);
    assertThat(send(ndp)).isEqualTo(3);
    ndp.onStart(0, 0);
    assertThat(send(ndp)).isEqualTo(3);
    assertThat(ndp.mostInFlightBytes(0)).isEqualTo(3 * 4160);
  }

  @Test
  void whatCountsAsLostMayGoUnasked() {
    Transport ndp = open(3);
    send(ndp);
    ndp.onTimeout(0, 4160 + 100, 100 * US);
    assertThat(send(ndp)).isEqualTo(2);
  }

  @Test
  void whoHasWaitedForLongSendsOnePacket() {
    Transport ndp = open(3);
    send(ndp);
    ndp.onPull(0, 1, 50 * US);
    send(ndp);
    ndp.onTimeout(0, 0, 149 * US);
    assertThat(send(ndp)).isZero();
    ndp.onTimeout(0, 0, 150 * US);
    assertThat(send(ndp)).isEqualTo(1);
  }

  /** A timeout below four round trips of 4.68 µs would fire for nothing. */
  @Test
  void theTimeoutIsAtLeastFourRoundTrips() {
    Transport ndp = new Ndp.Parameters(3, 0.99, US).create();
    ndp.open(0, PATH);
    assertThat(ndp.retransmissionTimeoutPs(0)).isEqualTo(4 * PATH.baseRttPs());
  }

  /** 400 Gb/s × 8 µs are 400,000 bytes, 96.2 packets; 100 Gb/s × 4.68 µs are 14.1. */
  @Test
  void theFirstWindowFillsThePath() {
    Transport ndp = Ndp.Parameters.DEFAULT.create();
    ndp.open(0, new FlowPath(6, 400_000_000_000L, 8 * US, 4160, 64));
    ndp.open(1, PATH);
    assertThat(ndp.mostInFlightBytes(0)).isEqualTo(98 * 4160);
    assertThat(ndp.mostInFlightBytes(1)).isEqualTo(50 * 4160);
    assertThat(send(ndp)).isEqualTo(98);
    ndp.onPull(0, 99, 0);
    assertThat(send(ndp)).isEqualTo(98);
  }

  @Test
  void refusesWhatIsNoParameter() {
    assertThatThrownBy(() -> new Ndp.Parameters(-1, 0.99, US)).hasMessageContaining("-1 packets");
    assertThatThrownBy(() -> new Ndp.Parameters(1, 1.01, US)).hasMessageContaining("1.01");
    assertThatThrownBy(() -> new Ndp.Parameters(1, 0.99, 0)).hasMessageContaining("0 ps");
  }
}

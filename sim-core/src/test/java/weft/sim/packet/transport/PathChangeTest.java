package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.unit.Durations;

/**
 * What each transport makes of another path: from 2 links of 400 Gb/s and 10 µs, 500,000 bytes, to
 * 4 of 200 Gb/s and 40 µs, a million, and to 2 of 100 Gb/s and 5 µs, 62,500.
 */
final class PathChangeTest {

  private static final long US = Durations.MICROSECOND_PS;
  private static final double G = 1e9;
  private static final Offset<Double> EXACT = within(1e-6);
  private static final FlowPath FIRST = path(2, 400, 10);
  private static final FlowPath LONGER = path(4, 200, 40);
  private static final FlowPath SHORTER = path(2, 100, 5);

  private final Acknowledgement acknowledgement = new Acknowledgement();

  private static FlowPath path(int hops, long gigabits, long rttUs) {
    return new FlowPath(hops, gigabits * 1_000_000_000L, rttUs * US, 4160, 64);
  }

  private static Transport open(TransportKind kind) {
    Transport transport = kind.create();
    transport.open(0, FIRST);
    // Another flow, whose path stays.
    transport.open(1, FIRST);
    return transport;
  }

  /** Whoever waits for four round trips does so for four of the new path. */
  @ParameterizedTest
  @MethodSource("weft.sim.packet.transport.Transports#all")
  void theTimeoutIsLongEnoughForTheNewPath(Transports.Entry entry) {
    Transport transport = open(entry.defaults());
    long before = transport.retransmissionTimeoutPs(0);
    FlowPath endless = path(4, 200, 50_000);
    transport.onPathChanged(0, endless);
    boolean waitsForRoundTrips = !entry.name().equals("roce") && !entry.name().equals("ideal");
    if (waitsForRoundTrips) {
      assertThat(transport.retransmissionTimeoutPs(0)).isGreaterThanOrEqualTo(100_000 * US);
    }
    assertThat(transport.retransmissionTimeoutPs(1)).isEqualTo(before);
    transport.onPathChanged(0, FIRST);
    assertThat(transport.retransmissionTimeoutPs(0)).isEqualTo(before);
  }

  /**
   * Base 40 µs and 1 µs a link: 44 µs for windows of 100 packets and more. 120 packets are the
   * first window, and stay; eight times 240.4 would be the largest now. On the short path 15
   * packets are a round trip, so 120.19 the largest.
   */
  @Test
  void swift() {
    Swift swift = (Swift) open(Swift.Parameters.DEFAULT);
    assertThat(swift.targetPs(0)).isCloseTo(12.0 * US, EXACT);
    swift.onPathChanged(0, LONGER);
    assertThat(swift.targetPs(0)).isCloseTo(44.0 * US, EXACT);
    assertThat(swift.windowPackets(0)).isCloseTo(500_000 / 4160.0, EXACT);
    assertThat(swift.mostInFlightBytes(0)).isEqualTo(8_000_000);
    // Below the target of this path, which is above that of the other.
    acknowledgement.set(US, 43 * US, 4160, false, 0, 0, 0);
    swift.onAcknowledged(0, acknowledgement);
    swift.onAcknowledged(1, acknowledgement);
    assertThat(swift.windowPackets(0)).isGreaterThan(500_000 / 4160.0);
    assertThat(swift.windowPackets(1)).isLessThan(500_000 / 4160.0);
    swift.onPathChanged(0, path(2, 10, 5));
    assertThat(swift.windowPackets(0)).isCloseTo(8 * 6_250 / 4160.0, EXACT);
  }

  /**
   * The window of 500,000 bytes stays, and is 40 µs of 100 Gb/s now: a packet every 332.8 ns. A
   * link of 200 Gb/s that is used as much in a round trip of 40 µs: U = 1, so W = 500,000 × 0.95 +
   * 80. By the old round trip of 10 µs, its queue of 100,000 bytes would count four times.
   */
  @Test
  void hpcc() {
    Hpcc hpcc = (Hpcc) open(Hpcc.Parameters.DEFAULT);
    hpcc.onPathChanged(0, LONGER);
    assertThat(hpcc.windowBytes(0)).isCloseTo(500_000, EXACT);
    assertThat(hpcc.onSent(0, 4160, 0)).isEqualTo(332_800);
    told(hpcc, 0, 10, 40 * US, 0);
    told(hpcc, 10, 20, 80 * US, 900_000);
    assertThat(hpcc.windowBytes(0)).isCloseTo(500_000 * 0.95 + 80, EXACT);
    hpcc.onPathChanged(0, SHORTER);
    assertThat(hpcc.windowBytes(0)).isCloseTo(62_500, EXACT);
    assertThat(hpcc.onSent(0, 4160, 0)).isEqualTo(332_800);
    assertThat(hpcc.windowBytes(1)).isCloseTo(500_000, EXACT);
  }

  private void told(Hpcc hpcc, int sequence, int next, long timePs, long sentBytes) {
    acknowledgement.set(timePs, 40 * US, 4160, false, 0, sequence, next);
    acknowledgement.setHops(1);
    acknowledgement.setHop(0, timePs, 100_000, sentBytes, 200_000_000_000L);
    hpcc.onAcknowledged(0, acknowledgement);
  }

  /**
   * First window 750,000 bytes. On the longer path a round trip of 41 µs is a delay of 1 µs, far
   * below the target of 30 µs: the window grows, though by the old round trip it would be a delay
   * of 31 µs, four times the target. On the short one 93,750 bytes are the largest.
   */
  @Test
  void nscc() {
    Nscc nscc = (Nscc) open(Nscc.Parameters.DEFAULT);
    assertThat(nscc.windowBytes(0)).isEqualTo(750_000);
    nscc.onPathChanged(0, LONGER);
    assertThat(nscc.windowBytes(0)).isEqualTo(750_000);
    assertThat(nscc.mostInFlightBytes(0)).isEqualTo(1_500_000);
    for (int i = 1; i < 50; i++) {
      acknowledgement.set(i * 40 * US, 41 * US, 16_384, true, 100_000, 0, 0);
      nscc.onAcknowledged(0, acknowledgement);
      nscc.onAcknowledged(1, acknowledgement);
    }
    assertThat(nscc.windowBytes(0)).isGreaterThanOrEqualTo(750_000);
    assertThat(nscc.windowBytes(1)).isLessThan(700_000);
    nscc.onPathChanged(0, SHORTER);
    assertThat(nscc.windowBytes(0)).isEqualTo(93_750);
  }

  /** Its own round trip of 12 µs was measured; the network's 20 µs hold again until it measures. */
  @Test
  void nsccForgetsTheRoundTripThatItMeasured() {
    Nscc nscc = (Nscc) new Nscc.Parameters(20 * US, 0, 0, 16_384, 100 * US).create();
    nscc.open(0, path(2, 100, 12));
    assertThat(nscc.mostInFlightBytes(0)).isEqualTo(375_000);
    acknowledgement.set(1, 12 * US, 4160, false, 0, 0, 0);
    nscc.onAcknowledged(0, acknowledgement);
    assertThat(nscc.mostInFlightBytes(0)).isEqualTo(225_000);
    nscc.onPathChanged(0, path(4, 100, 16));
    assertThat(nscc.mostInFlightBytes(0)).isEqualTo(375_000);
    // A packet that was still on the old path is no measure of the new one.
    nscc.onAcknowledged(0, acknowledgement);
    assertThat(nscc.mostInFlightBytes(0)).isEqualTo(300_000);
  }

  /** Never above the new line's rate; steps of a thousandth of that. */
  @Test
  void dcqcn() {
    Dcqcn dcqcn = (Dcqcn) open(Dcqcn.Parameters.DEFAULT);
    dcqcn.onPathChanged(0, SHORTER);
    assertThat(dcqcn.rateBps(0, 0)).isEqualTo(100 * G);
    dcqcn.onCongestionNotification(0, 0);
    assertThat(dcqcn.rateBps(0, 10_000 * US)).isCloseTo(100 * G, within(1e6));
    dcqcn.onPathChanged(0, LONGER);
    assertThat(dcqcn.rateBps(0, 10_000 * US)).isCloseTo(100 * G, within(1e6));
    assertThat(dcqcn.rateBps(0, 1_000_000 * US)).isCloseTo(200 * G, within(1e6));
    assertThat(dcqcn.rateBps(1, 0)).isEqualTo(400 * G);
  }

  /** ⌈1,000,000 / 4,160⌉ + 1 = 242 packets, from the next transfer on; 50 at least. */
  @Test
  void ndp() {
    Transport ndp = open(Ndp.Parameters.DEFAULT);
    assertThat(ndp.mostInFlightBytes(0)).isEqualTo(122 * 4160);
    ndp.onPathChanged(0, LONGER);
    assertThat(credits(ndp)).isEqualTo(122);
    ndp.onStart(0, US);
    assertThat(credits(ndp)).isEqualTo(242);
    ndp.onStart(0, US);
    ndp.onPathChanged(0, SHORTER);
    assertThat(credits(ndp)).isEqualTo(50);
  }

  private static int credits(Transport ndp) {
    int packets = 0;
    while (ndp.maySend(0, 0, 4160)) {
      ndp.onSent(0, 4160, 0);
      packets++;
    }
    return packets;
  }

  @Test
  void ideal() {
    Transport ideal = open(IdealTransport.Parameters.DEFAULT);
    assertThat(ideal.mostInFlightBytes(0)).isEqualTo(1_000_000);
    ideal.onPathChanged(0, LONGER);
    assertThat(ideal.mostInFlightBytes(0)).isEqualTo(2_000_000);
    ideal.onPathChanged(0, SHORTER);
    assertThat(ideal.mostInFlightBytes(0)).isEqualTo(125_000);
    assertThat(ideal.mostInFlightBytes(1)).isEqualTo(1_000_000);
  }
}

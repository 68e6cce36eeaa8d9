package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ring of one flow, by hand: 64 places, packets of 100 bytes. */
final class SelectiveRepeatTest {

  private final SelectiveRepeat repeat = new SelectiveRepeat(sequence -> 100, 1);

  SelectiveRepeatTest() {
    repeat.extend(1000);
  }

  private void send(int packets, long nowPs) {
    for (int i = 0; i < packets; i++) {
      assertThat(repeat.hasNext()).isTrue();
      repeat.onSent(repeat.next(), nowPs);
    }
  }

  private void arrive(int sequence) {
    repeat.receive(sequence);
    repeat.onAcknowledged(repeat.acknowledged(sequence), 0);
  }

  /** Given up, sent again, acknowledged: nobody knows which of the two came. */
  @Test
  void aTimeoutLeavesDoubtAboutTheRoundTrip() {
    send(2, 10);
    assertThat(repeat.sentPs(0)).isEqualTo(10);
    repeat.onMissing(1, 50);
    assertThat(repeat.onTimeout(60)).isEqualTo(100);
    send(2, 70);
    assertThat(repeat.sentPs(0)).isEqualTo(-1);
    // Of the one that was reported there is none.
    assertThat(repeat.sentPs(1)).isEqualTo(70);
  }

  /** A packet that comes twice is acknowledged itself, whatever else waits for it. */
  @Test
  void aDuplicateIsNamed() {
    send(3, 0);
    arrive(0);
    repeat.receive(1);
    repeat.receive(2);
    assertThat(repeat.receive(1)).isEqualTo(Recovery.DUPLICATE);
    assertThat(repeat.acknowledged(1)).isEqualTo(1);
    // 2 stands for itself and 1.
    assertThat(repeat.acknowledged(2)).isEqualTo(2);
    assertThat(repeat.onAcknowledged(2, 0)).isEqualTo(200);
  }

  /**
   * 10, 5 and 12 are given up; 5 arrives after all, and 69, which takes its place, is lost: the
   * list leads from 10 over 5's place to what follows 69. A timeout finds 12 and 69.
   */
  @Test
  void nothingThatIsLostIsForgotten() {
    send(20, 0);
    repeat.onMissing(10, 1);
    repeat.onMissing(5, 1);
    repeat.onMissing(12, 1);
    for (int sequence = 0; sequence < 10; sequence++) {
      arrive(sequence);
    }
    while (repeat.nextNew() < 72) {
      repeat.onSent(repeat.nextNew(), 2);
    }
    repeat.onMissing(69, 3);
    repeat.onMissing(70, 3);
    assertThat(repeat.next()).isEqualTo(10);
    send(1, 4);
    repeat.onTimeout(0);
    for (int lost : new int[] {12, 69, 70}) {
      assertThat(repeat.hasNext()).isTrue();
      assertThat(repeat.next()).isEqualTo(lost);
      repeat.onSent(lost, 5);
    }
    assertThat(repeat.next()).isEqualTo(72);
  }
}

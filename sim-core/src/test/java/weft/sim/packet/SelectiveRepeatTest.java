package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ring of one flow, by hand: 64 places, packets of 100 bytes. */
final class SelectiveRepeatTest {

  private final SelectiveRepeat repeat = new SelectiveRepeat((flow, sequence) -> 100);

  SelectiveRepeatTest() {
    repeat.open(0, 1);
    repeat.extend(0, 1000);
  }

  private void send(int packets, long nowPs) {
    for (int i = 0; i < packets; i++) {
      assertThat(repeat.hasNext(0)).isTrue();
      repeat.onSent(0, repeat.next(0), nowPs);
    }
  }

  private void arrive(int sequence) {
    repeat.receive(0, sequence);
    repeat.onAcknowledged(0, repeat.acknowledged(0, sequence), 0);
  }

  /** Given up, sent again, acknowledged: nobody knows which of the two came. */
  @Test
  void aTimeoutLeavesDoubtAboutTheRoundTrip() {
    send(2, 10);
    assertThat(repeat.sentPs(0, 0)).isEqualTo(10);
    repeat.onMissing(0, 1, 50);
    assertThat(repeat.onTimeout(0, 60)).isEqualTo(100);
    send(2, 70);
    assertThat(repeat.sentPs(0, 0)).isEqualTo(-1);
    // Of the one that was reported there is none.
    assertThat(repeat.sentPs(0, 1)).isEqualTo(70);
  }

  /** A packet that comes twice is acknowledged itself, whatever else waits for it. */
  @Test
  void aDuplicateIsNamed() {
    send(3, 0);
    arrive(0);
    repeat.receive(0, 1);
    repeat.receive(0, 2);
    assertThat(repeat.receive(0, 1)).isEqualTo(Recovery.DUPLICATE);
    assertThat(repeat.acknowledged(0, 1)).isEqualTo(1);
    // 2 stands for itself and 1.
    assertThat(repeat.acknowledged(0, 2)).isEqualTo(2);
    assertThat(repeat.onAcknowledged(0, 2, 0)).isEqualTo(200);
  }

  /**
   * 10, 5 and 12 are given up; 5 arrives after all, and 69, which takes its place, is lost: the
   * list leads from 10 over 5's place to what follows 69. A timeout finds 12 and 69.
   */
  @Test
  void nothingThatIsLostIsForgotten() {
    send(20, 0);
    repeat.onMissing(0, 10, 1);
    repeat.onMissing(0, 5, 1);
    repeat.onMissing(0, 12, 1);
    for (int sequence = 0; sequence < 10; sequence++) {
      arrive(sequence);
    }
    while (repeat.nextNew(0) < 72) {
      repeat.onSent(0, repeat.nextNew(0), 2);
    }
    repeat.onMissing(0, 69, 3);
    repeat.onMissing(0, 70, 3);
    assertThat(repeat.next(0)).isEqualTo(10);
    send(1, 4);
    repeat.onTimeout(0, 0);
    for (int lost : new int[] {12, 69, 70}) {
      assertThat(repeat.hasNext(0)).isTrue();
      assertThat(repeat.next(0)).isEqualTo(lost);
      repeat.onSent(0, lost, 5);
    }
    assertThat(repeat.next(0)).isEqualTo(72);
  }
}

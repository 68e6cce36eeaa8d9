package weft.sim.packet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.sim.packet.queue.OnePort.FULL;
import static weft.sim.packet.queue.OnePort.FULL_PS;

import org.junit.jupiter.api.Test;

/** What a plain queue marks and drops, by hand. */
final class FifoPortsTest {

  private static final long MAX = Long.MAX_VALUE;

  private static OnePort port(long queueBytes, Ecn ecn) {
    return new OnePort(OnePort.options(queueBytes, ecn), true);
  }

  private static Ecn step(int bytes) {
    return new Ecn(bytes, bytes, 1, false);
  }

  /** Packets 0, 1, 2, … of a burst find 0, 4,160, 8,320, … bytes. */
  @Test
  void marksFromTheThresholdOn() {
    assertThat(port(MAX, step(2 * FULL)).burst(5, 0)).isEqualTo("--MMM");
    assertThat(port(MAX, step(2 * FULL + 1)).burst(5, 0)).isEqualTo("---MM");
    assertThat(port(MAX, null).burst(5, 0)).isEqualTo("-----");
  }

  /** Half a packet after three have come, two and a half are left. */
  @Test
  void whatIsLeftOfThePacketUnderWayCounts() {
    int left = 2 * FULL + FULL / 2;
    for (int threshold : new int[] {left, left + 1}) {
      OnePort port = port(MAX, step(threshold));
      port.send(FULL, 0);
      port.send(FULL, 0);
      port.send(FULL, 0);
      port.send(FULL, FULL_PS / 2);
      assertThat(port.pass(MAX)).isEqualTo(threshold == left ? "---M" : "----");
    }
  }

  @Test
  void theProbabilityRisesFromOneThresholdToTheOther() {
    port(MAX, OnePort.RISING).assertMarksRise();
  }

  /** A queue of three packets: a byte is 80 ps. */
  @Test
  void dropsWhatDoesNotFitTheQueue() {
    OnePort port = port(3 * FULL, null);
    assertThat(port.send(FULL, 0)).isTrue();
    assertThat(port.send(FULL, 0)).isTrue();
    assertThat(port.send(FULL - 64, 0)).isTrue();
    assertThat(port.send(65, 0)).isFalse();
    assertThat(port.send(64, 0)).isTrue();
    assertThat(port.send(64, 64 * 80 - 80)).isFalse();
    assertThat(port.send(64, 64 * 80)).isTrue();
    assertThat(port.send(FULL, 64 * 80 + FULL_PS - 80)).isFalse();
    assertThat(port.send(FULL, 64 * 80 + FULL_PS)).isTrue();
    assertThat(port.send(1, 64 * 80 + FULL_PS)).isFalse();
    assertThat(port.pass(MAX)).hasSize(6);
  }

  /** One that is longer than the queue goes when nothing is before it, not behind a byte. */
  @Test
  void anIdlePortTakesWhateverComes() {
    OnePort port = port(1000, null);
    assertThat(port.send(FULL, 0)).isTrue();
    assertThat(port.send(FULL, FULL_PS - 80)).isFalse();
    assertThat(port.send(FULL, FULL_PS)).isTrue();
  }
}

package weft.sim.packet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.sim.packet.queue.OnePort.FULL;
import static weft.sim.packet.queue.OnePort.FULL_PS;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a port with a queue of one class marks, drops and holds, by hand. */
final class QueuedPortsTest {

  private static final long MAX = Long.MAX_VALUE;

  private static OnePort port(long queueBytes, Ecn ecn) {
    return new OnePort(OnePort.options(queueBytes, ecn), false);
  }

  private static Ecn step(int bytes, boolean onDequeue) {
    return new Ecn(bytes, bytes, 1, onDequeue);
  }

  /** Packets 0, 1, 2, … of a burst find 0, 4,160, 8,320, … bytes. */
  @Test
  void marksOnArrivalByWhatIsBefore() {
    assertThat(port(MAX, step(2 * FULL, false)).burst(5, 0)).isEqualTo("--MMM");
    assertThat(port(MAX, step(2 * FULL + 1, false)).burst(5, 0)).isEqualTo("---MM");
  }

  /** The first leaves as it comes; behind the others of five are three, two, one and none. */
  @Test
  void marksOnDepartureByWhatIsBehind() {
    assertThat(port(MAX, step(FULL, true)).burst(5, 0)).isEqualTo("-MMM-");
    assertThat(port(MAX, step(2 * FULL, true)).burst(5, 0)).isEqualTo("-MM--");
    assertThat(port(MAX, step(2 * FULL + 1, true)).burst(5, 0)).isEqualTo("-M---");
  }

  /** Half a packet after three have come, they are three yet. */
  @Test
  void thePacketUnderWayCountsAsAWhole() {
    for (int threshold : new int[] {3 * FULL, 3 * FULL + 1}) {
      OnePort port = port(MAX, step(threshold, false));
      port.send(FULL, 0);
      port.send(FULL, 0);
      port.send(FULL, 0);
      port.send(FULL, FULL_PS / 2);
      assertThat(port.pass(MAX)).isEqualTo(threshold == 3 * FULL ? "---M" : "----");
    }
  }

  @Test
  void theProbabilityRisesWithWhatIsBefore() {
    port(MAX, OnePort.RISING).assertMarksRise();
  }

  /** The same the other way round: packet 1 of eight leaves six behind, packet 7 none. */
  @Test
  void theProbabilityRisesWithWhatIsBehind() {
    int[] marks = port(MAX, new Ecn(2 * FULL, 6 * FULL, 0.8, true)).marks(2000, 8);
    assertThat(marks[0]).isZero();
    assertThat(marks[1]).isEqualTo(2000);
    assertThat(marks[2]).isCloseTo(1200, Offset.offset(110));
    assertThat(marks[3]).isCloseTo(800, Offset.offset(110));
    assertThat(marks[4]).isCloseTo(400, Offset.offset(110));
    assertThat(marks[5] + marks[6] + marks[7]).isZero();
  }

  /** A queue of three packets: until the first has left as a whole, there is no room for more. */
  @Test
  void dropsWhatDoesNotFitTheQueue() {
    OnePort port = port(3 * FULL, null);
    assertThat(port.send(FULL, 0)).isTrue();
    assertThat(port.send(FULL, 0)).isTrue();
    assertThat(port.send(FULL - 64, 0)).isTrue();
    assertThat(port.send(65, 0)).isFalse();
    assertThat(port.send(64, 0)).isTrue();
    assertThat(port.send(1, FULL_PS - 1)).isFalse();
    assertThat(port.send(FULL, FULL_PS)).isTrue();
    assertThat(port.send(1, FULL_PS)).isFalse();
  }

  /** Three and a half packets of a queue that is not limited, then less. */
  @Test
  void remembersTheMostThatWasHeld() {
    OnePort port = port(MAX, null);
    assertThat(port.mostHeldBytes()).isZero();
    port.send(FULL, 0);
    assertThat(port.mostHeldBytes()).isEqualTo(FULL);
    port.send(FULL, 0);
    port.send(FULL, 0);
    port.send(FULL / 2, 0);
    assertThat(port.mostHeldBytes()).isEqualTo(3 * FULL + FULL / 2);
    port.send(FULL, 10 * FULL_PS);
    assertThat(port.mostHeldBytes()).isEqualTo(3 * FULL + FULL / 2);
  }
}

package weft.sim.packet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import weft.sim.packet.store.PacketStore;

/** The law of the draws. */
final class MarkingTest {

  private static final int DRAWS = 10_000;

  private final PacketStore store = new PacketStore(0);
  private final Marking marking = new Marking(1, store, flow -> flow);

  /**
   * Of 10,000 packets each of two ports chooses half, and both a quarter, give or take five
   * standard deviations of 50: what one does with a packet says nothing of the other.
   */
  @Test
  void portsDrawIndependently() {
    int first = 0;
    int second = 0;
    int both = 0;
    for (int i = 0; i < DRAWS; i++) {
      int packet = store.create(PacketStore.DATA, 0, i, 0, 4160);
      boolean isFirst = marking.isChosen(3, packet, 0.5);
      boolean isSecond = marking.isChosen(4, packet, 0.5);
      assertThat(marking.isChosen(3, packet, 0.5)).as("the same again").isEqualTo(isFirst);
      first += isFirst ? 1 : 0;
      second += isSecond ? 1 : 0;
      both += isFirst && isSecond ? 1 : 0;
      store.free(packet);
    }
    assertThat(first).isCloseTo(DRAWS / 2, Offset.offset(250));
    assertThat(second).isCloseTo(DRAWS / 2, Offset.offset(250));
    assertThat(both).isCloseTo(DRAWS / 4, Offset.offset(250));
  }
}

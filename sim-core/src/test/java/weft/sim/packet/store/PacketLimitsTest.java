package weft.sim.packet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.sim.unit.LimitException;

/** What cannot be numbered any more is refused by name. */
final class PacketLimitsTest {

  /** Two paths of three links take eight entries, one of two links three more. */
  @Test
  void pathsOfTooManyHops() {
    PathTable table = new PathTable(11);
    assertThat(table.add(new int[6], 3)).isZero();
    assertThat(table.add(new int[2], 2)).isEqualTo(8);
    assertThatThrownBy(() -> table.add(new int[1], 1))
        .isInstanceOf(LimitException.class)
        .hasMessage("needs more than 11 hops of all paths together");
  }

  @Test
  void tooManyPackets() {
    PacketStore store = new PacketStore(0);
    for (int packet = 0; packet < PacketStore.MAX_PACKETS; packet++) {
      store.create(PacketStore.DATA, 0, packet, 0, 64);
    }
    assertThatThrownBy(() -> store.create(PacketStore.DATA, 0, 0, 0, 64))
        .isInstanceOf(LimitException.class)
        .hasMessage("needs more than 8,388,608 packets on their way at once");
  }
}

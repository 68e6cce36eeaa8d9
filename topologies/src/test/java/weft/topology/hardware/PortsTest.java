package weft.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Cables on ports of switches and on optical modules. */
final class PortsTest {

  private static final long GBPS = 1_000_000_000L;
  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  @Test
  void twoSlowCablesShareAPort() {
    SwitchType qm9700 = CATALOG.switchType("qm9700");
    assertThat(qm9700.portsFor(64, 400 * GBPS)).isEqualTo(64);
    assertThat(qm9700.portsFor(63, 200 * GBPS)).isEqualTo(32);
    assertThat(qm9700.portsFor(63, 100 * GBPS)).as("no port splits in four").isEqualTo(32);
    assertThatThrownBy(() -> qm9700.portsFor(1, 800 * GBPS))
        .hasMessage(
            "the ports of a qm9700 run at 400 Gb/s; a cable of 800 Gb/s is too fast for them");
  }

  @Test
  void aTwinPortModuleEndsTwoCablesOrFourSlowOnes() {
    Transceiver twin = CATALOG.transceiver("800g-2xsr4");
    assertThat(twin.cablesAt(800 * GBPS)).isEqualTo(1);
    assertThat(twin.cablesAt(400 * GBPS)).isEqualTo(2);
    assertThat(twin.cablesAt(200 * GBPS)).isEqualTo(4);
    assertThat(CATALOG.transceiver("400g-sr4").cablesAt(200 * GBPS)).isEqualTo(1);
    assertThatThrownBy(() -> CATALOG.transceiver("400g-sr4").cablesAt(800 * GBPS))
        .hasMessage("transceiver 400g-sr4 ends no cable of 800G");
  }

  @Test
  void modulesAreCalledByTheirRate() {
    assertThat(CATALOG.transceiver("400g-sr4").rateLabel()).isEqualTo("400G");
    assertThat(CATALOG.transceiver("1600g-2xdr4").rateLabel()).isEqualTo("1.6T");
  }
}

package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.assemble.TierChoice.End;
import weft.scenario.spec.CableSpec;
import weft.topology.build.Optics;
import weft.topology.build.TierOptics;
import weft.topology.error.TopologyException;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Transceiver;

final class TierChoiceTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final long GBPS = 1_000_000_000L;

  /** NIC usually 400g-sr4, switch usually 800g-2xsr4; an empty field is a key that is left out. */
  @ParameterizedTest
  @CsvSource({
    // nic, leaf-down, kind, metres; then what is chosen
    "'',       '',           '',  '',  400g-sr4, 800g-2xsr4, multimode-fibre,   10",
    "'',       '',           '',  30,  400g-sr4, 800g-2xsr4, multimode-fibre,   30",
    "'',       800g-2xdr4,   '',  100, 400g-dr4, 800g-2xdr4, single-mode-fibre, 100",
    "400g-fr4, '',           '',  2000, 400g-fr4, 800g-2xfr4, single-mode-fibre, 2000",
    "'',       '',           dac, '',  '',       '',         400g-dac,          3",
    "'',       '',           dac, 1.5, '',       '',         400g-dac,          1.5",
    "'',       '',           acc, '',  '',       '',         800g-acc,          5",
    "copper,   copper,       aoc, '',  '',       '',         800g-aoc,          10",
    "copper,   copper,       '',  '',  '',       '',         400g-dac,          3",
    "copper,   '',           '',  2,   '',       '',         400g-dac,          2",
    "copper,   '',   800g-dac,    2,   '',       '',         800g-dac,          2",
  })
  void whatIsLeftOpenFollowsWhatIsSaid(
      String nic,
      String leaf,
      String kind,
      String metres,
      String lower,
      String upper,
      String cable,
      double length) {
    TierOptics tier = choose(nic, leaf, kind, metres, 400);
    assertThat(name(tier.lower())).isEqualTo(lower);
    assertThat(name(tier.upper())).isEqualTo(upper);
    assertThat(tier.cable()).isEqualTo(HARDWARE.cable(cable));
    assertThat(tier.lengthMm()).isEqualTo((long) (length * 1000));
  }

  @Test
  void theSlowestCableOfAFamilyThatCarriesTheRate() {
    assertThat(choose("", "", "dac", "", 200).cable()).isEqualTo(HARDWARE.cable("200g-dac"));
    assertThat(choose("", "", "dac", "", 800).cable()).isEqualTo(HARDWARE.cable("800g-dac"));
    assertThat(choose("", "", "dac", "3", 200).cable()).isEqualTo(HARDWARE.cable("400g-dac"));
  }

  /** A switch whose usual module is DR: the NIC's usual SR module gives way. */
  @Test
  void usualModulesUnderstandEachOther() {
    Optics optics =
        new OpticsChoice(HARDWARE)
            .optics(null, null, HARDWARE.node("dgx-h100"), HARDWARE.switchType("sn5600"), 1, null);
    assertThat(name(optics.nodeLeaf().lower())).isEqualTo("400g-dr4");
    assertThat(name(optics.nodeLeaf().upper())).isEqualTo("800g-2xdr4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''|''|51|transceiver 400g-sr4 (optics.nic) reaches 50m, not 51m. Maybe optics: { nic:"
            + " 400g-dr4, leaf-down: 800g-2xdr4 }.",
        "400g-sr4|''|''|51|transceiver 400g-sr4 (optics.nic) reaches 50m, not 51m. Maybe optics: {"
            + " nic: 400g-dr4, leaf-down: 800g-2xdr4 }.",
        "''|800g-2xdr4|''|300|transceiver 400g-dr4 (optics.nic) reaches 100m, not 300m. Maybe"
            + " optics: { nic: 400g-fr4, leaf-down: 800g-2xfr4 }.",
        "''|''|''|20000|transceiver 400g-sr4 (optics.nic) reaches 50m, not 20km. Maybe"
            + " cables.node-leaf.length: 50m.",
        "400g-sr4|800g-2xdr4|''|''|transceiver 400g-sr4 (optics.nic) is SR and 800g-2xdr4"
            + " (optics.leaf-down) is DR: neither understands the other. Maybe optics.leaf-down:"
            + " 800g-2xsr4.",
        "400g-sr4|''|dac|''|a dac cable has its ends built in and takes no transceiver, so"
            + " optics.nic cannot be 400g-sr4. Maybe optics.nic: copper.",
        "copper|800g-2xsr4|''|''|optics.leaf-down is 800g-2xsr4 and there is no transceiver at the"
            + " other end. Maybe optics.leaf-down: copper.",
      })
  void contradictionsAreSaid(String nic, String leaf, String kind, String metres, String message) {
    assertThatThrownBy(() -> choose(nic, leaf, kind, metres, 400))
        .isInstanceOf(TopologyException.class)
        .hasMessage("cables.node-leaf: " + message);
  }

  /** Hosts and switches without modules: nothing is added to the latency of the link. */
  @Test
  void anIdealLinkHasNoCable() {
    assertThat(ideal(null)).isEqualTo(new TierOptics(null, null));
    assertThat(ideal(new CableSpec(30_000L, null)))
        .isEqualTo(new TierOptics(null, null, null, 30_000));
    assertThat(ideal(new CableSpec(null, "dac")).cable()).isEqualTo(HARDWARE.cable("200g-dac"));
  }

  private static TierOptics ideal(@Nullable CableSpec spec) {
    return new TierChoice(HARDWARE, "node-leaf", spec, 100 * GBPS)
        .between(new End("nic", null, null), new End("leaf-down", null, null));
  }

  private static TierOptics choose(
      String nic, String leaf, String kind, String metres, int gigabits) {
    Long lengthMm = metres.isEmpty() ? null : (long) (Double.parseDouble(metres) * 1000);
    return new TierChoice(
            HARDWARE, "node-leaf", new CableSpec(lengthMm, given(kind)), gigabits * GBPS)
        .between(
            new End("nic", given(nic), HARDWARE.transceiver("400g-sr4")),
            new End("leaf-down", given(leaf), HARDWARE.transceiver("800g-2xsr4")));
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String name(@Nullable Transceiver module) {
    return module == null ? "" : module.name();
  }
}

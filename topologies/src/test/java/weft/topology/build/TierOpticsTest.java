package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.Transceiver;

/** What cable, length and modules make of a link. Latencies are those of the catalogue. */
final class TierOpticsTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  /**
   * 400G: 140 ns of switch and NIC, 110 ns of error correction, and: 3 m of copper at 4.5 ns/m, or
   * two modules of 75 ns and 10 m or 500 m of fibre at 5 ns/m; linear modules of 5 ns. 800G: 170 ns
   * and 80 ns; the ends of an active optical cable 75 ns each; the inner code of 1.6T modules for 2
   * km 22.5 ns each.
   */
  @ParameterizedTest
  @CsvSource({
    "ndr-400g, '',            '',            400g-dac, 3,    263.5",
    "ndr-400g, 400g-sr4,      800g-2xsr4,    '',       10,   450",
    "ndr-400g, 400g-fr4,      800g-2xfr4,    '',       500,  2900",
    "ndr-400g, 800g-lpo-dr8,  800g-lpo-dr8,  '',       500,  2760",
    "ndr-400g, 400g-dr4,      800g-cpo,      '',       100,  830",
    "ndr-400g, '',            '',            800g-acc, 5,    272.5",
    "ndr-400g, '',            '',            800g-aoc, 30,   550",
    "xdr-800g, 800g-2xdr4,    1600g-2xdr4,   '',       10,   450",
    "xdr-800g, 1600g-2xfr4,   1600g-2xfr4,   '',       2000, 10445",
    "hdr-200g, 200g-sr4,      200g-sr4,      '',       10,   450",
  })
  void latencyIsASum(
      String link, String lower, String upper, String cable, int metres, double nanoseconds) {
    TierOptics tier =
        new TierOptics(
            module(lower),
            module(upper),
            cable.isEmpty() ? null : CATALOG.cable(cable),
            metres * 1_000L);
    CableClass cables = tier.cables(CableTier.LEAF_SPINE, CATALOG.link(link));
    assertThat(cables.latencyPs()).isEqualTo(Math.round(nanoseconds * 1000));
  }

  /** 450 ns a cable with its switch: what was measured, for all that nodes usually hold. */
  @Test
  void usualModulesAndLengthsTakeWhatWasMeasured() {
    for (NodeType node : CATALOG.nodes()) {
      Transceiver atNic = node.nicTransceiver();
      if (atNic != null && atNic.medium() == medium(node)) {
        Topology topology = Clos.leafSpine(node, 2, 1, 1).wiring(Wiring.RACK).build();
        assertThat(topology.cables())
            .filteredOn(cable -> !cable.tier().insideNode())
            .isNotEmpty()
            .allSatisfy(cable -> assertThat(cable.latencyPs()).as(node.name()).isEqualTo(450_000));
      }
    }
  }

  private static Object medium(NodeType node) {
    Transceiver inSwitch = node.switchType().transceiver();
    assertThat(inSwitch).isNotNull();
    return inSwitch.medium();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400g-sr4|800g-2xsr4|''|51000|transceiver 400g-sr4 reaches 50m, not 51m",
        "400g-dr4|800g-2xdr4|''|100001|transceiver 400g-dr4 reaches 100m, not 100.001m",
        "''|''|400g-dac|4000|cable 400g-dac reaches 3m, not 4m. Maybe length: 3m, or another kind"
            + " of cable.",
        "''|''|200g-dac|1000|cable 200g-dac carries at most 200G, not 400G",
        "400g-sr4|''|400g-dac|1000|cable 400g-dac has its ends built in and takes no transceiver"
            + " 400g-sr4. Maybe copper.",
        "400g-sr4|800g-2xsr4|single-mode-fibre|1000|transceiver 400g-sr4 sends over multimode"
            + " fibre, and cable single-mode-fibre is not. Maybe multimode-fibre.",
        "400g-sr4|''|multimode-fibre|1000|cable multimode-fibre needs a transceiver at each end."
            + " Maybe dac.",
        "400g-sr4|800g-2xsr4|''|-1|length: -1 mm is out of range; it lies between 0 and 40,000 km",
      })
  void whatDoesNotFitIsSaid(
      String lower, String upper, String cable, long lengthMm, String message) {
    TierOptics tier =
        new TierOptics(
            module(lower), module(upper), cable.isEmpty() ? null : CATALOG.cable(cable), lengthMm);
    assertThatThrownBy(() -> tier.cables(CableTier.LEAF_SPINE, CATALOG.link("ndr-400g")))
        .isInstanceOf(TopologyException.class)
        .hasMessage("leaf-spine: " + message);
  }

  @Test
  void anEngineInASwitchIsNoModuleOfANic() {
    TierOptics tier = new TierOptics(module("800g-cpo"), module("800g-cpo"));
    assertThatThrownBy(() -> new Optics(tier, tier, tier))
        .isInstanceOf(TopologyException.class)
        .hasMessage("800g-cpo is part of a switch and cannot end a cable at a NIC");
  }

  private static @Nullable Transceiver module(String name) {
    return name.isEmpty() ? null : CATALOG.transceiver(name);
  }
}

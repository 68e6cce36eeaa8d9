package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.BillItem.Part;
import weft.topology.build.Clos;
import weft.topology.build.Optics;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.TierOptics;
import weft.topology.build.Wiring;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.CableType;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.Sourced;
import weft.topology.hardware.Transceiver;

/** Counts, watts and dollars, worked out by hand from the figures of the catalogue. */
final class BillOfMaterialsTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  /**
   * NVIDIA RA-11333-001 V11 table 8, 127 nodes: 48 switches, 1,536 modules in switches and 508 in
   * nodes, all alike, and 2,040 cables.
   */
  @Test
  void superPodOf127Nodes() {
    Transceiver twinPort = CATALOG.transceiver("800g-2xsr4");
    TierOptics twinPorts = new TierOptics(twinPort, twinPort);
    Optics optics = new Optics(twinPorts, twinPorts, twinPorts);
    BillOfMaterials bill =
        BillOfMaterials.of(new SuperPod(H100, 4).nodes(127).optics(optics).build(), H100.gpu());
    assertThat(bill.gpus()).isEqualTo(1016);
    assertThat(bill.items())
        .containsExactly(
            new BillItem(Part.GPU, "h100", "", 1016, new Sourced(700, true), null),
            new BillItem(Part.SWITCH, "qm9700", "", 48, new Sourced(747, false), null),
            new BillItem(
                Part.TRANSCEIVER,
                "800g-2xsr4",
                "800G",
                1536 + 508,
                new Sourced(15, true),
                new Sourced(900, false)),
            new BillItem(Part.CABLE, "multimode-fibre", "30m", 2040, new Sourced(0, true), null));
    assertThat(bill.power())
        .isEqualTo(
            new BillTotal(1016 * 700 + 48 * 747 + 2044 * 15, 1016 + 48 + 2044 + 2040, 0, false));
    assertThat(bill.networkPower())
        .isEqualTo(new BillTotal(48 * 747 + 2044 * 15, 48 + 2044 + 2040, 0, false));
    assertThat(bill.price()).isEqualTo(new BillTotal(2044 * 900, 2044, 1016 + 48 + 2040, false));
  }

  /** One cable of fibre by name, one that follows from its modules; 400 Gb/s and 200 Gb/s. */
  @Test
  void fibreIsOneLineAndAMixedTierHasTwoRates() {
    Transceiver module = CATALOG.transceiver("400g-sr4");
    CableType fibre = CATALOG.cable("multimode-fibre");
    LinkType slow = LinkType.lossless("slow", 200_000_000_000L, 1_000);
    LinkType fast = LinkType.lossless("fast", 400_000_000_000L, 1_000);
    TopologyBuilder builder = new TopologyBuilder("mixed");
    Device gpu = builder.addDevice(DeviceKind.GPU, "gpu", 0, 0);
    Device leaf = builder.addDevice(DeviceKind.SWITCH, "switch", Device.NONE, Device.NONE);
    CableTier tier = CableTier.GPU_SWITCH;
    builder.connect(new CableClass(tier, slow, module, module, fibre, 10_000), gpu, leaf);
    builder.connect(new CableClass(tier, fast, module, module, null, 20_000), gpu, leaf);
    Topology topology = builder.build();
    assertThat(BillOfMaterials.of(topology, null).items())
        .filteredOn(item -> item.part() == Part.CABLE)
        .containsExactly(
            new BillItem(Part.CABLE, "multimode-fibre", "30m", 2, new Sourced(0, true), null));
    // 20 m at 5 ns/m, and 1 ns of the link.
    assertThat(TopologySummary.of(topology).tiers())
        .containsExactly(
            new TierSummary(
                tier.name(),
                tier.label(),
                false,
                2,
                200_000_000_000L,
                400_000_000_000L,
                101_000,
                1));
  }

  /**
   * Two nodes, each on its leaf, one spine: 16 cables of copper below, 2 m, 2 × 0.1 W and no price;
   * two above of active optics, 30 m, 2 × 14 W and 1,100 dollars.
   */
  @Test
  void copperBelowActiveOpticsAbove() {
    TierOptics copper = new TierOptics(null, null, CATALOG.cable("400g-dac"), 2_000);
    TierOptics active = new TierOptics(null, null, CATALOG.cable("800g-aoc"), 30_000);
    Topology topology =
        Clos.leafSpine(H100, 2, 1, 1)
            .wiring(Wiring.RACK)
            .optics(new Optics(copper, active, active))
            .build();
    BillOfMaterials bill = BillOfMaterials.of(topology, H100.gpu());
    assertThat(bill.items())
        .filteredOn(item -> item.part() == Part.CABLE)
        .containsExactly(
            new BillItem(Part.CABLE, "400g-dac", "3m", 16, new Sourced(0.2, true), null),
            new BillItem(
                Part.CABLE,
                "800g-aoc",
                "30m",
                2,
                new Sourced(28, false),
                new Sourced(1100, false)));
    assertThat(bill.networkPower().sum()).isEqualTo(3 * 747 + 16 * 0.2 + 2 * 28);
    assertThat(bill.networkPower().verified()).isFalse();
    assertThat(bill.price()).isEqualTo(new BillTotal(2200, 2, 16 + 3 + 16, false));
  }

  /** Engines count apart: they are no modules. */
  @Test
  void coPackagedEnginesBelongToTheirSwitch() {
    TierOptics below =
        new TierOptics(CATALOG.transceiver("400g-dr4"), CATALOG.transceiver("800g-cpo"));
    TierOptics above =
        new TierOptics(CATALOG.transceiver("800g-cpo"), CATALOG.transceiver("800g-cpo"));
    Topology topology =
        Clos.leafSpine(H100, 2, 1, 2)
            .wiring(Wiring.RACK)
            .optics(new Optics(below, above, above))
            .build();
    // 8 cables below each of two leaves, two above: 4 + 1 engines a leaf, 1 a spine.
    assertThat(BillOfMaterials.of(topology, null).items())
        .extracting(item -> item.part().key() + " " + item.name() + " " + item.count())
        .containsExactly(
            "gpu unknown 16",
            "switch qm9700 4",
            "transceiver 400g-dr4 16",
            "co-packaged 800g-cpo 12",
            "cable single-mode-fibre 20");
    assertThat(TopologySummary.of(topology).transceivers()).containsOnlyKeys("400G");
  }

  @Test
  void whatNobodySaidIsUnknownAndNeverFree() {
    Topology topology = new SingleSwitch(3, LinkType.lossless("x", 1_000, 0)).build();
    BillOfMaterials bill = BillOfMaterials.of(topology, null);
    assertThat(bill.items())
        .containsExactly(
            new BillItem(Part.GPU, "unknown", "", 3, null, null),
            new BillItem(Part.SWITCH, "unknown", "", 1, null, null),
            new BillItem(Part.CABLE, "unknown", "unknown", 3, null, null));
    assertThat(bill.power()).isEqualTo(new BillTotal(0, 0, 7, true));
  }

  @ParameterizedTest
  @CsvSource({
    "0, unknown",
    "1, 3m",
    "3000, 3m",
    "3001, 30m",
    "30000, 30m",
    "100000, 100m",
    "500000, 500m",
    "500001, 2km",
    "2000000, 2km",
    "2000001, longer",
  })
  void lengthClasses(long lengthMm, String key) {
    assertThat(LengthClass.of(lengthMm).key()).isEqualTo(key);
  }
}

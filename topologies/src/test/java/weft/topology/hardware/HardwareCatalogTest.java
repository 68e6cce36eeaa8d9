package weft.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.error.TopologyException;

final class HardwareCatalogTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  @Test
  void everyFigureHasASource() {
    assertThat(CATALOG.figures())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            figure -> {
              assertThat(figure.source()).as(figure.subject()).hasSizeGreaterThan(5);
              assertThat(figure.unit()).as(figure.subject()).isNotBlank();
            });
  }

  @Test
  void everyKindHasFigures() {
    assertThat(CATALOG.kinds())
        .allSatisfy(kind -> assertThat(CATALOG.figures(kind)).as(kind).isNotEmpty());
  }

  @Test
  void whatNobodyVerifiedIsMarked() {
    assertThat(CATALOG.figures("link"))
        .filteredOn(figure -> figure.name().equals("pcie5") && figure.property().equals("rate"))
        .singleElement()
        .satisfies(figure -> assertThat(figure.confidence().verified()).isFalse());
    assertThat(CATALOG.figures())
        .filteredOn(figure -> figure.source().matches(".*(not verified|assumed).*"))
        .isNotEmpty()
        .allSatisfy(
            figure ->
                assertThat(figure.confidence())
                    .as(figure.subject())
                    .isEqualTo(Confidence.UNSOURCED));
  }

  /** stas00/ml-engineering, read; the sparse column from the report's table 2, corrected. */
  @ParameterizedTest
  @CsvSource({
    "a100,  312,  624, 271.2,  80, 2000",
    "h100,  989, 1979, 794.5,  80, 3350",
    "h200,  989, 1979, 794.5, 141, 4800",
    "b200, 2250, 4500,  1745, 180, 8000",
    "gb200, 2500, 5000, 1822, 186, 8000",
  })
  void gpus(
      String name, double dense, double sparse, double measured, long memoryGb, long memoryGbps) {
    Gpu gpu = CATALOG.gpu(name);
    assertThat(gpu.dense().bf16FlopPerSecond()).isEqualTo(dense * 1e12);
    assertThat(gpu.dense().fp16FlopPerSecond()).hasValue(dense * 1e12);
    assertThat(gpu.sparse().orElseThrow().bf16FlopPerSecond()).isEqualTo(sparse * 1e12);
    assertThat(gpu.measuredBf16FlopPerSecond()).hasValue(measured * 1e12);
    assertThat(gpu.memoryBytes()).isEqualTo(memoryGb * 1_000_000_000);
    assertThat(gpu.memoryBytesPerSecond()).isEqualTo(memoryGbps * 1_000_000_000);
  }

  @Test
  void onlySomeGpusComputeInFp8() {
    assertThat(CATALOG.gpu("a100").dense().fp8FlopPerSecond()).isEmpty();
    assertThat(CATALOG.gpu("h100").dense().fp8FlopPerSecond()).hasValue(1979e12);
    assertThat(CATALOG.gpu("h100").sparse().orElseThrow().fp8FlopPerSecond()).hasValue(3958e12);
  }

  @Test
  void sparsityDoublesTheDensePeak() {
    assertThat(CATALOG.gpu("tpu-v4").sparse()).isEmpty();
    assertThat(CATALOG.gpus())
        .filteredOn(gpu -> gpu.sparse().isPresent())
        .hasSize(7)
        .allSatisfy(
            gpu ->
                assertThat(
                        gpu.sparse().orElseThrow().bf16FlopPerSecond()
                            / gpu.dense().bf16FlopPerSecond())
                    .as(gpu.name())
                    .isBetween(1.99, 2.01));
  }

  /** Payload of NVLink by the constants of NCCL 2.30.7; of a 400G NIC 48.5 GB/s. */
  @ParameterizedTest
  @CsvSource({
    "nvlink3,  2400000000000, 1920000000000, 300000",
    "nvlink4,  3600000000000, 2966400000000, 300000",
    "nvlink5,  7200000000000, 5774400000000, 300000",
    "pcie5,     504000000000,  443520000000, 950000",
    "hdr-200g,  200000000000,  192000000000, 140000",
    "ndr-400g,  400000000000,  388000000000, 140000",
    "xdr-800g,  800000000000,  776000000000, 170000",
  })
  void links(String name, long rateBps, long payloadRateBps, long latencyPs) {
    LinkType link = CATALOG.link(name);
    assertThat(link.rateBps()).isEqualTo(rateBps);
    assertThat(link.payloadRateBps()).isEqualTo(payloadRateBps);
    assertThat(link.latencyPs()).isEqualTo(latencyPs);
  }

  @Test
  void everyGpuOfADgxHasANic() {
    assertThat(CATALOG.nodes())
        .extracting(NodeType::name)
        .startsWith("dgx-a100", "dgx-h100", "dgx-h200", "dgx-b200", "h100-800g", "gb200-nvl72");
    assertThat(CATALOG.nodes())
        .filteredOn(node -> node.name().startsWith("dgx"))
        .allSatisfy(
            node -> {
              assertThat(node.gpus()).isEqualTo(8);
              assertThat(node.nics()).isEqualTo(8);
            });
    assertThat(CATALOG.node("dgx-h100").gpu()).isEqualTo(CATALOG.gpu("h100"));
  }

  /** The middle of a range of prices; none where nobody states one, which is not 0. */
  @Test
  void modulesAndCables() {
    assertThat(CATALOG.transceivers()).hasSize(16);
    assertThat(CATALOG.transceiver("400g-sr4").price()).isEqualTo(new Sourced(550, false));
    assertThat(CATALOG.transceiver("400g-sr4").power()).isEqualTo(new Sourced(8, true));
    assertThat(CATALOG.transceiver("1600g-lpo").price()).isNull();
    assertThat(CATALOG.transceivers())
        .filteredOn(Transceiver::coPackaged)
        .extracting(Transceiver::name)
        .containsExactly("1600g-cpo", "800g-cpo");
    assertThat(CATALOG.cables())
        .extracting(CableType::name)
        .containsExactly(
            "200g-dac",
            "400g-dac",
            "800g-dac",
            "800g-acc",
            "200g-aoc",
            "800g-aoc",
            "multimode-fibre",
            "single-mode-fibre");
    assertThat(CATALOG.cable("400g-dac").price()).isNull();
    assertThat(CATALOG.cable("multimode-fibre").propagationPs(10_000)).isEqualTo(50_000);
    assertThat(CATALOG.switches()).hasSize(15);
    assertThat(CATALOG.switchType("tomahawk-ultra").latencyPs()).hasValue(250_000);
  }

  /** What the source document prints stays beside its correction. */
  @Test
  void gpusKeepWhatWasPrinted() {
    assertThat(CATALOG.gpus()).hasSize(17);
    assertThat(CATALOG.gpu("gb200").asPrinted())
        .containsEntry("bf16", "10 PF")
        .containsEntry("memory", "384 GB");
    assertThat(CATALOG.gpu("tpu-v4").dense().fp16FlopPerSecond()).isEmpty();
    assertThat(CATALOG.gpu("tpu-v4").power()).isNull();
    assertThat(CATALOG.gpu("h100").power()).isEqualTo(new Sourced(700, true));
    assertThat(CATALOG.gpu("b200").power()).isEqualTo(new Sourced(1000, false));
  }

  @Test
  void anUnknownNameGetsASuggestion() {
    assertThatThrownBy(() -> CATALOG.gpu("h10"))
        .isInstanceOf(TopologyException.class)
        .hasMessage("unknown gpu \"h10\". Maybe h100.");
    assertThatThrownBy(() -> CATALOG.node("dgx_b200"))
        .hasMessage("unknown node \"dgx_b200\". Maybe dgx-b200.");
    assertThatThrownBy(() -> CATALOG.link("carrier-pigeon"))
        .hasMessageStartingWith("unknown link \"carrier-pigeon\". Known: nvlink3, nvlink4,");
    assertThatThrownBy(() -> CATALOG.figures("gpus"))
        .hasMessage("unknown kind \"gpus\". Maybe gpu.");
  }
}

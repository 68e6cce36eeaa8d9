package weft.scenario.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.assemble.ScenarioHardware;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;
import weft.topology.analyse.TopologySummary;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.Sourced;
import weft.topology.hardware.SwitchType;

/** Hardware that a scenario brings along becomes what it says, and reaches the fabric. */
final class OwnHardwareTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final ModelCatalog MODELS = ModelCatalog.standard();

  private static final String COLLECTIVE =
      "workload: { collective: { operation: all_reduce, begin: 1MiB } }\n";
  private static final String REST =
      """
      fabric: { leaf-spine: { node: lab, nodes: 4, nodes-per-unit: 2, spines: 2 } }
      workload: { collective: { operation: all_reduce, begin: 1MiB } }
      """;
  private static final String CATALOG =
      """
      catalog:
        node:
          lab: { based-on: half, switch: my-switch, nic-transceiver: my-module }
          half: { based-on: dgx-h100, gpus: 4, nics: 2 }
        switch:
          my-switch: { based-on: qm9700, ports: 128, port-rate: 100GB/s, label: mine }
        transceiver:
          my-module:
            { rate: 400Gbps, cables: 1, pmd: SR, reach: 50m, latency: 75ns, power: 7.5 W }
        gpu:
          h100: { memory: 96GiB, bf16-dense: 1.5 PFLOP/s }
        link:
          nvlink4: { rate: 500GBps, latency: 0.5us, payload-efficiency: 0.9 }
      """;

  @Test
  void isWhatItsFiguresSay() {
    HardwareCatalog own = hardware(load(REST + CATALOG));
    NodeType lab = own.node("lab");
    assertThat(lab.gpus()).isEqualTo(4);
    assertThat(lab.nics()).isEqualTo(2);
    assertThat(lab.label()).as("new, so called by its name").isEqualTo("lab");
    assertThat(lab.gpu().memoryBytes()).isEqualTo(96L << 30);
    assertThat(lab.gpu().dense().bf16FlopPerSecond()).isEqualTo(1.5e15);
    assertThat(lab.gpu().label()).as("known, so called as before").isEqualTo("H100 SXM 80GB");
    assertThat(lab.gpu().dense().fp16FlopPerSecond()).as("as before").hasValue(989e12);
    LinkType scaleUp = Objects.requireNonNull(lab.scaleUp().link());
    assertThat(scaleUp.rateBps()).isEqualTo(4_000_000_000_000L);
    assertThat(scaleUp.latencyPs()).isEqualTo(500_000);
    assertThat(scaleUp.payloadRateBps()).isEqualTo(3_600_000_000_000L);
    assertThat(lab.nicTransceiver().power()).isEqualTo(new Sourced(7.5, true));
    assertThat(lab.nicTransceiver().reachMm()).isEqualTo(50_000);
    SwitchType mine = lab.switchType();
    assertThat(mine.ports()).isEqualTo(128);
    assertThat(mine.portRateBps()).isEqualTo(800_000_000_000L);
    assertThat(mine.label()).isEqualTo("mine");
    assertThat(mine.transceiver()).isEqualTo(HARDWARE.switchType("qm9700").transceiver());
  }

  @Test
  void canDoWithoutWhatItStartsFrom() {
    String text =
        REST
            + """
            catalog:
              node:
                lab: { based-on: dgx-h100, scale-up: none, scale-up-link: none, scale-up-switches: 0 }
              gpu:
                h100: { fp8-dense: none }
            """;
    HardwareCatalog own = hardware(load(text));
    assertThat(own.node("lab").scaleUp().link()).isNull();
    assertThat(own.node("dgx-h100").scaleUp().link()).isNotNull();
    assertThat(own.gpu("h100").dense().fp8FlopPerSecond()).isEmpty();
    assertThatThrownBy(() -> load(text.replace("fp8-dense", "bf16-dense")))
        .hasMessageContaining("catalog.gpu.h100.bf16-dense: \"none\" is not a number with a unit.");
  }

  @Test
  void reachesTheFabric() {
    ScenarioLoader.Loaded loaded = load(REST + CATALOG);
    assertThat(loaded.warnings().list()).isEmpty();
    TopologySummary fabric =
        TopologySummary.of(new Assembler(HARDWARE, MODELS).topology(loaded.spec()));
    assertThat(fabric.gpus()).isEqualTo(16);
    assertThat(fabric.transceiverCounts())
        .anySatisfy(one -> assertThat(one.transceiver().name()).isEqualTo("my-module"));
  }

  @Test
  void trains() {
    ScenarioLoader.Loaded loaded =
        load(
            """
            catalog: { node: { lab: { based-on: dgx-h100 } } }
            fabric: { leaf-spine: { node: lab, nodes: 2, nodes-per-unit: 2, spines: 1 } }
            workload:
              training:
                model: { hidden: 1024, layers: 8, heads: 8, vocabulary: 51200 }
                parallelism: { tensor: 8, pipeline: 1, data: 2 }
                global-batch: 8
                sequence: 1024
            """);
    assertThat(new Assembler(HARDWARE, MODELS).gpu(loaded.spec()).name()).isEqualTo("h100");
  }

  private static final String DR4_NODE =
      """
      catalog:
        node:
          lab: { based-on: dgx-h100, nic-transceiver: 400g-dr4, switch: tomahawk-4 }
      """;

  /** The usual SR4 of the switch gives way to the DR4 that the node's entry asks for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fabric: { leaf-spine: { node: lab, nodes: 4, nodes-per-unit: 2, spines: 2 } }",
        "fabric: { switch-torus: { node: lab, dimensions: [2, 2], nodes-per-switch: 1 } }",
      })
  void theModuleOfAnOwnNodeIsNotThrownAway(String fabric) {
    ScenarioLoader.Loaded loaded = load(fabric + "\n" + COLLECTIVE + DR4_NODE);
    assertThat(loaded.warnings().list()).isEmpty();
    TopologySummary summary =
        TopologySummary.of(new Assembler(HARDWARE, MODELS).topology(loaded.spec()));
    assertThat(summary.transceiverCounts())
        .filteredOn(one -> one.transceiver().name().equals("400g-dr4"))
        .as("at the NICs, and at the switches towards them")
        .extracting(one -> one.count())
        .containsExactlyInAnyOrder(32, 32);
  }

  @Test
  void theModuleOfAnOwnNodeContradictsOthers() {
    String fabric = "fabric: { leaf-spine: { node: lab, nodes: 4, nodes-per-unit: 2, spines: 2, ";
    assertThatThrownBy(
            () -> load(fabric + "optics: { leaf-down: 400g-sr4 } } }\n" + COLLECTIVE + DR4_NODE))
        .hasMessageContaining(
            "transceiver 400g-dr4 (nic-transceiver of the node) is DR and 400g-sr4"
                + " (optics.leaf-down) is SR: neither understands the other. Maybe"
                + " optics.leaf-down: 400g-dr4.");
    assertThatThrownBy(
            () ->
                load(fabric + "cables: { node-leaf: { kind: dac } } } }\n" + COLLECTIVE + DR4_NODE))
        .hasMessageContaining(
            "a dac cable has its ends built in and takes no transceiver, so nic-transceiver of the"
                + " node cannot be 400g-dr4. Maybe optics.nic: copper.");
  }

  @Test
  void figuresSayWhereTheyComeFrom() {
    HardwareCatalog own =
        hardware(load(REST + CATALOG, "catalog.switch.my-switch.cables-per-port=4"));
    assertThat(own.figures("switch", "my-switch"))
        .extracting(Figure::property, Figure::value, Figure::unit, Figure::confidence)
        .startsWith(
            tuple("label", "mine", "text", Confidence.GIVEN),
            tuple("ports", "128", "count", Confidence.GIVEN),
            tuple("port-rate", "800", "Gb/s", Confidence.GIVEN),
            tuple("cables-per-port", "4", "count", Confidence.GIVEN),
            tuple("transceiver", "800g-2xsr4", "name", Confidence.READ));
    assertThat(own.figures("switch", "my-switch").stream().map(Figure::source))
        .startsWith(
            "scenario file, line 8",
            "scenario file, line 8",
            "scenario file, line 8",
            "command line, --set catalog.switch.my-switch.cables-per-port",
            "as qm9700: NVIDIA RA-11333-001 V11 (DGX H100 SuperPOD, 2023-09-22) table 8");
    assertThat(own.figures("link", "nvlink4").stream().map(Figure::unit))
        .as("in the unit that it had")
        .startsWith("text", "GB/s", "ratio", "ns");
    assertThat(own.figures("node", "lab").stream().map(Figure::confidence))
        .as("what nobody verified remains so")
        .containsAll(
            HARDWARE.figures("node", "dgx-h100").stream()
                .map(Figure::confidence)
                .filter(confidence -> !confidence.verified())
                .toList());
  }

  /** Wherever a name of the kind can stand. */
  @ParameterizedTest
  @CsvSource({
    "fabric.leaf-spine.node, half",
    "fabric.leaf-spine.switch-type, my-switch",
    "fabric.leaf-spine.optics.nic, my-module",
    "catalog.node.lab.switch, my-switch",
    "catalog.node.lab.based-on, half",
  })
  void canBeNamedInOptions(String path, String name) {
    assertThat(load(REST + CATALOG, path + "=" + name).spec()).isNotNull();
    String misspelt = name + "x";
    assertThatThrownBy(() -> load(REST + CATALOG, path + "=" + misspelt))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("\"" + misspelt + "\". Maybe " + name + ".");
  }

  @Test
  @Tag("slow")
  void aLongChainIsFollowed() {
    String chain =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "    n%d: { based-on: n%d }\n".formatted(i, i + 1))
            .collect(Collectors.joining());
    String text =
        REST.replace("lab", "n0")
            + "catalog:\n  node:\n"
            + chain
            + "    n10000: { based-on: dgx-h100, gpus: 4, nics: 4 }\n";
    ScenarioLoader.Loaded loaded =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> load(text));
    assertThat(loaded.warnings().list()).isEmpty();
    assertThat(hardware(loaded).node("n0").gpus()).isEqualTo(4);
  }

  /** Mistakes of every kind in great numbers take no great time. */
  @ParameterizedTest
  @CsvSource({
    "'{ based-on: m%d }'",
    "'{ based-on: n%d }'",
    "'{ gpus: 3 }'",
    "'{ based-on: dgx-h100, gpus: -1, switch: x%d }'",
    "'{ based-on: dgx-h100, nics: 3 }'",
    "'{ based-on: dgx-h100, colour: %d }'",
    "'%d'",
  })
  @Tag("slow")
  void manyMistakesAreFoundInTime(String entry) {
    String all =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "    n%d: %s\n".formatted(i, entry.formatted((i + 1) % 10_000)))
            .collect(Collectors.joining());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> load(REST + "catalog:\n  node:\n" + all))
                .isInstanceOf(ScenarioException.class));
  }

  private static HardwareCatalog hardware(ScenarioLoader.Loaded loaded) {
    return ScenarioHardware.of(HARDWARE, loaded.spec().catalog());
  }

  private static ScenarioLoader.Loaded load(String text, String... settings) {
    List<Setting> parsed = Arrays.stream(settings).map(Setting::parse).toList();
    return new ScenarioLoader(new KnownNames(HARDWARE, MODELS)).load("my.yaml", "my", text, parsed);
  }
}

package weft.scenario.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.packet.transport.Ndp;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;
import weft.topology.hardware.HardwareCatalog;

/** A transport of a scenario is that of the engine, with the same defaults. */
final class TransportKindsTest {

  private static final ScenarioLoader LOADER =
      new ScenarioLoader(new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard()));

  static List<String> names() {
    return Transports.all().stream().map(Transports.Entry::name).toList();
  }

  private static TransportKind kind(String transport) {
    ScenarioSpec spec =
        LOADER
            .load(
                "my.yaml",
                "my",
                """
                fabric: { single-switch: { gpus: 2, gpu: h100, rate: 400Gbps, latency: 1us } }
                network: { model: packet, packet: { transport: %s } }
                workload: { collective: { operation: all_reduce, begin: 1MiB } }
                """
                    .formatted(transport),
                List.of())
            .spec();
    return TransportKinds.of(spec.network().packet().transport());
  }

  @ParameterizedTest
  @MethodSource("names")
  void defaultsAreTheSameInBothPlaces(String name) {
    TransportKind defaults = Transports.named(name).orElseThrow().defaults();
    assertThat(kind(name)).isEqualTo(defaults);
    assertThat(kind("{ " + name + ": {} }")).isEqualTo(defaults);
  }

  @ParameterizedTest
  @MethodSource("names")
  void parametersArrive(String name) {
    TransportKind slow = kind("{ " + name + ": { timeout: 3s } }");
    assertThat(slow.toString()).contains("timeoutPs=3000000000000");
  }

  @Test
  void padding() {
    assertThat(kind("{ roce: { window: 1MB, pad: on } }"))
        .isEqualTo(
            new WindowTransport.Parameters(
                1_000_000, WindowTransport.Parameters.DEFAULT.timeoutPs(), true));
    assertThat(kind("{ roce: {} }").create().padsLastPacket()).isFalse();
    assertThat(kind("{ ndp: { first-window: 7 } }"))
        .isEqualTo(new Ndp.Parameters(7, 0.99, Ndp.Parameters.DEFAULT.timeoutPs()));
  }
}

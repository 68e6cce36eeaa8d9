package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.PacketFigures;
import weft.sim.metrics.PortFigures;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.run.PacketNetwork.ScaleUp;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Program;

/** The packet model behind the facade. */
@Tag("slow")
final class PacketSimulationTest {

  private static final long G400 = 400_000_000_000L;

  private static final SwitchOptions LOSSLESS =
      new SwitchOptions(
          1 << 24,
          1,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          false,
          new int[] {1},
          false,
          null,
          new Pfc(100_000, 90_000, 200_000),
          false);

  private static PacketNetwork network(SwitchOptions switches, ScaleUp scaleUp) {
    return new PacketNetwork(
        new PacketOptions(
            Wire.DEFAULT,
            switches,
            () -> new WindowTransport(Long.MAX_VALUE, 1_000_000_000, false),
            PathPolicy.ECMP,
            1,
            0,
            PacketOptions.Completion.RECEIVED),
        scaleUp);
  }

  /** Nodes of GPUs on an NVSwitch, 2.5 times as fast as the NICs, which all are on one leaf. */
  private static Fabric nodes(int nodes, int gpus) {
    FabricSketch sketch = new FabricSketch();
    for (int node = 0; node < nodes; node++) {
      String[] names = new String[gpus];
      for (int gpu = 0; gpu < gpus; gpu++) {
        names[gpu] = "g" + node + "-" + gpu;
      }
      sketch.node(names).switches(1, "nv" + node);
      for (int gpu = 0; gpu < gpus; gpu++) {
        String nic = "n" + node + "-" + gpu;
        sketch
            .nic(2, nic, gpu)
            .cable(names[gpu], "nv" + node, 1_000_000_000_000L, 500_000)
            .cable(names[gpu], nic, G400, 200_000);
      }
    }
    sketch.switches(3, "leaf");
    for (int node = 0; node < nodes; node++) {
      for (int gpu = 0; gpu < gpus; gpu++) {
        sketch.cable("n" + node + "-" + gpu, "leaf", G400, 400_000);
      }
    }
    return sketch.build();
  }

  /**
   * 2(n − 1)/n · bytes, as packets of 4,160 bytes, each with an acknowledgement of 64 bytes of what
   * comes the other way; a packet more for the switch; and 14 · 1 µs. The first and last round trip
   * have no acknowledgements: hence 0.1 %.
   */
  @ParameterizedTest
  @EnumSource(RunMode.class)
  void aRingOnOneSwitchTakesTheClosedForm(RunMode mode) {
    long bytes = 1L << 26;
    Program program = CollectiveProgram.of(8, Operation.ALL_REDUCE, bytes);
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(FabricSketch.star(8, G400, 500_000), program)
                .withPackets(network(SwitchOptions.FIFO, ScaleUp.FLOW))
                .withMode(mode));
    double packets = 14 / 8.0 * bytes / 4096;
    double expectedPs = (packets + 1) * (4160 + 64) * 8 / 0.4 + 14e6;
    assertThat(result.collectives().get(0).timePs())
        .isCloseTo(expectedPs, within(expectedPs * 1e-3));
    PacketFigures figures = Objects.requireNonNull(result.packets());
    assertThat(figures.sent()).isEqualTo((long) (8 * packets));
    assertThat(figures.repeated() + figures.dropped() + figures.pauses()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ScaleUp.class)
  void transfersThatStayInADomainAreFlowsOrPackets(ScaleUp scaleUp) {
    long bytes = 1L << 26;
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(nodes(2, 8), CollectiveProgram.of(8, Operation.ALL_REDUCE, bytes))
                .withPackets(network(LOSSLESS, scaleUp)));
    long sent = Objects.requireNonNull(result.packets()).sent();
    assertThat(sent).isEqualTo(scaleUp == ScaleUp.FLOW ? 0 : 8 * 14 * bytes / 8 / 4096);
  }

  /**
   * What the fast default leaves out is the time of a packet for each switch; and, step by step, as
   * channels share NVLink, that chunks of several channels that meet on a link go one after the
   * other as packets, at once as flows. docs/validation.md has the figures.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void flowsInsideTheDomainAreCloseToPackets(int nodes) {
    for (long bytes = 1L << 20; bytes <= 1L << 28; bytes <<= 4) {
      Program program = CollectiveProgram.of(8 * nodes, Operation.ALL_REDUCE, bytes);
      SimulationSpec spec = SimulationSpec.of(nodes(nodes, 8), program);
      double flows = timePs(spec.withPackets(network(LOSSLESS, ScaleUp.FLOW)));
      double packets = timePs(spec.withPackets(network(LOSSLESS, ScaleUp.PACKET)));
      double most = nodes > 1 && bytes < 1 << 28 ? 0.015 : 0.001;
      assertThat(flows / packets - 1).isBetween(-most, most);
    }
  }

  /** The verdict on a collective is the flow model's, whether latency or a link bounds it. */
  @ParameterizedTest
  @CsvSource({"256, latency", "268435456, wire"})
  void whatBoundsACollectiveIsWhatTheFlowModelSays(long bytes, String bound) {
    SimulationSpec spec =
        SimulationSpec.of(nodes(4, 2), CollectiveProgram.of(8, Operation.ALL_REDUCE, bytes));
    String flows = Simulation.run(spec).collectives().get(0).boundBy();
    SimulationSpec packets = spec.withPackets(network(LOSSLESS, ScaleUp.FLOW));
    assertThat(Simulation.run(packets).collectives().get(0).boundBy())
        .isEqualTo(flows)
        .isEqualTo(bound);
  }

  private static double timePs(SimulationSpec spec) {
    return Simulation.run(spec).collectives().get(0).timePs();
  }

  /** The only cable between two leaves is shared by two flows; the small queue before it drops. */
  @Test
  void theWorstPortsAreNamed() {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1");
    for (String gpu : new String[] {"a0", "a1"}) {
      sketch.gpus(gpu).cable(gpu, "l0", G400, 500_000);
    }
    for (String gpu : new String[] {"b0", "b1"}) {
      sketch.gpus(gpu).cable(gpu, "l1", G400, 500_000);
    }
    Fabric fabric =
        sketch
            .switches(2, "s")
            .cable("l0", "s", G400, 500_000)
            .cable("l1", "s", G400, 500_000)
            .build();
    SwitchOptions small =
        new SwitchOptions(
            1 << 20, 1, 50_000, 50_000, false, new int[] {1}, false, null, null, false);
    Program program = CollectiveProgram.of(4, Operation.ALL_REDUCE, 1, 1 << 22);
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(fabric, program)
                .withPlacement(0, 2, 1, 3)
                .withPackets(network(small, ScaleUp.FLOW)));
    PacketFigures figures = Objects.requireNonNull(result.packets());
    assertThat(figures.dropped()).isPositive();
    assertThat(figures.repeated()).isGreaterThanOrEqualTo(figures.dropped());
    assertThat(figures.ports().subList(0, 2))
        .extracting(PortFigures::link)
        .containsExactlyInAnyOrder("l0 → s", "l1 → s");
    assertThat(figures.ports().get(0).peakBytes()).isBetween(40_000L, 50_000L);
    assertThat(figures.ports().stream().mapToLong(PortFigures::dropped).sum())
        .as("acknowledgements included")
        .isGreaterThanOrEqualTo(figures.dropped());
  }

  @Test
  void theModelAndItsNetworkGoTogether() {
    SimulationSpec spec =
        SimulationSpec.of(nodes(1, 2), CollectiveProgram.of(2, Operation.ALL_REDUCE, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec.withModel(NetworkModelKind.PACKET))
        .withMessageContaining("go together");
  }
}

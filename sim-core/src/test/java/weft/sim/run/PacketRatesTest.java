package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.TierUtilization;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.run.PacketNetwork.ScaleUp;
import weft.sim.workload.FlowList;

/** What a full link is: with packets, one on which full packets follow each other. */
final class PacketRatesTest {

  private static final long G400 = 400_000_000_000L;
  private static final long G388 = 388_000_000_000L;
  private static final long BYTES = 1L << 24;

  private static PacketNetwork network(Wire wire, ScaleUp scaleUp) {
    return new PacketNetwork(
        new PacketOptions(
            wire,
            SwitchOptions.FIFO,
            WindowTransport.Parameters.DEFAULT,
            PathPolicy.ECMP,
            1,
            0,
            PacketOptions.Completion.RECEIVED),
        scaleUp);
  }

  /** Two GPUs on a switch; of the line rate 97 % are payload, whatever packets are like. */
  private static Fabric star() {
    return FabricSketch.star(2, G400, 500_000).withPayloadRates(link -> G388);
  }

  private static SimulationSpec alone(Fabric fabric, long bytes) {
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 1, bytes, 0);
    return SimulationSpec.of(fabric, flows.build());
  }

  /**
   * Less header than 3 % of the rate and more. But for latency and the packet that a switch stores
   * the flow has its links to itself, so they are full, and it takes as long as alone.
   */
  @ParameterizedTest
  @CsvSource({"16000, 1", "4096, 64", "1000, 500"})
  void noLinkIsMoreThanFullAndNoFlowFasterThanAlone(int payload, int header) {
    SimulationSpec spec =
        alone(star(), BYTES).withPackets(network(new Wire(payload, header, 64), ScaleUp.FLOW));
    SimulationResult result = Simulation.run(spec);
    TierUtilization tier = result.utilization().get(0);
    assertThat(tier.rateBps()).isEqualTo(G400);
    assertThat(tier.payloadRateBps() / (double) G400)
        .isCloseTo(payload / (double) (payload + header), within(1e-9));
    assertThat(tier.max()).isBetween(0.99, 1.0);
    assertThat(result.flowTimes().slowdown(0)).isBetween(1.0, 1.01);
    CriticalPath path =
        Objects.requireNonNull(Simulation.trace(spec, ProgressListener.NONE).criticalPath());
    assertThat(path.timePs(0, CriticalPath.Charge.SERIALIZATION))
        .isBetween((long) (0.99 * result.endPs()), result.endPs());
  }

  @Test
  void otherModelsHaveTheRateOfTheLink() {
    SimulationResult result = Simulation.run(alone(star(), BYTES));
    assertThat(result.utilization().get(0).payloadRateBps()).isEqualTo(G388);
  }

  /**
   * 1,000 Gb/s of payload inside the node: a flow has them; packets have 1,000 beside
   * acknowledgements, so 4,224 / 4,160 of it without.
   */
  @ParameterizedTest
  @EnumSource(ScaleUp.class)
  void insideANodeItDependsOnWhatIsThere(ScaleUp scaleUp) {
    Fabric fabric =
        new FabricSketch()
            .node("a", "b")
            .switches(1, "nv")
            .cable("a", "nv", 1_000_000_000_000L, 500_000)
            .cable("b", "nv", 1_000_000_000_000L, 500_000)
            .build();
    SimulationResult result =
        Simulation.run(alone(fabric, 1L << 28).withPackets(network(Wire.DEFAULT, scaleUp)));
    TierUtilization tier = result.utilization().get(0);
    assertThat(tier.payloadRateBps())
        .isEqualTo(scaleUp == ScaleUp.FLOW ? 1_000_000_000_000L : 1_015_384_615_385L);
    assertThat(tier.max()).isBetween(0.99, 1.0);
    assertThat(result.flowTimes().slowdown(0)).isBetween(1.0, 1.01);
  }
}

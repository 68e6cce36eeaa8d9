package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;

/**
 * How far streams are from steps where edges of one collective share links: the eight channels of
 * nodes of eight GPUs, seven of which leave each GPU over NVLink. Step by step, a channel that
 * waits leaves its part of NVLink to the others, so the way of a chunk is shorter than at the rate
 * that it has if all channels send all the time.
 */
final class StreamSharingTest {

  private static final long GIB = 1L << 30;
  private static final StepCosts COSTS = new StepCosts(1_527_500, 11_200_000, 8_400_000);

  private static Fabric nodes(int nodes) {
    FabricSketch sketch = new FabricSketch();
    for (int node = 0; node < nodes; node++) {
      String[] gpus = new String[8];
      for (int gpu = 0; gpu < 8; gpu++) {
        gpus[gpu] = "g" + node + "-" + gpu;
      }
      sketch.node(gpus).switches(1, "nv" + node);
      for (int gpu = 0; gpu < 8; gpu++) {
        String nic = "n" + node + "-" + gpu;
        sketch
            .nic(2, nic, gpu)
            .cable(gpus[gpu], "nv" + node, 3_000_000_000_000L, 500_000)
            .cable(gpus[gpu], nic, 800_000_000_000L, 200_000);
      }
    }
    sketch.switches(3, "leaf");
    for (int node = 0; node < nodes; node++) {
      for (int gpu = 0; gpu < 8; gpu++) {
        sketch.cable("n" + node + "-" + gpu, "leaf", 388_000_000_000L, 400_000);
      }
    }
    return sketch.build();
  }

  private record End(double timePs, double latenessPs) {}

  private static End run(Fabric fabric, StepCosts costs, long bytes, boolean isStepped) {
    Engine engine = new Engine(new BucketEventQueue());
    FlowModel network =
        new FlowModel(engine, fabric, new UpDownRouter(fabric, 1), new NetworkRun.NoProbe(), false);
    long[] end = {0};
    RingRunner runner =
        new RingRunner(
            engine,
            network,
            new LinkOwners(fabric.linkCount()),
            (token, link) -> end[0] = engine.nowPs());
    Communicator all =
        new Communicator(
            network,
            fabric,
            Planning.RINGS,
            costs,
            IntStream.range(0, fabric.endpointCount()).toArray(),
            0,
            RingLayout.AUTOMATIC,
            null,
            null);
    if (isStepped) {
      all.stepByStep(true);
    }
    int id = runner.register(all);
    assertThat(all.rings().shareLinks(network, fabric::payloadRateBps)).isTrue();
    runner.start(id, Operation.ALL_REDUCE, bytes, 0);
    engine.run(RunWatch.NONE);
    return new End(end[0], runner.latenessPs(id));
  }

  /** (Streams − steps) / steps; steps are within the bounds that streams state. */
  private static double error(int nodes, StepCosts costs, long bytes) {
    Fabric fabric = nodes(nodes);
    End streams = run(fabric, costs, bytes, false);
    double steps = run(fabric, costs, bytes, true).timePs();
    assertThat(steps)
        .isBetween(0.999 * streams.timePs(), 1.001 * (streams.timePs() + streams.latenessPs()));
    return streams.timePs() / steps - 1;
  }

  @Test
  void whereTheNetworkBoundsAllIsExact() {
    for (int nodes : new int[] {2, 3, 5}) {
      assertThat(error(nodes, StepCosts.NONE, GIB)).isBetween(-1e-6, 1e-6);
      assertThat(error(nodes, COSTS, 4 * GIB)).isBetween(-1e-6, 1e-6);
    }
  }

  /** Streams are too early, and most where latency takes about as long as the bytes. */
  @Test
  void inBetweenStreamsAreTooEarly() {
    assertThat(error(2, StepCosts.NONE, GIB / 128)).isBetween(-0.28, -0.26);
    assertThat(error(8, StepCosts.NONE, GIB / 128)).isBetween(-0.05, -0.03);
    assertThat(error(5, COSTS, GIB / 16)).isBetween(-0.18, -0.16);
    assertThat(error(8, COSTS, GIB / 1024)).isBetween(-0.01, 0.0);
  }
}

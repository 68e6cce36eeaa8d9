package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.transfer.Sharing;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowPatterns;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.PathLoops;

/** Lists of flows, by hand: on a star of 8 Gb/s, 1 byte takes 1 ns, and a path 1 µs. */
final class FlowsTest {

  private static final Fabric STAR = FabricSketch.star(4, 8_000_000_000L, 500_000);
  private static final long US = 1_000_000;

  private final FlowList.Builder flows = new FlowList.Builder();

  @ParameterizedTest
  @EnumSource(
      value = NetworkModelKind.class,
      names = {"ANALYTIC", "FLOW"})
  void aFlowAloneTakesItsBytesAndTheLatency(NetworkModelKind model) {
    flows.add(2, 0, 3_000, 5 * US);
    flows.add(0, 1, 1_000, 0);
    FlowTimes times = run(SimulationSpec.of(STAR, flows.build()).withModel(model)).flowTimes();
    assertThat(times.startPs(0)).isEqualTo(5 * US);
    assertThat(times.endPs(0)).isEqualTo((5 + 3 + 1) * US);
    assertThat(times.completionPs(1)).isEqualTo(2 * US);
    assertThat(times.completionsPs()).containsExactly(4 * US, 2 * US);
    assertThat(times.slowdown(0)).isEqualTo(1);
  }

  /** Two into one share 8 Gb/s: 1,000 bytes each in 2 µs; alone 1 µs; both and the latency. */
  @Test
  void flowsThatShareALinkAreSlower() {
    new FlowPatterns(flows, 1_000, 0).incast(3, 2, 0, 1);
    SimulationResult result = run(SimulationSpec.of(STAR, flows.build()));
    assertThat(result.flowTimes().completionsPs()).containsExactly(3 * US, 3 * US);
    assertThat(result.flowTimes().slowdown(1)).isEqualTo(1.5);
    assertThat(result.flows().count()).isEqualTo(2);
    assertThat(result.flows().maxPs()).isEqualTo(3 * US);
    assertThat(result.breakdown()).isNull();
    assertThat(result.endPs()).isEqualTo(3 * US);
  }

  /**
   * 3,000 bytes each into one link of a byte a nanosecond: with weight 2 at two thirds of it, done
   * after 4.5 µs; the other has 1,500 left, and takes 1.5 µs more. And the latency of 1 µs.
   */
  @Test
  void weightsDivideALink() {
    flows.share(flows.add(0, 2, 3_000, 0), 2, Sharing.NO_CAP, 0);
    flows.add(1, 2, 3_000, 0);
    assertThat(run(SimulationSpec.of(STAR, flows.build())).flowTimes().completionsPs())
        .containsExactly(5_500_000L, 7 * US);
  }

  /** Capped at a quarter of the link: 1,000 bytes take 4 µs; the other gets three quarters. */
  @Test
  void aCapLeavesTheRestToOthers() {
    flows.share(flows.add(0, 2, 1_000, 0), 1, 2_000_000_000L, 0);
    flows.add(1, 2, 3_000, 0);
    assertThat(run(SimulationSpec.of(STAR, flows.build())).flowTimes().completionsPs())
        .containsExactly(5 * US, 5 * US);
  }

  /** Priority 0 first: the other, of priority 1, waits for 1 µs, then has the link for itself. */
  @Test
  void priorityGoesFirst() {
    flows.share(flows.add(0, 2, 1_000, 0), 1, Sharing.NO_CAP, 1);
    flows.add(1, 2, 1_000, 0);
    assertThat(run(SimulationSpec.of(STAR, flows.build())).flowTimes().completionsPs())
        .containsExactly(3 * US, 2 * US);
  }

  @Test
  void aLoopIsRefusedNamingFlowAndLink() {
    int there = FabricSketch.link(STAR, "g0", "s");
    int back = FabricSketch.link(STAR, "s", "g0");
    int on = FabricSketch.link(STAR, "s", "g1");
    flows.pin(flows.add(0, 1, 1_000, 0), new int[] {there, back, there, on}, null);
    SimulationSpec spec = SimulationSpec.of(STAR, flows.build());
    assertThatThrownBy(() -> Simulation.run(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flow 0: its path has a loop, which s → g0 closes");
  }

  /** 0 ─ a ─ b ─ c ─ 1, and 2 below b: over the GPU 2 back to b is a relay, over a is a loop. */
  @Test
  void aNodePassedTwiceIsALoopButForARelay() {
    FabricSketch sketch = new FabricSketch().gpus("g0", "g1", "g2").switches(1, "a", "b", "c");
    for (String ends : new String[] {"g0 a", "a b", "g2 b", "b c", "g1 c", "a c"}) {
      sketch.cable(ends.split(" ", -1)[0], ends.split(" ", -1)[1], 1, 1);
    }
    Fabric fabric = sketch.build();
    int[] relayed = links(fabric, "g0", "a", "b", "g2", "b", "c", "g1");
    int[] round = links(fabric, "g0", "a", "b", "c", "a", "c", "g1");
    assertThat(new PathLoops(fabric).firstClosing(relayed)).isEqualTo(-1);
    assertThat(new PathLoops(fabric).firstClosing(round)).isEqualTo(3);
    int[] again = links(fabric, "g0", "a", "b", "g2", "b", "g2");
    assertThat(new PathLoops(fabric).firstClosing(again)).isEqualTo(4);
  }

  private static int[] links(Fabric fabric, String... nodes) {
    int[] links = new int[nodes.length - 1];
    for (int hop = 0; hop < links.length; hop++) {
      links[hop] = FabricSketch.link(fabric, nodes[hop], nodes[hop + 1]);
    }
    return links;
  }

  @Test
  void modelsThatKnowNoWeightsRefuseThem() {
    flows.share(flows.add(0, 2, 1_000, 0), 2, Sharing.NO_CAP, 0);
    SimulationSpec spec =
        SimulationSpec.of(STAR, flows.build()).withModel(NetworkModelKind.ANALYTIC);
    assertThatThrownBy(() -> Simulation.run(spec))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("weight=2.0");
    assertThatThrownBy(() -> new Sharing(0, Sharing.NO_CAP, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight of 0.0");
  }

  /** One at a time, each endpoint sends thrice 1,000 bytes, and each takes 1 + 1 µs. */
  @Test
  void aQueueLetsTheNextPassWhenOneIsDelivered() {
    new FlowPatterns(flows, 1_000, 0).allToAll(4, 1);
    FlowTimes times = run(SimulationSpec.of(STAR, flows.build())).flowTimes();
    for (int flow = 0; flow < 12; flow++) {
      assertThat(times.startPs(flow)).isEqualTo(flow / 4 * 2 * US);
      assertThat(times.endPs(flow)).isEqualTo((flow / 4 + 1) * 2 * US);
    }
  }

  /** The queue holds two; the third, which is due at once, waits for the short one. */
  @Test
  void aQueueCountsWhatIsUnderWay() {
    int queue = flows.addQueue(2);
    flows.addQueued(0, 1, 6_000, 0, queue);
    flows.addQueued(2, 3, 1_000, 0, queue);
    flows.addQueued(3, 2, 1_000, 0, queue);
    flows.addQueued(2, 3, 1_000, 20 * US, queue);
    FlowTimes times = run(SimulationSpec.of(STAR, flows.build())).flowTimes();
    assertThat(times.startPs(2)).isEqualTo(2 * US);
    assertThat(times.startPs(3)).as("nobody is before it by then").isEqualTo(20 * US);
  }

  @Test
  void flowsRunBesideAProgram() {
    flows.add(0, 1, 1_000, 0);
    SimulationSpec spec =
        SimulationSpec.of(STAR, CollectiveProgram.of(4, Operation.ALL_REDUCE, 4_000));
    double alone = run(spec).collectives().get(0).timePs();
    SimulationResult both = run(spec.withFlows(flows.build()));
    assertThat(both.flowTimes().isDelivered(0)).isTrue();
    assertThat(both.breakdown()).isNotNull();
    assertThat(both.collectives().get(0).timePs()).isGreaterThan(alone);
  }

  /** Both would hash to either spine; pinned to one they share it, pinned to two they do not. */
  @Test
  void pinnedPathsAreTaken() {
    Fabric fabric =
        new FabricSketch()
            .gpus("a", "b", "c", "d")
            .switches(1, "l0", "l1")
            .switches(2, "s0", "s1")
            .cable("a", "l0", 8_000_000_000L, 0)
            .cable("b", "l0", 8_000_000_000L, 0)
            .cable("c", "l1", 8_000_000_000L, 0)
            .cable("d", "l1", 8_000_000_000L, 0)
            .cable("l0", "s0", 8_000_000_000L, 0)
            .cable("l0", "s1", 8_000_000_000L, 0)
            .cable("l1", "s0", 8_000_000_000L, 0)
            .cable("l1", "s1", 8_000_000_000L, 0)
            .build();
    for (String spine : new String[] {"s0", "s1"}) {
      FlowList.Builder pinned = new FlowList.Builder();
      pinned.pin(pinned.add(0, 2, 1_000, 0), path(fabric, "a", "l0", "s0", "l1", "c"), null);
      pinned.pin(
          pinned.add(1, 3, 1_000, 0),
          path(fabric, "b", "l0", spine, "l1", "d"),
          path(fabric, "d", "l1", "s0", "l0", "b"));
      FlowTimes times = run(SimulationSpec.of(fabric, pinned.build())).flowTimes();
      assertThat(times.completionPs(0)).isCloseTo(spine.equals("s0") ? 2 * US : US, within(1L));
    }
  }

  @Test
  void aPathThatLeadsElsewhereIsRefused() {
    int flow = flows.add(0, 1, 1_000, 0);
    flows.pin(flow, path(STAR, "g0", "s", "g2"), null);
    assertThatThrownBy(() -> run(SimulationSpec.of(STAR, flows.build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pinned path: it ends at g2, not at g1");
    flows.pin(flow, path(STAR, "g2", "s", "g1"), null);
    assertThatThrownBy(() -> run(SimulationSpec.of(STAR, flows.build())))
        .hasMessage("pinned path: g2 → s does not begin at g0");
    flows.pin(flow, null, path(STAR, "g0", "s", "g1"));
    assertThatThrownBy(() -> run(SimulationSpec.of(STAR, flows.build())))
        .as("acknowledgements go the other way")
        .hasMessage("pinned path: g0 → s does not begin at g1");
  }

  @Test
  void aPathOverAFailedLinkIsRefused() {
    int flow = flows.add(0, 1, 1_000, 0);
    flows.pin(flow, null, path(STAR, "g1", "s", "g0"));
    LinkFailure failure = new LinkFailure(FabricSketch.link(STAR, "g1", "s"), 0);
    SimulationSpec spec = SimulationSpec.of(STAR, flows.build()).withFailures(List.of(failure));
    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(CutOffException.class)
        .hasMessage("the path that flow 0 is to take leads over g1 → s, which has failed");
  }

  @Test
  void aFlowWithAnEndThatThereIsNotIsRefused() {
    flows.add(0, 4, 1_000, 0);
    assertThatThrownBy(() -> SimulationSpec.of(STAR, flows.build()))
        .hasMessage("flow 0 from 0 to 4 on 4 GPUs");
  }

  @Test
  void anInterruptedRunTellsWhatWasDelivered() {
    for (int i = 0; i < 1 << 17; i++) {
      flows.add(0, 1, 0, i * 2 * US);
    }
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(STAR, flows.build()), (nowPs, events, done, total) -> done == 0);
    assertThat(result.complete()).isFalse();
    assertThat(result.flowTimes().isDelivered(0)).isTrue();
    assertThat(result.flowTimes().isDelivered((1 << 17) - 1)).isFalse();
    assertThat(result.flowTimes().completionsPs().count()).isEqualTo(result.flows().count());
  }

  private static SimulationResult run(SimulationSpec spec) {
    return Simulation.run(spec.withMode(RunMode.AUDIT));
  }

  private static int[] path(Fabric fabric, String... nodes) {
    int[] links = new int[nodes.length - 1];
    for (int hop = 0; hop < links.length; hop++) {
      links[hop] = FabricSketch.link(fabric, nodes[hop], nodes[hop + 1]);
    }
    return links;
  }
}

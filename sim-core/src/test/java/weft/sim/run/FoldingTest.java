package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.FlowFigures;
import weft.sim.metrics.TierHold;
import weft.sim.transfer.Sharing;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowPatterns;

/** A folded run is the same as one that is not, whatever is broken or in the way. */
@Tag("slow")
final class FoldingTest {

  private static final long GBPS = 1_000_000_000L;
  private static final int LEAVES = 4;
  private static final int HOSTS = 8;
  private static final int ALL = LEAVES * HOSTS;
  private static final long BYTES = 1_000_000;

  private enum Traffic {
    ALL_TO_ALL,
    RING,
    TREE,
    TWO_SIZES,
    WEIGHTED,
    QUEUED
  }

  private enum Trouble {
    NONE,
    OVERSUBSCRIBED,
    FAILED_LINK,
    SLOW_HOST,
    SECOND_JOB
  }

  @ParameterizedTest
  @EnumSource(Traffic.class)
  void sprayedRunsAreTheSame(Traffic traffic) {
    for (Trouble trouble : Trouble.values()) {
      compare(traffic, trouble, FlowNetwork.Spread.ALL_PATHS);
    }
  }

  @ParameterizedTest
  @EnumSource(Traffic.class)
  void hashedRunsAreTheSame(Traffic traffic) {
    for (Trouble trouble : Trouble.values()) {
      compare(traffic, trouble, FlowNetwork.Spread.ONE_PATH);
    }
  }

  /** 992 flows of one size, of which those within a leaf differ from others by their paths only. */
  @Test
  void aSprayedAllToAllIsOneClass() {
    FlowFigures figures = run(Traffic.ALL_TO_ALL, Trouble.NONE, true).flowLevel();
    assertThat(figures.transfers()).isEqualTo(ALL * (ALL - 1));
    assertThat(figures.folded()).isEqualTo(ALL * (ALL - 1));
    assertThat(figures.classes()).isEqualTo(1);
    assertThat(figures.unfoldings()).isZero();
  }

  /** A round of transfers that starts before the one before has ended undoes its folding. */
  @Test
  void whatIsSoonUndoneIsNotTriedEachTime() {
    int hosts = 256;
    int rounds = 100;
    FlowList.Builder flows = new FlowList.Builder();
    for (int round = 0; round < rounds; round++) {
      for (int host = 0; host < hosts; host++) {
        flows.add(host, (host + 1) % hosts, 10 * BYTES, round * 1_000_000L);
      }
    }
    SimulationSpec spec =
        SimulationSpec.of(FabricSketch.star(hosts, 400 * GBPS, 1_000), flows.build());
    SimulationResult folded = Simulation.run(spec);
    assertThat(folded.flowLevel().unfoldings()).isBetween(1L, 10L);
    assertThat(folded.endPs()).isEqualTo(Simulation.run(spec.withFolding(false)).endPs());
  }

  /** A slow host costs what it breaks: from it or to it, and among the others. */
  @Test
  void aSlowHostMakesTwoClasses() {
    FlowFigures figures = run(Traffic.ALL_TO_ALL, Trouble.SLOW_HOST, true).flowLevel();
    assertThat(figures.folded()).isEqualTo(ALL * (ALL - 1));
    assertThat(figures.classes()).isEqualTo(2);
  }

  @Test
  void whatStartsLaterUnfolds() {
    FlowFigures figures = run(Traffic.ALL_TO_ALL, Trouble.SECOND_JOB, true).flowLevel();
    assertThat(figures.unfoldings()).isPositive();
  }

  @Test
  void sizesThatAllDifferAreNotFolded() {
    FlowList.Builder flows = new FlowList.Builder();
    for (int i = 0; i < 300; i++) {
      flows.add(i % ALL, (i + 1 + i / ALL) % ALL, BYTES + i, 0);
    }
    FlowFigures figures =
        Simulation.run(SimulationSpec.of(fabric(Trouble.NONE), flows.build())).flowLevel();
    assertThat(figures.folded()).isZero();
    assertThat(figures.unlikeSizes()).isEqualTo(1);
  }

  /** A ring over all hosts, one after the other, and back to the first. */
  @Test
  void collectivesAreTheSame() {
    Fabric fabric = fabric(Trouble.OVERSUBSCRIBED);
    SimulationSpec spec =
        SimulationSpec.of(fabric, CollectiveProgram.of(ALL, Operation.ALL_REDUCE, 1L << 26))
            .withMode(RunMode.AUDIT);
    SimulationResult folded = Simulation.run(spec);
    SimulationResult plain =
        Simulation.run(spec.withFlowNetwork(FlowNetwork.DEFAULT.withFolding(false)));
    assertThat(folded.endPs()).isEqualTo(plain.endPs());
    assertThat(folded.collectives()).isEqualTo(plain.collectives());
    assertThat(folded.utilization()).isEqualTo(plain.utilization());
    assertThat(folded.breakdown()).isEqualTo(plain.breakdown());
  }

  private static void compare(Traffic traffic, Trouble trouble, FlowNetwork.Spread spread) {
    SimulationSpec spec =
        spec(traffic, trouble).withFlowNetwork(FlowNetwork.DEFAULT.withSpread(spread));
    SimulationResult folded = Simulation.run(spec);
    SimulationResult plain =
        Simulation.run(spec.withFlowNetwork(spec.flowNetwork().withFolding(false)));
    assertThat(plain.flowLevel().folded()).isZero();
    assertHasTried(traffic, trouble, spread, folded.flowLevel());
    for (int flow = 0; flow < spec.flows().count(); flow++) {
      double expected = plain.flowTimes().completionPs(flow);
      assertThat((double) folded.flowTimes().completionPs(flow))
          .as("%s, %s, %s, flow %d", traffic, trouble, spread, flow)
          .isCloseTo(expected, within(1e-9 * expected));
    }
    assertThat(folded.flows()).isEqualTo(plain.flows());
    assertHeldAlike(folded, plain);
    assertThat(folded.utilization()).isEqualTo(plain.utilization());
  }

  /** Enough flows are under way to fold; sprayed they do, unless what is broken hits too many. */
  private static void assertHasTried(
      Traffic traffic, Trouble trouble, FlowNetwork.Spread spread, FlowFigures figures) {
    boolean isBroken = trouble != Trouble.NONE && trouble != Trouble.SECOND_JOB;
    boolean isManifold = traffic == Traffic.WEIGHTED || traffic == Traffic.QUEUED;
    if (spread == FlowNetwork.Spread.ALL_PATHS && !(isBroken && isManifold)) {
      assertThat(figures.folded()).as("%s, %s", traffic, trouble).isPositive();
    }
    assertThat(figures.folded() + figures.unlikePaths()).isPositive();
  }

  /**
   * Tier by tier, and the time from start to the last byte is held by one or other, or by a cap.
   */
  private static void assertHeldAlike(SimulationResult folded, SimulationResult plain) {
    assertThat(folded.holds()).hasSameSizeAs(plain.holds());
    double heldPs = 0;
    for (int i = 0; i < plain.holds().size(); i++) {
      TierHold one = folded.holds().get(i);
      TierHold other = plain.holds().get(i);
      assertThat(one.tier()).isEqualTo(other.tier());
      assertThat(one.heldPs()).isCloseTo(other.heldPs(), within(1e-9 * other.heldPs()));
      assertThat(one.longestLink()).isEqualTo(other.longestLink());
      heldPs += other.heldPs();
    }
    long fluidPs = 0;
    for (int flow = 0; flow < plain.flowTimes().flows().count(); flow++) {
      fluidPs += plain.flowTimes().completionPs(flow);
    }
    assertThat(heldPs).isBetween(0.9 * fluidPs, (double) fluidPs);
  }

  private static SimulationResult run(Traffic traffic, Trouble trouble, boolean folds) {
    return Simulation.run(
        spec(traffic, trouble)
            .withFlowNetwork(
                FlowNetwork.DEFAULT.withSpread(FlowNetwork.Spread.ALL_PATHS).withFolding(folds)));
  }

  private static SimulationSpec spec(Traffic traffic, Trouble trouble) {
    Fabric fabric = fabric(trouble);
    FlowList.Builder flows = new FlowList.Builder();
    FlowPatterns patterns = new FlowPatterns(flows, BYTES, 0);
    switch (traffic) {
      case ALL_TO_ALL -> patterns.allToAll(ALL, ALL);
      case QUEUED -> patterns.allToAll(ALL, 10);
      case RING -> {
        for (int channel = 0; channel < 10; channel++) {
          patterns.shift(ALL, 1);
        }
      }
      case TREE -> {
        for (int i = 0; i < 9 * ALL; i++) {
          int child = 1 + i % (ALL - 1);
          flows.add(child, (child - 1) / 2, BYTES, 0);
        }
      }
      case WEIGHTED -> {
        for (int i = 0; i < 3 * ALL; i++) {
          for (int distance = 1; distance < 5; distance++) {
            int flow = flows.add(i % ALL, (i + distance) % ALL, BYTES, 0);
            long capBps = distance == 3 ? 10 * GBPS : Sharing.NO_CAP;
            flows.share(flow, distance, capBps, distance == 4 ? 1 : 0);
          }
        }
      }
      case TWO_SIZES -> {
        patterns.allToAll(ALL, ALL);
        new FlowPatterns(flows, 3 * BYTES, 0).shift(ALL, HOSTS);
      }
    }
    if (trouble == Trouble.SECOND_JOB) {
      new FlowPatterns(flows, 2 * BYTES, 20_000_000).shift(HOSTS, 3);
    }
    SimulationSpec spec =
        SimulationSpec.of(fabric, flows.build()).withMode(RunMode.AUDIT).withSeed(3);
    if (trouble != Trouble.FAILED_LINK) {
      return spec;
    }
    List<LinkFailure> failures = new ArrayList<>();
    failures.add(new LinkFailure(FabricSketch.link(fabric, "l0", "t1"), 0));
    failures.add(new LinkFailure(FabricSketch.link(fabric, "t1", "l0"), 0));
    return spec.withFailures(failures);
  }

  /** Four leaves of eight hosts under four spines. */
  private static Fabric fabric(Trouble trouble) {
    FabricSketch sketch = new FabricSketch();
    String[] spines = {"t0", "t1", "t2", "t3"};
    sketch.switches(2, spines);
    long upBps = trouble == Trouble.OVERSUBSCRIBED ? 100 * GBPS : 200 * GBPS;
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      sketch.switches(1, "l" + leaf).tier("spine");
      for (String spine : spines) {
        sketch.cable("l" + leaf, spine, upBps, 500_000);
      }
      sketch.tier("leaf");
      for (int host = 0; host < HOSTS; host++) {
        String name = "h" + leaf + "-" + host;
        boolean isSlow = trouble == Trouble.SLOW_HOST && leaf == 2 && host == 5;
        sketch.gpus(name).cable(name, "l" + leaf, isSlow ? 50 * GBPS : 100 * GBPS, 400_000);
      }
    }
    return sketch.build();
  }
}

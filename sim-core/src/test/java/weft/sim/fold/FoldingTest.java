package weft.sim.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierHold;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.FlowNetwork;
import weft.sim.run.LinkFailure;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.run.StuckException;
import weft.sim.workload.Activity;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.FlowList;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/** Folded runs against the same without folding, and what folds. */
@Tag("slow")
final class FoldingTest {

  /** 10⁻⁹, as a percentage. */
  private static final double TOLERANCE = 1e-7;

  private static SimulationSpec spec(Fabric fabric, Program program) {
    return SimulationSpec.of(fabric, program)
        .withCosts(new StepCosts(100_000, 300_000, 50_000))
        .withMode(RunMode.AUDIT);
  }

  /** Runs both ways, compares all figures, and returns how far it folded. */
  private static FoldingFigures compare(String what, SimulationSpec spec) {
    SimulationResult folded = Simulation.run(spec);
    SimulationResult plain = Simulation.run(spec.withFolding(false));
    assertThat((double) folded.endPs()).as(what).isCloseTo((double) plain.endPs(), near());
    assertThat(folded.complete()).isEqualTo(plain.complete());
    compare(what, breakdown(folded), breakdown(plain));
    assertThat(folded.collectives()).as(what).hasSameSizeAs(plain.collectives());
    for (int i = 0; i < plain.collectives().size(); i++) {
      compare(what, folded.collectives().get(i), plain.collectives().get(i));
    }
    assertThat(folded.utilization()).hasSameSizeAs(plain.utilization());
    for (int i = 0; i < plain.utilization().size(); i++) {
      TierUtilization one = folded.utilization().get(i);
      TierUtilization other = plain.utilization().get(i);
      assertThat(one.bytes()).as(what).isEqualTo(other.bytes());
      assertThat(one.busiestLink()).as(what).isEqualTo(other.busiestLink());
      assertThat(one.mean()).as(what).isCloseTo(other.mean(), near());
      assertThat(one.max()).as(what).isCloseTo(other.max(), near());
    }
    assertThat(folded.flows().count()).as(what).isEqualTo(plain.flows().count());
    assertThat((double) folded.flows().minPs())
        .as(what)
        .isCloseTo((double) plain.flows().minPs(), near());
    assertThat((double) folded.flows().maxPs())
        .as(what)
        .isCloseTo((double) plain.flows().maxPs(), near());
    assertThat(folded.flows().meanPs()).as(what).isCloseTo(plain.flows().meanPs(), near());
    assertThat(folded.flowTimes().flows().count()).isEqualTo(plain.flowTimes().flows().count());
    for (int flow = 0; flow < plain.flowTimes().flows().count(); flow++) {
      assertThat((double) folded.flowTimes().endPs(flow))
          .as(what)
          .isCloseTo((double) plain.flowTimes().endPs(flow), near());
    }
    compareHolds(what, folded, plain);
    return figures(folded);
  }

  private static void compare(String what, StepBreakdown one, StepBreakdown other) {
    assertThat(one.slowestRank()).as(what).isEqualTo(other.slowestRank());
    assertThat(one.parts()).as(what).hasSameSizeAs(other.parts());
    for (int i = 0; i < one.parts().size(); i++) {
      StepBreakdown.Part part = one.parts().get(i);
      StepBreakdown.Part otherPart = other.parts().get(i);
      assertThat(part.name()).as(what).isEqualTo(otherPart.name());
      assertThat(part.boundBy()).as(what).isEqualTo(otherPart.boundBy());
      // Parts are differences of times: of a tiny part of the step a picosecond is a lot.
      assertThat(Math.abs(part.meanPs() - otherPart.meanPs()))
          .as(what)
          .isLessThanOrEqualTo(Math.max(2, one.stepPs() / 1_000_000_000));
    }
  }

  private static void compare(String what, CollectiveTiming one, CollectiveTiming other) {
    assertThat(one.group()).as(what).isEqualTo(other.group());
    assertThat(one.bytes()).as(what).isEqualTo(other.bytes());
    assertThat(one.ranks()).as(what).isEqualTo(other.ranks());
    assertThat(one.channels()).as(what).isEqualTo(other.channels());
    assertThat(one.count()).as(what).isEqualTo(other.count());
    assertThat(one.boundBy()).as(what).isEqualTo(other.boundBy());
    assertThat(one.timePs()).as(what).isCloseTo(other.timePs(), near());
  }

  private static org.assertj.core.data.Percentage near() {
    return withinPercentage(TOLERANCE);
  }

  private static StepBreakdown breakdown(SimulationResult result) {
    StepBreakdown breakdown = result.breakdown();
    assertThat(breakdown).isNotNull();
    return breakdown;
  }

  private static FoldingFigures figures(SimulationResult result) {
    FoldingFigures figures = result.folding();
    assertThat(figures).isNotNull();
    return figures;
  }

  private static MiniStep step(int tensor, int pipeline, int data) {
    return new MiniStep(tensor, pipeline, data, 3, 1_000_000, -1, false);
  }

  @Test
  void aRingAroundOneSwitchIsOneRank() {
    Fabric star = FabricSketch.star(16, 8_000_000_000L, 500_000);
    FoldingFigures figures =
        compare("ring", spec(star, CollectiveProgram.of(16, Operation.ALL_REDUCE, 16 << 20)));
    assertThat(figures.classes()).isEqualTo(1);
    assertThat(figures.ranks()).isEqualTo(16);
    assertThat(figures.simulatedShare()).isEqualTo(1 / 16.0);
    assertThat(figures.keptFrom()).isEmpty();
  }

  /** At 7 kb/s each link is held for 17 days: sixteen of a class for more than a long has of ps. */
  @Test
  void aRunOfManyDaysFolds() {
    Fabric star = FabricSketch.star(16, 7_000L, 500_000);
    FoldingFigures figures =
        compare("days", spec(star, CollectiveProgram.of(16, Operation.ALL_REDUCE, 700_000_000)));
    assertThat(figures.classes()).isEqualTo(1);
  }

  /** Chunks of two lengths: who sends more, and whose neighbour does, are kinds of their own. */
  @Test
  void aRingOfAnOddSizeFoldsToWhatDiffers() {
    Fabric star = FabricSketch.star(16, 8_000_000_000L, 500_000);
    FoldingFigures figures =
        compare("odd", spec(star, CollectiveProgram.of(16, Operation.ALL_REDUCE, 1_000_005)));
    assertThat(figures.simulatedShare()).isBetween(2 / 16.0, 0.5);
  }

  /** They have no connections, so they keep nothing from folding. */
  @Test
  void collectivesOfAGivenTimeFold() {
    ProgramBuilder builder = new ProgramBuilder(16);
    int[][] all = {IntStream.range(0, 16).toArray()};
    int rings = builder.groups("rings", all);
    int given = builder.groups("given", all, bytes -> 7_000 * bytes);
    Role role = builder.role(1);
    for (int time = 0; time < 3; time++) {
      role.compute(0, 1_000_000)
          .collective(0, rings, Operation.ALL_REDUCE, 16 << 20, Activity.TENSOR_PARALLEL)
          .collective(0, given, Operation.ALL_REDUCE, 100 + time / 2, Activity.AMAX_REDUCTION);
    }
    for (int rank = 0; rank < 16; rank++) {
      builder.assign(rank, role);
    }
    Fabric star = FabricSketch.star(16, 8_000_000_000L, 500_000);
    FoldingFigures figures = compare("given", spec(star, builder.build()));
    assertThat(figures.classes()).isEqualTo(1);
    assertThat(Simulation.run(spec(star, builder.build())).collectives())
        .filteredOn(one -> one.group().equals("given"))
        .extracting(CollectiveTiming::bytes, CollectiveTiming::count, CollectiveTiming::timePs)
        .containsExactlyInAnyOrder(tuple(100L, 2L, 700_000.0), tuple(101L, 1L, 707_000.0));
  }

  /** One spine, so no choice of paths: a rank a stage is simulated, and those at ends of leaves. */
  @Test
  void aTrainingStepFoldsToItsStages() {
    Fabric fabric = new MiniCluster(32, 2, 4, 1, 3_200).fabric();
    FoldingFigures figures = compare("step", spec(fabric, step(2, 4, 8).program()));
    assertThat(figures.ranks()).isEqualTo(64);
    assertThat(figures.classes()).isLessThanOrEqualTo(16);
  }

  @Test
  void anOversubscribedStepFolds() {
    Fabric fabric = new MiniCluster(32, 2, 8, 1, 200).fabric();
    FoldingFigures figures = compare("oversubscribed", spec(fabric, step(2, 4, 8).program()));
    assertThat(figures.classes()).isLessThanOrEqualTo(32);
  }

  /** Two spines, so paths are hashed: what collides is not alike. */
  @Test
  void hashedPathsAreNotFoldedWhereTheyMeet() {
    Fabric fabric = new MiniCluster(64, 2, 4, 4, 100).fabric();
    FoldingFigures figures = compare("hashed", spec(fabric, step(2, 4, 16).program()));
    assertThat(figures.keptFrom()).isNotEmpty();
  }

  /** Sprayed, the same paths cannot collide: what hashing told apart is alike. */
  @Test
  void sprayedPathsFold() {
    Fabric fabric = new MiniCluster(64, 2, 4, 4, 100).fabric();
    FoldingFigures figures = compare("sprayed", sprayed(spec(fabric, step(2, 4, 16).program())));
    assertThat(figures.classes()).isLessThanOrEqualTo(32);
  }

  private static void compareHolds(String what, SimulationResult folded, SimulationResult plain) {
    assertThat(folded.holds()).as(what).hasSameSizeAs(plain.holds());
    for (int i = 0; i < plain.holds().size(); i++) {
      TierHold one = folded.holds().get(i);
      TierHold other = plain.holds().get(i);
      assertThat(one.tier()).as(what).isEqualTo(other.tier());
      assertThat(one.heldPs()).as(what).isCloseTo(other.heldPs(), near());
      assertThat(one.longestLink()).as(what).isEqualTo(other.longestLink());
    }
  }

  @Test
  void aSlowGpuCostsWhatItBreaks() {
    Fabric fabric = new MiniCluster(32, 2, 4, 1, 3_200).fabric();
    FoldingFigures whole = compare("whole", spec(fabric, step(2, 1, 32).program()));
    MiniStep broken = new MiniStep(2, 1, 32, 3, 1_000_000, 21, false);
    FoldingFigures slow = compare("slow", spec(fabric, broken.program()));
    assertThat(whole.classes()).isLessThanOrEqualTo(4);
    assertThat(slow.classes()).isGreaterThan(whole.classes()).isLessThanOrEqualTo(12);
  }

  /**
   * Rings and messages share links: whoever is next to the slow one in a ring may be slowed down by
   * its messages, and so on around the ring. Nobody is alike, so all are simulated.
   */
  @Test
  void aSlowGpuAmongMessagesBreaksAll() {
    Fabric fabric = new MiniCluster(128, 2, 4, 1, 3_200).fabric();
    FoldingFigures whole = compare("whole", spec(fabric, step(2, 4, 32).program()));
    assertThat(whole.classes()).isEqualTo(16);
    MiniStep broken = new MiniStep(2, 4, 32, 3, 1_000_000, 21, false);
    FoldingFigures slow = compare("slow", spec(fabric, broken.program()));
    assertThat(slow.classes()).isEqualTo(slow.ranks());
    assertThat(slow.keptFrom()).contains("448 leaf links");
  }

  @Test
  void aSecondJobIsAnotherKindOfRanks() {
    Fabric fabric = new MiniCluster(32, 2, 4, 1, 800).fabric();
    MiniStep jobs = new MiniStep(2, 4, 8, 3, 1_000_000, -1, true);
    FoldingFigures figures = compare("jobs", spec(fabric, jobs.program()));
    assertThat(figures.classes()).isLessThanOrEqualTo(32);
  }

  @Test
  void aFailedLinkCostsWhatItBreaks() {
    // Four leaves, two spines of which one may be used by few: with a link down, one way is left.
    Fabric fabric = new MiniCluster(16, 2, 4, 2, 3_200).fabric();
    int link = FabricSketch.link(fabric, "l0", "s0");
    int back = FabricSketch.link(fabric, "s0", "l0");
    SimulationSpec spec =
        spec(fabric, step(2, 2, 8).program())
            .withFailures(List.of(new LinkFailure(link, 0), new LinkFailure(back, 0)));
    FoldingFigures figures = compare("failed", spec);
    assertThat(figures.classes()).isLessThan(figures.ranks());
  }

  @Test
  void flowsBesideTheProgramAreKeptApart() {
    Fabric fabric = new MiniCluster(32, 2, 4, 1, 800).fabric();
    FlowList.Builder flows = new FlowList.Builder();
    flows.add(0, 40, 50_000_000, 1_000_000);
    flows.add(1, 40, 50_000_000, 20_000_000);
    FoldingFigures figures =
        compare("flows", spec(fabric, step(2, 4, 8).program()).withFlows(flows.build()));
    assertThat(figures.ranks()).isEqualTo(64);
  }

  @Test
  void folds300RandomSteps() {
    int folded = 0;
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int gpus = 1 << random.nextInt(3);
      int tensor = random.nextBoolean() ? gpus : 1;
      int pipeline = 1 + random.nextInt(4);
      int data = 2 * (1 + random.nextInt(4)) * gpus / tensor;
      int nodes = tensor * pipeline * data / gpus;
      MiniCluster cluster =
          new MiniCluster(
              nodes,
              gpus,
              1 + random.nextInt(5),
              1 + random.nextInt(2),
              new long[] {50, 100, 400, 3_200}[random.nextInt(4)]);
      int slowRank = random.nextInt(3) == 0 ? random.nextInt(tensor * pipeline * data) : -1;
      MiniStep step =
          new MiniStep(
              tensor,
              pipeline,
              data,
              1 + random.nextInt(4),
              48 * (1 + random.nextInt(100_000)),
              slowRank,
              random.nextInt(4) == 0);
      FoldingFigures figures =
          compare(
              "seed " + seed + ": " + cluster + ", " + step,
              spec(cluster.fabric(), step.program()));
      folded += figures.classes() < figures.ranks() ? 1 : 0;
    }
    assertThat(folded).isGreaterThan(150);
  }

  /**
   * One message stands for all 240. Each of 15 that share a link carries a 16th of 16 MB: 8 bits a
   * byte over 8 Gb/s, so 1 ns a byte; the wires take 1 µs, and the library 300 ns for a step
   * between nodes and 50 ns for the launch.
   */
  @Test
  void anExchangeAroundOneSwitchIsOneMessage() {
    Fabric star = FabricSketch.star(16, 8_000_000_000L, 500_000);
    SimulationSpec spec = spec(star, CollectiveProgram.of(16, Operation.ALL_TO_ALL, 16_000_000));
    FoldingFigures figures = compare("exchange", spec);
    assertThat(figures.classes()).isEqualTo(1);
    assertThat(figures.simulatedShare()).isEqualTo(1 / 240.0);
    assertThat(Simulation.run(spec).endPs())
        .isEqualTo(15 * 1_000_000_000L + 1_000_000 + 300_000 + 50_000);
  }

  /**
   * Messages of two lengths: those to ranks whose part is a byte longer are a kind of their own.
   */
  @Test
  void anExchangeOfAnOddSizeFoldsToWhatDiffers() {
    Fabric star = FabricSketch.star(16, 8_000_000_000L, 500_000);
    FoldingFigures figures =
        compare("odd", spec(star, CollectiveProgram.of(16, Operation.ALL_TO_ALL, 1_000_005)));
    assertThat(figures.simulatedShare()).isBetween(2 / 240.0, 0.1);
  }

  /** More ranks than a rank has lanes, so some have two steps; 66,306 messages go as streams. */
  @Test
  void anExchangeAsStreamsFolds() {
    Fabric star = FabricSketch.star(258, 8_000_000_000L, 500_000);
    FoldingFigures figures =
        compare("streams", spec(star, CollectiveProgram.of(258, Operation.ALL_TO_ALL, 258_000)));
    assertThat(figures.simulatedShare()).isLessThan(1 / 10_000.0);
  }

  private static SimulationSpec sprayed(SimulationSpec spec) {
    return spec.withFlowNetwork(FlowNetwork.DEFAULT.withSpread(FlowNetwork.Spread.ALL_PATHS));
  }

  private static MiniStep experts(int pipeline, int data, int slowRank, boolean slowJob) {
    return new MiniStep(2, pipeline, data, 3, 960_000, slowRank, slowJob, 8);
  }

  /** Experts over two nodes of four GPUs, and over four of two. */
  @ParameterizedTest(name = "{0} GPUs a node, uplinks of {1} Gb/s")
  @CsvSource({"4, 100", "4, 25", "2, 100", "2, 25"})
  void stepsWithExpertsFold(int gpus, long uplink) {
    Fabric fabric = new MiniCluster(64 / gpus, gpus, 16 / gpus, 4, uplink).fabric();
    FoldingFigures figures =
        compare("experts", sprayed(spec(fabric, experts(2, 16, -1, false).program())));
    assertThat(figures.classes()).isLessThanOrEqualTo(32);
    assertThat(figures.simulatedShare()).isLessThan(0.25);
  }

  /** Where groups of experts meet nobody but themselves, a slow GPU costs its group. */
  @Test
  void aSlowGpuAmongExpertsCostsItsGroup() {
    ProgramBuilder builder = new ProgramBuilder(32);
    int[][] members = new int[4][8];
    for (int rank = 0; rank < 32; rank++) {
      members[rank / 8][rank % 8] = rank;
    }
    int groups = builder.groups("experts", members);
    for (int rank = 0; rank < 32; rank++) {
      Role role = builder.role(1).compute(0, rank == 13 ? 2_000_000 : 1_000_000);
      role.collective(0, groups, Operation.ALL_TO_ALL, 800_000, Activity.EXPERT_PARALLEL);
      builder.assign(rank, role.compute(0, 1_000_000));
    }
    Fabric fabric = new MiniCluster(16, 2, 4, 2, 100).fabric();
    FoldingFigures figures = compare("slow", sprayed(spec(fabric, builder.build())));
    assertThat(figures.simulatedShare()).isLessThan(0.05);
  }

  /**
   * Gradients go round rings over the same NICs: all differ by their distance from the slow one.
   */
  @Test
  void aSlowGpuAmongExpertsAndRingsIsTheSameFoldedOrNot() {
    Fabric fabric = new MiniCluster(16, 4, 4, 4, 100).fabric();
    compare("slow", sprayed(spec(fabric, experts(2, 16, 21, false).program())));
  }

  @Test
  void aSecondJobWithExpertsIsAnotherKindOfRanks() {
    Fabric fabric = new MiniCluster(32, 4, 4, 4, 100).fabric();
    FoldingFigures figures =
        compare("jobs", sprayed(spec(fabric, experts(2, 32, -1, true).program())));
    assertThat(figures.classes()).isLessThanOrEqualTo(64);
  }

  @Test
  void aFailedLinkAmongExpertsIsTheSameFoldedOrNot() {
    Fabric fabric = new MiniCluster(16, 4, 4, 4, 100).fabric();
    int link = FabricSketch.link(fabric, "l0", "s0");
    int back = FabricSketch.link(fabric, "s0", "l0");
    compare(
        "failed",
        sprayed(spec(fabric, experts(2, 16, -1, false).program()))
            .withFailures(List.of(new LinkFailure(link, 0), new LinkFailure(back, 0))));
  }

  @Test
  void folds100RandomStepsWithExperts() {
    int folded = 0;
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int gpus = 1 << random.nextInt(3);
      int tensor = random.nextBoolean() ? gpus : 1;
      int pipeline = 1 + random.nextInt(3);
      int data = 4 * (1 + random.nextInt(2)) * gpus / tensor;
      int nodes = tensor * pipeline * data / gpus;
      MiniCluster cluster =
          new MiniCluster(
              nodes,
              gpus,
              1 + random.nextInt(4),
              1 + random.nextInt(2),
              new long[] {50, 100, 400, 3_200}[random.nextInt(4)]);
      MiniStep step =
          new MiniStep(
              tensor,
              pipeline,
              data,
              1 + random.nextInt(2),
              48 * (1 + random.nextInt(10_000)) + (random.nextInt(3) == 0 ? 1 : 0),
              random.nextInt(4) == 0 ? random.nextInt(tensor * pipeline * data) : -1,
              random.nextInt(4) == 0,
              random.nextBoolean() ? 4 : tensor * data / 2);
      SimulationSpec spec = spec(cluster.fabric(), step.program());
      FoldingFigures figures =
          compare(
              "seed " + seed + ": " + cluster + ", " + step,
              random.nextBoolean() ? sprayed(spec) : spec);
      folded += figures.classes() < figures.ranks() ? 1 : 0;
    }
    assertThat(folded).isGreaterThan(40);
  }

  /** 407,040 chunks, of which 20,352 are simulated; the choice is the same without folding. */
  @Test
  void ringsOfLikeNodesGoStepByStepWhereTheWholeWouldBeTooMuch() {
    Fabric fabric = new MiniCluster(20, 8, 20, 0, 0).fabric();
    SimulationSpec spec = spec(fabric, CollectiveProgram.of(160, Operation.ALL_REDUCE, 1 << 26));
    compare("like nodes", spec);
    assertThat(Simulation.run(spec).collectives().get(0).error().stepped()).isEqualTo(1);
    assertThat(Simulation.run(spec.withFolding(false)).collectives().get(0).error().stepped())
        .isEqualTo(1);
  }

  @Test
  void whoIsStuckIsSaidOfSingleRanks() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int next = builder.peers("next", new int[] {1, 2, 3, 0});
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, builder.role(1).receive(0, next, Activity.PIPELINE_PARALLEL));
    }
    SimulationSpec spec = spec(FabricSketch.star(4, 8_000_000_000L, 0), builder.build());
    assertThatThrownBy(() -> Simulation.run(spec))
        .isInstanceOf(StuckException.class)
        .hasMessageContaining("rank 3 (g3) waits for a message from rank 2 (g2)");
  }
}

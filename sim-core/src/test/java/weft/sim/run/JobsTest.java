package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Jobs;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/** Several programs side by side. */
final class JobsTest {

  private static final long RATE = 400_000_000_000L;
  private static final long SIZE = 1 << 26;

  /** Time of {@link #SIZE} over a link alone. */
  private static final long ALONE_PS = SIZE * 8 * 1_000 / (RATE / 1_000_000_000);

  private static final Fabric STAR = FabricSketch.star(8, RATE, 500_000);

  /** g0, g1 and g2, g3 left and right of one cable. */
  private static final Fabric TRUNK =
      new FabricSketch()
          .gpus("g0", "g1", "g2", "g3")
          .switches(1, "left", "right")
          .cable("g0", "left", RATE, 0)
          .cable("g1", "left", RATE, 0)
          .cable("g2", "right", RATE, 0)
          .cable("g3", "right", RATE, 0)
          .tier("trunk")
          .cable("left", "right", RATE, 0)
          .build();

  private static Program allReduce(long bytes) {
    return CollectiveProgram.of(4, Operation.ALL_REDUCE, bytes);
  }

  /** Rank 0 computes, sends to rank 1, and so on. */
  private static Program message(long computePs, long bytes) {
    ProgramBuilder builder = new ProgramBuilder(2);
    int peers = builder.peers("pair", new int[] {1, -1});
    int mark = builder.mark("arrived");
    Role sender = builder.role(1);
    sender.compute(0, computePs).send(0, peers, bytes, Activity.PIPELINE_PARALLEL);
    Role receiver = builder.role(1);
    receiver.receive(0, peers, Activity.PIPELINE_PARALLEL).mark(0, mark);
    return builder.assign(0, sender).assign(1, receiver).build();
  }

  private static SimulationSpec two(Fabric fabric, Program first, Program second, int... places) {
    Program both = Jobs.beside(List.of("a", "b"), List.of(first, second));
    return SimulationSpec.of(fabric, both).withPlacement(places).withMode(RunMode.AUDIT);
  }

  @ParameterizedTest
  @EnumSource(
      value = NetworkModelKind.class,
      names = {"ANALYTIC", "FLOW"})
  void whoSharesNothingLosesNothing(NetworkModelKind model) {
    SimulationSpec spec =
        two(STAR, allReduce(SIZE), allReduce(SIZE / 4), 0, 1, 2, 3, 4, 5, 6, 7).withModel(model);
    SimulationResult both = Simulation.run(spec);
    assertThat(both.jobs()).extracting(JobResult::name).containsExactly("a", "b");
    for (int job = 0; job < 2; job++) {
      int[] places = IntStream.range(4 * job, 4 * job + 4).toArray();
      SimulationResult alone =
          Simulation.runAlone(
              SimulationSpec.of(STAR, allReduce(job == 0 ? SIZE : SIZE / 4))
                  .withPlacement(places)
                  .withModel(model),
              both.jobs().get(job),
              ProgressListener.NONE);
      assertThat(both.jobs().get(job).endPs()).isEqualTo(alone.endPs());
      StepBreakdown ofJob = both.jobs().get(job).breakdown();
      assertThat(ofJob).isEqualTo(alone.breakdown());
      assertThat(ofJob.parts().stream().mapToLong(StepBreakdown.Part::meanPs).sum())
          .isEqualTo(alone.endPs());
      assertThat(both.ofJob(job).collectives().get(0).timePs())
          .isEqualTo(alone.collectives().get(0).timePs());
    }
    assertThat(both.endPs()).isEqualTo(both.jobs().get(0).endPs());
    assertThat(both.collectives()).extracting("group").containsExactly("b/world", "a/world");
  }

  /**
   * Two messages over one cable. The second starts when the first is half through: then each has
   * half of the rate, so the first takes half again as long as alone, to 1.5; by then half of the
   * second is through, which has the cable to itself until 2.
   */
  @Test
  void whoMeetsOnACableHasHalfOfIt() {
    SimulationSpec spec = two(TRUNK, message(0, SIZE), message(ALONE_PS / 2, SIZE), 0, 2, 1, 3);
    SimulationResult both = Simulation.run(spec);
    assertThat(both.jobs().get(0).endPs()).isCloseTo(ALONE_PS * 3 / 2, within(2L));
    assertThat(both.jobs().get(1).endPs()).isCloseTo(ALONE_PS * 2, within(2L));
    assertThat(both.jobs().get(1).marks().get(0).latestPs()).isCloseTo(ALONE_PS * 2, within(2L));
    List<SimulationResult> alone =
        List.of(
            Simulation.run(SimulationSpec.of(TRUNK, message(0, SIZE)).withPlacement(0, 2)),
            Simulation.run(
                SimulationSpec.of(TRUNK, message(ALONE_PS / 2, SIZE)).withPlacement(1, 3)));
    assertThat(alone.get(0).endPs()).isEqualTo(ALONE_PS);
    assertThat(Meeting.of(TRUNK, alone))
        .containsExactly(new Meeting("trunk", "trunk", 1, "left → right", List.of(SIZE, SIZE)));
  }

  /** Each has the numbers that it has alone: its ranks, its marks, its slowest rank. */
  @Test
  void aJobIsCountedFromItsOwnFirstRank() {
    SimulationResult both =
        Simulation.run(two(TRUNK, message(0, 8), message(ALONE_PS, SIZE), 0, 2, 1, 3));
    assertThat(both.jobs().get(1).breakdown().slowestRank()).isZero();
    assertThat(both.jobs().get(1).marks()).hasSize(1);
    assertThat(both.breakdown()).isNotNull();
    assertThat(both.breakdown().slowestRank()).isEqualTo(2);
    assertThat(both.jobs().get(0).bottlenecks()).isNotEmpty();
    assertThat(both.bottlenecks()).isEmpty();
  }

  /** The second round begins when the first has ended on all streams. */
  @Test
  void whatIsRepeatedTakesSoManyTimesAsLong() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int world = builder.groups("world", new int[][] {{0, 1, 2, 3}});
    int mark = builder.mark("begun");
    Role role = builder.role(3);
    role.collective(1, world, Operation.ALL_REDUCE, SIZE, Activity.DATA_PARALLEL);
    role.compute(0, 7).mark(0, mark).await(0, 1);
    role.compute(2, 5_000_000);
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, role);
    }
    Program once = builder.build();
    SimulationResult one = Simulation.run(SimulationSpec.of(STAR, once));
    SimulationResult three = Simulation.run(SimulationSpec.of(STAR, Jobs.repeated(once, 3)));
    assertThat(three.endPs()).isEqualTo(3 * one.endPs());
    assertThat(three.marks()).isEqualTo(one.marks());
    assertThat(three.collectives().get(0).count()).isEqualTo(3);
    assertThat(Jobs.repeated(once, 1)).isSameAs(once);
    assertThatThrownBy(() -> Jobs.repeated(once, 0)).hasMessageContaining("0 times");
  }

  /** Messages of the same relation, groups of the same partition: each stays in its job. */
  @Test
  void pathsAreThoseOfTheJobAlone() {
    SimulationResult both =
        Simulation.run(two(TRUNK, message(0, SIZE), message(0, SIZE / 2), 3, 0, 2, 1));
    assertThat(both.utilization("trunk").bytes()).isEqualTo(SIZE + SIZE / 2);
    assertThat(both.complete()).isTrue();
  }
}

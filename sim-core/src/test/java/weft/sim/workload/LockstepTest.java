package weft.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.probe.ActivityProbe;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;

/**
 * Groups in lockstep take one event for many operations. The reference has a stream beside the main
 * one that awaits each of its operations, so that each needs its own event, and is else the same. A
 * run that records its operations tells of each of them, one that does not adds them up.
 */
final class LockstepTest {

  private static final int MAIN = 0;
  private static final int SIDE = 1;
  private static final int WATCH = 2;
  private static final int GROUP = 3;

  /** All that a probe hears, by rank, and of collectives by kind. */
  private static final class Heard implements ActivityProbe {
    final TreeMap<Integer, List<String>> ofRank = new TreeMap<>();

    /**
     * By rank, activity and link how long, and until when; of collectives how many and how long.
     */
    final TreeMap<String, Long> sums = new TreeMap<>();

    private final long[] endsPs = new long[2 * GROUP];

    @Override
    public void onActivity(int rank, int activity, long startPs, long endPs, int boundLink) {
      assertThat(startPs).as("rank %d", rank).isEqualTo(endsPs[rank]);
      assertThat(endPs).isGreaterThan(startPs);
      endsPs[rank] = endPs;
      sums.merge(rank + ": " + activity + " " + boundLink, endPs - startPs, Long::sum);
      ofRank
          .computeIfAbsent(rank, any -> new ArrayList<>())
          .add(activity + " " + startPs + "–" + endPs + " " + boundLink);
    }

    @Override
    public void onBeside(int rank, int activity, long startPs, long endPs, long exposedPs) {}

    @Override
    public void onAwaited(int rank, double waitedPs) {
      sums.merge(rank + " awaited", Math.round(waitedPs), Long::sum);
    }

    @Override
    public void onCollective(
        int groups,
        int operation,
        int ranks,
        int channels,
        long bytes,
        long startPs,
        long endPs,
        int boundLink,
        boolean isStepped,
        double latenessPs,
        int times) {
      String kind = groups + " " + operation + " " + ranks + " " + channels + " " + bytes;
      sums.merge("number of " + kind + " " + boundLink, (long) times, Long::sum);
      sums.merge("time of " + kind + " " + boundLink, times * (endPs - startPs), Long::sum);
    }
  }

  private record Outcome(Heard heard, long endPs, long events) {}

  /**
   * Two groups of three ranks, one role or a role each, that compute and meet in turn, and
   * sometimes compute while they meet; now and then the side stream awaits the main one and sends a
   * message to a rank of the other group.
   */
  private static Program program(long seed, boolean watched) {
    Random random = new Random(seed);
    ProgramBuilder builder = new ProgramBuilder(2 * GROUP);
    int groups = builder.groups("group", new int[][] {{0, 1, 2}, {3, 4, 5}});
    int peers = builder.peers("peer", new int[] {3, 4, 5, -1, -1, -1});
    int operations = 1 + random.nextInt(40);
    boolean sends = random.nextBoolean();
    Role first = builder.role(3);
    Role second = builder.role(3);
    for (int i = 0; i < operations; i++) {
      long bytes = 1_000L * random.nextInt(3);
      Operation operation = Operation.values()[random.nextInt(2)];
      boolean computes = random.nextInt(4) > 0;
      boolean beside = random.nextInt(3) == 0;
      boolean sendsNow = sends && random.nextInt(5) == 0;
      for (Role role : List.of(first, second)) {
        if (computes) {
          role.compute(MAIN, random.nextInt(1_000_000));
          watch(role, watched);
        }
        if (beside) {
          long besidePs = random.nextInt(4_000_000);
          role.collectiveBeside(MAIN, groups, operation, bytes, besidePs, Activity.COLLECTIVE);
        } else {
          role.collective(MAIN, groups, operation, bytes, Activity.COLLECTIVE);
        }
        watch(role, watched);
      }
      if (sendsNow) {
        first.await(SIDE, MAIN).send(SIDE, peers, 500, Activity.PIPELINE_PARALLEL);
        second.receive(MAIN, peers, Activity.PIPELINE_PARALLEL);
      }
    }
    for (int rank = 0; rank < 2 * GROUP; rank++) {
      builder.assign(rank, rank < GROUP ? first : second);
    }
    return builder.build();
  }

  private static void watch(Role role, boolean watched) {
    if (watched) {
      role.await(WATCH, MAIN);
    }
  }

  /** A switch for each group, and one that messages cross. */
  private static Fabric twoNodes() {
    FabricSketch sketch = new FabricSketch().switches(1, "s0", "s1").switches(2, "t");
    sketch.node("a0", "a1", "a2").node("b0", "b1", "b2");
    for (int gpu = 0; gpu < GROUP; gpu++) {
      sketch.cable("a" + gpu, "s0", 8_000_000_000L, 500_000);
      sketch.cable("b" + gpu, "s1", 8_000_000_000L, 500_000);
      sketch.cable("a" + gpu, "t", 8_000_000_000L, 500_000);
      sketch.cable("b" + gpu, "t", 8_000_000_000L, 500_000);
    }
    return sketch.build();
  }

  private static Outcome run(Program program, boolean recorded) {
    Fabric fabric = twoNodes();
    Engine engine = new Engine(new BucketEventQueue());
    FlowModel network =
        new FlowModel(engine, fabric, new UpDownRouter(fabric, 1), new NetworkRun.NoProbe(), false);
    int[] endpoints = new int[2 * GROUP];
    Arrays.setAll(endpoints, rank -> rank);
    Heard heard = new Heard();
    StepCosts costs = new StepCosts(1_000, 2_000, 300);
    ProgramRunner runner =
        new ProgramRunner(
            engine,
            fabric,
            network,
            program,
            new Communicators(program, endpoints, fabric, costs, Planning.RINGS, network),
            new LinkOwners(fabric.linkCount()),
            heard);
    if (recorded) {
      runner.record(new OperationLog(program));
    }
    runner.start();
    engine.run(RunWatch.NONE);
    runner.settle();
    assertThat(runner.unfinishedRanks()).isZero();
    return new Outcome(heard, engine.nowPs(), engine.events());
  }

  @Test
  void nobodyCanTellLockstepFromOneByOne() {
    long events = 0;
    long eventsOfReference = 0;
    for (long seed = 0; seed < 300; seed++) {
      Outcome fast = run(program(seed, false), false);
      Outcome recorded = run(program(seed, false), true);
      Outcome dull = run(program(seed, true), false);
      assertThat(fast.heard.sums).as("seed %d", seed).isEqualTo(dull.heard.sums);
      assertThat(recorded.heard.ofRank).as("seed %d", seed).isEqualTo(dull.heard.ofRank);
      assertThat(recorded.heard.sums).as("seed %d", seed).isEqualTo(dull.heard.sums);
      assertThat(fast.endPs).as("seed %d", seed).isEqualTo(dull.endPs);
      events += fast.events;
      eventsOfReference += dull.events;
    }
    assertThat(events).as("of %d", eventsOfReference).isLessThan(6 * eventsOfReference / 10);
  }
}

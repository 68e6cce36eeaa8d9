package weft.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.route.UpDownRouter;

/**
 * Which groups go step by step, on rings of four ranks: an all-reduce takes 2 · 3 steps of 4 edges,
 * 24 chunks.
 */
final class SteppedGroupsTest {

  private static final int CHUNKS = 24;
  private static final long RATE = 100_000_000_000L;
  private static final Fabric STAR = FabricSketch.star(10, RATE, 1000);
  private static final int[] FIRST = {0, 1, 2, 3};
  private static final int[] SECOND = {4, 5, 6, 7};

  /** A program of ten ranks, of which those of a partition do its collectives. */
  private static final class Sketch {
    private final ProgramBuilder builder = new ProgramBuilder(10);
    private final FlowList.Builder flows = new FlowList.Builder();
    private final Role[] roles = new Role[10];
    private final List<int[][]> partitions = new ArrayList<>();
    private Fabric fabric = STAR;
    private long mostLone = -1;

    Sketch() {
      for (int rank = 0; rank < roles.length; rank++) {
        roles[rank] = builder.role(2);
        builder.assign(rank, roles[rank]);
      }
    }

    Sketch on(Fabric fabric) {
      this.fabric = fabric;
      return this;
    }

    /** Groups that share links with themselves only have room of their own for so many chunks. */
    Sketch lone(long mostChunks) {
      mostLone = mostChunks;
      return this;
    }

    Sketch partition(int[][] members, long... bytes) {
      partitions.add(members);
      int groups = builder.groups("p" + partitions.size(), members, 1);
      for (int[] group : members) {
        for (int rank : group) {
          for (long size : bytes) {
            roles[rank].collective(0, groups, Operation.ALL_REDUCE, size, Activity.COLLECTIVE);
          }
        }
      }
      return this;
    }

    Sketch message(int source, int destination) {
      int[] peers = new int[10];
      Arrays.fill(peers, -1);
      peers[source] = destination;
      builder.peers("m", peers);
      return this;
    }

    Sketch flow(int source, int destination) {
      flows.add(source, destination, 1000, 0);
      return this;
    }

    private SteppedGroups choice(Communicators[] communicators, long mostChunks) {
      Program program = builder.build();
      FlowModel network =
          new FlowModel(
              new Engine(new BucketEventQueue()),
              fabric,
              new UpDownRouter(fabric, 1),
              new NetworkRun.NoProbe(),
              false);
      communicators[0] =
          new Communicators(
              program,
              IntStream.range(0, 10).toArray(),
              fabric,
              StepCosts.NONE,
              Planning.RINGS,
              network);
      return new SteppedGroups(
          program,
          communicators[0],
          flows.build(),
          fabric,
          network,
          mostChunks,
          mostLone < 0 ? mostChunks : mostLone);
    }

    private List<String> stepped(Communicators communicators) {
      List<String> stepped = new ArrayList<>();
      for (int partition = 0; partition < partitions.size(); partition++) {
        for (int group = 0; group < partitions.get(partition).length; group++) {
          if (communicators.communicator(partition, group).isStepped()) {
            stepped.add(partition + "." + group);
          }
        }
      }
      return stepped;
    }

    /** Those that go step by step, with {@code all} if no other should. */
    String affordable(long mostChunks) {
      Communicators[] communicators = new Communicators[1];
      boolean isAll = choice(communicators, mostChunks).stepAffordable();
      return String.join(" ", stepped(communicators[0])) + (isAll ? " all" : "");
    }

    /** The same if all may that should; {@code null} if those are too many to be looked at. */
    String all(long mostChunks) {
      Communicators[] communicators = new Communicators[1];
      boolean isTried = choice(communicators, mostChunks).stepAll();
      return isTried ? String.join(" ", stepped(communicators[0])) : null;
    }

    boolean affordsAll(long mostChunks, int edges) {
      return choice(new Communicators[1], mostChunks)
          .affordsAll((partition, group) -> group == 0 ? edges : 0);
    }
  }

  private static Sketch ring(long... bytes) {
    return new Sketch().partition(new int[][] {FIRST}, bytes);
  }

  /** Two switches with a cable as fast as one GPU; the ring crosses it twice each way. */
  private static Sketch ringThatSharesWithItself(long... bytes) {
    FabricSketch sketch = new FabricSketch();
    for (int gpu = 0; gpu < 10; gpu++) {
      sketch.gpus("g" + gpu);
    }
    sketch.switches(1, "s0", "s1").cable("s0", "s1", RATE, 1000);
    for (int gpu = 0; gpu < 10; gpu++) {
      sketch.cable("g" + gpu, "s" + gpu % 2, RATE, 1000);
    }
    return ring(bytes).on(sketch.build());
  }

  @Test
  void aRingThatNobodyDisturbsRunsAsStreams() {
    assertThat(ring(1000).affordable(1000)).isEqualTo(" all");
    assertThat(ring(1000).flow(4, 5).message(6, 7).affordable(1000)).isEqualTo(" all");
    assertThat(new Sketch().partition(new int[][] {FIRST, SECOND}, 1000).affordable(1000))
        .isEqualTo(" all");
  }

  @ParameterizedTest
  @CsvSource({"24, 0.0 all", "23, ''"})
  void aFlowBesideItDisturbs(long mostChunks, String stepped) {
    assertThat(ring(1000).flow(2, 9).affordable(mostChunks)).isEqualTo(stepped);
  }

  @Test
  void aMessageDisturbs() {
    assertThat(ring(1000).message(9, 3).affordable(CHUNKS)).isEqualTo("0.0 all");
  }

  @ParameterizedTest
  @CsvSource({"48, 0.0 1.0 all", "47, 0.0", "23, ''"})
  void aGroupOfAnotherPartitionDisturbs(long mostChunks, String stepped) {
    assertThat(ring(1000).partition(new int[][] {{1, 0, 3, 2}}, 1000).affordable(mostChunks))
        .isEqualTo(stepped);
  }

  /** All groups of a partition that are disturbed, or none. */
  @ParameterizedTest
  @CsvSource({"48, 0.0 0.1 all", "47, ''"})
  void groupsOfAPartitionAreTreatedAlike(long mostChunks, String stepped) {
    Sketch two = new Sketch().partition(new int[][] {FIRST, SECOND}, 1000).flow(2, 9).flow(9, 4);
    assertThat(two.affordable(mostChunks)).isEqualTo(stepped);
  }

  /** What it does again it need not simulate again: only another size costs more chunks. */
  @Test
  void aRingThatSharesLinksWithItselfGoesStepByStep() {
    assertThat(ringThatSharesWithItself(1000).affordable(CHUNKS)).isEqualTo("0.0 all");
    assertThat(ringThatSharesWithItself(1000, 1000).affordable(CHUNKS)).isEqualTo("0.0 all");
    assertThat(ringThatSharesWithItself(1000, 2000).affordable(2 * CHUNKS - 1)).isEmpty();
    assertThat(ringThatSharesWithItself(1000, 2000).affordable(2 * CHUNKS)).isEqualTo("0.0 all");
  }

  @Test
  void whoSharesWithItselfOnlyHasRoomOfItsOwn() {
    assertThat(ringThatSharesWithItself(1000).lone(CHUNKS).affordable(0)).isEqualTo("0.0 all");
    assertThat(ringThatSharesWithItself(1000).lone(CHUNKS - 1).affordable(CHUNKS)).isEmpty();
    assertThat(ring(1000).flow(2, 9).lone(CHUNKS).affordable(CHUNKS - 1)).isEmpty();
    assertThat(ringThatSharesWithItself(1000).lone(1).affordsAll(0, 1)).isFalse();
    assertThat(ringThatSharesWithItself(1000).lone(CHUNKS / 4).affordsAll(0, 1)).isTrue();
  }

  /** Who is disturbed does not repeat anything. */
  @Test
  void eachCollectiveOfADisturbedRingCosts() {
    assertThat(ring(1000, 1000).flow(2, 9).affordable(2 * CHUNKS - 1)).isEmpty();
    assertThat(ring(1000, 1000).flow(2, 9).affordable(2 * CHUNKS)).isEqualTo("0.0 all");
  }

  /** A 256th of the chunks has to be few enough. */
  @Test
  void whatMayBeFoldedIsTriedWhereThatMayHelp() {
    long[] many = LongStream.rangeClosed(1, 64).toArray();
    assertThat(ring(many).flow(2, 9).all(64 * CHUNKS / 256)).isEqualTo("0.0");
    assertThat(ring(many).flow(2, 9).all(64 * CHUNKS / 256 - 1)).isEmpty();
    long[] alike = new long[64];
    Arrays.fill(alike, 1000);
    assertThat(ring(alike).flow(2, 9).all(64 * CHUNKS / 256)).isEqualTo("0.0");
    assertThat(ring(alike).flow(2, 9).all(64 * CHUNKS / 256 - 1)).isNull();
  }

  /** Of two like groups one edge is simulated: a quarter of the chunks of one. */
  @Test
  void foldedGroupsCostTheEdgesThatAreSimulated() {
    Sketch two = new Sketch().partition(new int[][] {FIRST, SECOND}, 1000).flow(2, 9).flow(9, 4);
    assertThat(two.affordsAll(CHUNKS / 4, 1)).isTrue();
    assertThat(two.affordsAll(CHUNKS / 4 - 1, 1)).isFalse();
    assertThat(two.affordsAll(CHUNKS / 4, 2)).isFalse();
  }
}

package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings visit every rank once, and enter and leave every node by all its NICs. */
final class RingLayoutTest {

  @Test
  void twoNodesOfFour() {
    // Channel 0 enters node 0 at GPU 0, leaves at 1; enters node 1 on rail 1, leaves on rail 0.
    RingLayout layout = nodes(4, 4);
    assertThat(layout.channels()).isEqualTo(4);
    assertThat(ring(layout, 8, 0)).containsExactly(0, 2, 3, 1, 5, 6, 7, 4);
    assertThat(ring(layout, 8, 1)).containsExactly(1, 2, 3, 0, 4, 6, 7, 5);
    assertThat(ring(layout, 8, 2)).containsExactly(2, 0, 1, 3, 7, 4, 5, 6);
    assertThat(ring(layout, 8, 3)).containsExactly(3, 0, 1, 2, 6, 4, 5, 7);
  }

  @ParameterizedTest(name = "{0} nodes of {1}")
  @CsvSource({
    "2, 1", "2, 2", "3, 2", "2, 3", "3, 3", "4, 3", "2, 4", "3, 4", "5, 4", "2, 8", "3, 8", "16, 8",
    "17, 8", "128, 8", "4, 7"
  })
  void everyNicSendsAndReceivesExactlyOneChannel(int nodes, int gpus) {
    int[] sizes = IntStream.range(0, nodes).map(node -> gpus).toArray();
    RingLayout layout = nodes(sizes);
    int ranks = nodes * gpus;
    assertThat(layout.channels()).isEqualTo(gpus);

    int[] entered = new int[ranks];
    int[] left = new int[ranks];
    for (int channel = 0; channel < gpus; channel++) {
      assertVisitsEveryRankOnce(layout, ranks, channel);
      int crossings = 0;
      for (int position = 0; position < ranks; position++) {
        int from = layout.rank(channel, position);
        int to = layout.rank(channel, (position + 1) % ranks);
        if (from / gpus != to / gpus) {
          crossings++;
          left[from]++;
          entered[to]++;
        }
      }
      assertThat(crossings).as("node by node").isEqualTo(nodes);
    }
    assertThat(entered).containsOnly(1);
    assertThat(left).containsOnly(1);
  }

  @ParameterizedTest(name = "{0} nodes of {1}")
  @CsvSource({"2, 8", "3, 8", "4, 2", "5, 2", "2, 1", "7, 4", "16, 8", "17, 8", "6, 3"})
  void noChannelChangesItsRailBetweenNodes(int nodes, int gpus) {
    RingLayout layout = nodes(IntStream.range(0, nodes).map(node -> gpus).toArray());
    int ranks = nodes * gpus;
    for (int channel = 0; channel < gpus; channel++) {
      List<Integer> changes = new ArrayList<>();
      for (int position = 0; position < ranks; position++) {
        int from = layout.rank(channel, position);
        int to = layout.rank(channel, (position + 1) % ranks);
        if (from / gpus != to / gpus && from % gpus != to % gpus) {
          changes.add(position);
        }
      }
      // An even node swaps the rail, so an odd number of them closes on the other one. Odd nodes
      // go on to the next rail, and close where they began only after a multiple of their size.
      boolean closes = gpus % 2 == 0 ? nodes % 2 == 0 : nodes % gpus == 0;
      if (closes) {
        assertThat(changes).as("channel %d", channel).isEmpty();
      } else {
        assertThat(changes).as("channel %d", channel).containsExactly(ranks - 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 72})
  void insideOneNodeThereIsOneChannel(int gpus) {
    RingLayout layout = nodes(gpus);
    assertThat(layout.channels()).isEqualTo(1);
    assertVisitsEveryRankOnce(layout, gpus, 0);
  }

  @Test
  void oneGpuANodeMakesOneChannelInTheOrderOfTheRanks() {
    RingLayout layout = nodes(1, 1, 1, 1, 1);
    assertThat(layout.channels()).isEqualTo(1);
    assertThat(ring(layout, 5, 0)).containsExactly(0, 1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({"4, 2, 8", "8, 8, 4", "1, 8, 8", "3, 4, 5", "2, 7, 1"})
  void ofUnequalNodesTheSmallestLimitsTheChannels(int first, int second, int third) {
    RingLayout layout = nodes(first, second, third);
    assertThat(layout.channels()).isEqualTo(Math.min(first, Math.min(second, third)));
    for (int channel = 0; channel < layout.channels(); channel++) {
      assertVisitsEveryRankOnce(layout, first + second + third, channel);
    }
  }

  @Test
  void ranksOfANodeNeedNotBeNeighbours() {
    // Ranks alternate between two nodes; rails 0 0 1 1.
    RingLayout layout =
        GroupShape.of(new int[] {5, 9, 5, 9}, new int[] {0, 0, 1, 1}).rings(RingLayout.AUTOMATIC);
    assertThat(layout.channels()).isEqualTo(2);
    assertThat(ring(layout, 4, 0)).containsExactly(0, 2, 3, 1);
    assertThat(ring(layout, 4, 1)).containsExactly(2, 0, 1, 3);
  }

  @Test
  void aGroupOfSomeGpusOfEachNodeKeepsToTheirRails() {
    // A data-parallel group with tensor parallelism 4: GPUs 1 and 5 of every node.
    int[] domains = {0, 0, 1, 1, 2, 2, 3, 3};
    int[] rails = {1, 5, 1, 5, 1, 5, 1, 5};
    RingLayout layout = GroupShape.of(domains, rails).rings(RingLayout.AUTOMATIC);
    assertThat(ring(layout, 8, 0)).containsExactly(0, 1, 3, 2, 4, 5, 7, 6);
    assertThat(ring(layout, 8, 1)).containsExactly(1, 0, 2, 3, 5, 4, 6, 7);
  }

  /** An NVL72 rack has 18 trays with NICs on four rails each. */
  @ParameterizedTest
  @CsvSource({"2, 72, 4", "4, 8, 4", "8, 6, 2"})
  void ranksThatShareARailEachSendForOneChannel(int nodes, int gpus, int rails) {
    int ranks = nodes * gpus;
    RingLayout layout =
        GroupShape.of(
                IntStream.range(0, ranks).map(rank -> rank / gpus).toArray(),
                IntStream.range(0, ranks).map(rank -> rank % gpus % rails).toArray())
            .rings(RingLayout.AUTOMATIC);
    int[] sent = new int[ranks];
    int[] received = new int[ranks];
    for (int channel = 0; channel < layout.channels(); channel++) {
      assertVisitsEveryRankOnce(layout, ranks, channel);
      for (int position = 0; position < ranks; position++) {
        int from = layout.rank(channel, position);
        int to = layout.rank(channel, (position + 1) % ranks);
        if (from / gpus != to / gpus) {
          sent[from]++;
          received[to]++;
          assertThat(from % gpus % rails).isEqualTo(to % gpus % rails);
        }
      }
    }
    assertThat(layout.channels()).isEqualTo(gpus);
    assertThat(sent).containsOnly(1);
    assertThat(received).containsOnly(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 8, 2", "8, 8, 2", "4, 4, 1", "5, 5, 1", "16, 16, 4"})
  void everyPortOfANicHasAChannelOfEachRing(int wanted, int channels, int ofRing) {
    int[] domains = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] rails = {0, 1, 2, 3, 0, 1, 2, 3};
    RingLayout layout = GroupShape.of(domains, rails).withPorts(ofRing == 4 ? 4 : 2).rings(wanted);
    assertThat(layout.channels()).isEqualTo(channels);
    for (int channel = 0; channel < channels; channel++) {
      assertThat(layout.rank(channel, 0)).isEqualTo(channel / ofRing % 4);
    }
  }

  /**
   * Of eight GPUs 0, 1, 4 and 5 reach a NIC by themselves, two of each rail: nodes are entered and
   * left there only, by four channels, each of which stays on its rail.
   */
  @Test
  void nodesAreLeftWhereThereIsANic() {
    int[] domains = IntStream.range(0, 32).map(rank -> rank / 8).toArray();
    int[] rails = IntStream.range(0, 32).map(rank -> rank % 8 / 4).toArray();
    boolean[] nics = new boolean[32];
    for (int rank = 0; rank < 32; rank++) {
      nics[rank] = rank % 4 < 2;
    }
    RingLayout layout = GroupShape.of(domains, rails).withNics(nics).rings(RingLayout.AUTOMATIC);
    assertThat(layout.channels()).isEqualTo(4);
    for (int channel = 0; channel < 4; channel++) {
      assertVisitsEveryRankOnce(layout, 32, channel);
      for (int position = 0; position < 32; position++) {
        int from = layout.rank(channel, position);
        int to = layout.rank(channel, (position + 1) % 32);
        if (domains[from] != domains[to]) {
          assertThat(nics[from] && nics[to]).isTrue();
          assertThat(rails[from]).isEqualTo(rails[to]);
        }
      }
    }
  }

  /** Where none has one, as in a torus, all are alike; where one has, it is the way in. */
  @Test
  void withoutNicsAllAreAlike() {
    GroupShape shape = GroupShape.ofNodes(4, 4);
    assertThat(shape.withNics(new boolean[8]).rings(RingLayout.AUTOMATIC).channels()).isEqualTo(4);
    boolean[] one = {false, false, true, false, false, false, true, false};
    RingLayout layout = shape.withNics(one).rings(RingLayout.AUTOMATIC);
    assertThat(layout.channels()).isEqualTo(1);
    assertVisitsEveryRankOnce(layout, 8, 0);
    assertThat(layout.rank(0, 0)).isEqualTo(2);
    assertThat(layout.rank(0, 4)).isEqualTo(6);
  }

  /**
   * Every directed link within a node carries one channel at most, and of eight GPUs all carry one.
   */
  @ParameterizedTest
  @CsvSource({"1, 8, 7", "1, 2, 1", "1, 3, 2", "1, 4, 2", "1, 5, 4", "1, 7, 6", "1, 1, 1"})
  void closedRingsOfAMeshShareNoLink(int nodes, int gpus, int rings) {
    assertThat(meshLinks(nodes, gpus, rings)).hasSize(gpus == 1 ? 0 : rings * gpus);
  }

  @ParameterizedTest
  @CsvSource({"2, 8", "3, 8", "4, 4", "2, 6", "2, 2", "5, 1"})
  void waysThroughAMeshShareNoLink(int nodes, int gpus) {
    assertThat(meshLinks(nodes, gpus, gpus)).hasSize(nodes * gpus * (gpus - 1));
  }

  /** The links within nodes that channels use, of which none is used twice. */
  private static Set<Long> meshLinks(int nodes, int gpus, int channels) {
    int ranks = nodes * gpus;
    RingLayout layout =
        GroupShape.of(
                IntStream.range(0, ranks).map(rank -> rank / gpus).toArray(),
                IntStream.range(0, ranks).map(rank -> rank % gpus).toArray())
            .withMesh()
            .rings(RingLayout.AUTOMATIC);
    assertThat(layout.channels()).isEqualTo(channels);
    Set<Long> links = new HashSet<>();
    for (int channel = 0; channel < channels; channel++) {
      assertVisitsEveryRankOnce(layout, ranks, channel);
      for (int position = 0; position < ranks; position++) {
        int from = layout.rank(channel, position);
        int to = layout.rank(channel, (position + 1) % ranks);
        if (from / gpus == to / gpus && from != to) {
          assertThat(links.add((long) from * ranks + to)).as("%d → %d", from, to).isTrue();
        }
      }
    }
    return links;
  }

  @Test
  void channelsShareTheBytesToTheLastOne() {
    RingLayout layout = nodes(3, 3);
    assertThat(IntStream.range(0, 3).mapToLong(channel -> layout.channelBytes(channel, 11)))
        .containsExactly(4L, 4L, 3L);
    for (long bytes : new long[] {0, 1, 2, 3, 1L << 40, Long.MAX_VALUE}) {
      assertThat(LongStream.range(0, 3).map(c -> layout.channelBytes((int) c, bytes)).sum())
          .isEqualTo(bytes);
    }
  }

  private static void assertVisitsEveryRankOnce(RingLayout layout, int ranks, int channel) {
    assertThat(ring(layout, ranks, channel))
        .as("channel %d", channel)
        .containsExactlyInAnyOrder(IntStream.range(0, ranks).toArray());
  }

  private static int[] ring(RingLayout layout, int ranks, int channel) {
    return IntStream.range(0, ranks).map(position -> layout.rank(channel, position)).toArray();
  }

  /** Full nodes of these sizes, ranks contiguous, rails counted within the node. */
  private static RingLayout nodes(int... sizes) {
    int[] domains =
        IntStream.range(0, sizes.length)
            .flatMap(node -> IntStream.range(0, sizes[node]).map(rail -> node))
            .toArray();
    int[] rails = IntStream.of(sizes).flatMap(size -> IntStream.range(0, size)).toArray();
    return GroupShape.of(domains, rails).rings(RingLayout.AUTOMATIC);
  }
}

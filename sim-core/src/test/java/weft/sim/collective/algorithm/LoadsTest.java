package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Loads;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.Step;

/** What is sent in all is what the closed forms of the field say. */
final class LoadsTest {

  private static final Offset<Double> EXACT = within(1e-12);

  private static Loads loads(Operation operation, Algorithm algorithm, GroupShape shape) {
    return Loads.of(Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC), shape);
  }

  private static GroupShape node(int ranks) {
    return GroupShape.ofNodes(ranks).withMulticast();
  }

  private static GroupShape nodes(int count, int ranks) {
    int[] sizes = new int[count];
    Arrays.fill(sizes, ranks);
    return GroupShape.ofNodes(sizes).withMulticast();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 13, 32})
  void inANodeOfSwitchedGpus(int n) {
    double others = (n - 1.0) / n;
    assertAll(loads(Operation.ALL_REDUCE, Algorithm.RING, node(n)), 2 * others, 0);
    assertAll(loads(Operation.ALL_GATHER, Algorithm.RING, node(n)), others, 0);
    assertAll(loads(Operation.REDUCE_SCATTER, Algorithm.RING, node(n)), others, 0);
    assertAll(loads(Operation.BROADCAST, Algorithm.RING, node(n)), 1, 0);
    assertAll(loads(Operation.REDUCE, Algorithm.RING, node(n)), 1, 0);
    assertAll(loads(Operation.ALL_GATHER, Algorithm.BRUCK, node(n)), others, 0);
    assertAll(loads(Operation.ALL_GATHER, Algorithm.PAT, node(n)), others, 0);
    assertAll(loads(Operation.REDUCE_SCATTER, Algorithm.PAT, node(n)), others, 0);
    assertAll(loads(Operation.ALL_TO_ALL, Algorithm.DIRECT, node(n)), others, 0);
    assertAll(loads(Operation.ALL_TO_ALL, Algorithm.PAIRWISE, node(n)), others, 0);
    assertAll(loads(Operation.ALL_TO_ALL, Algorithm.PXN, node(n)), others, 0);
    assertAll(loads(Operation.SENDRECV, Algorithm.DIRECT, node(n)), 1, 0);
    assertAll(loads(Operation.ALL_REDUCE, Algorithm.HIERARCHICAL, node(n)), 2 * others, 0);
    assertAll(loads(Operation.ALL_REDUCE, Algorithm.NVLS, node(n)), 1 + 1.0 / n, 0);
  }

  /** Reading sums takes all upwards and a part downwards, writing to all the reverse. */
  @Test
  void nvlsHalves() {
    Loads gather = loads(Operation.ALL_GATHER, Algorithm.NVLS, node(8));
    assertThat(gather.scaleUpOut()).isCloseTo(1 / 8.0, EXACT);
    assertThat(gather.scaleUpIn()).isCloseTo(1, EXACT);
    Loads scatter = loads(Operation.REDUCE_SCATTER, Algorithm.NVLS, node(8));
    assertThat(scatter.scaleUpOut()).isCloseTo(1, EXACT);
    assertThat(scatter.scaleUpIn()).isCloseTo(1 / 8.0, EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64})
  void halvingAndDoublingOfPowersOfTwo(int n) {
    double others = (n - 1.0) / n;
    Algorithm algorithm = Algorithm.HALVING_DOUBLING;
    assertAll(loads(Operation.ALL_REDUCE, algorithm, node(n)), 2 * others, 0);
    assertAll(loads(Operation.ALL_GATHER, algorithm, node(n)), others, 0);
    assertAll(loads(Operation.REDUCE_SCATTER, algorithm, node(n)), others, 0);
  }

  /** The even one of a pair gives all and gets all; the odd one does so on top of its own. */
  @Test
  void halvingAndDoublingOfOthers() {
    assertAll(loads(Operation.ALL_REDUCE, Algorithm.HALVING_DOUBLING, node(6)), 2 * 0.75 + 1, 0);
  }

  /** Bruck sends each part once for every bit of its distance: 12 of 8 parts of 8 ranks. */
  @Test
  void bruckSendsMoreInFewerRounds() {
    assertAll(loads(Operation.ALL_TO_ALL, Algorithm.BRUCK, node(8)), 12 / 8.0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 16})
  void overNodesOfEight(int nodes) {
    GroupShape shape = nodes(nodes, 8);
    double n = 8.0 * nodes;
    double otherNodes = (nodes - 1.0) / nodes;
    Loads ring = loads(Operation.ALL_REDUCE, Algorithm.RING, shape);
    assertThat(ring.scaleOutOut()).isCloseTo(2 * (n - 1) / n / 8, EXACT);
    assertThat(ring.scaleOutIn()).isCloseTo(2 * (n - 1) / n / 8, EXACT);
    assertAll(
        loads(Operation.ALL_REDUCE, Algorithm.HIERARCHICAL, shape),
        2 * 7 / 8.0,
        2 * otherNodes / 8);
    assertAll(loads(Operation.ALL_TO_ALL, Algorithm.PXN, shape), 7 / 8.0, (n - 8) / n);
    Loads nvlsTree = loads(Operation.ALL_REDUCE, Algorithm.NVLS_TREE, shape);
    assertThat(nvlsTree.scaleUpOut()).isCloseTo(1 + 1 / 8.0, EXACT);
    assertThat(nvlsTree.scaleUpIn()).isCloseTo(1 + 1 / 8.0, EXACT);
  }

  /** In the switches, each NIC sends its section once and receives it once. */
  @Test
  void inNetworkHalvesWhatARingSends() {
    GroupShape shape = nodes(16, 8).withReducingSwitches(new int[128]);
    assertAll(loads(Operation.ALL_REDUCE, Algorithm.IN_NETWORK, shape), 2 * 7 / 8.0, 1 / 8.0);
  }

  /** Both trees together: every node but the root sends its half up once, and gets it once. */
  @Test
  void twoTreesSendEachHalfOverEachNodeOnce() {
    GroupShape shape = nodes(9, 1);
    Schedule schedule = Schedules.of(Operation.ALL_REDUCE, Algorithm.TREE, shape, 0, 2);
    long[] pieces = new long[1];
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, carried) ->
            pieces[0] += carried);
    assertThat(pieces[0]).isEqualTo(2L * 2 * 8);
    assertThat(Loads.of(schedule, shape).scaleOutOut()).isLessThanOrEqualTo(2);
  }

  /** To the byte: each byte of a size that does not divide is sent 2(n − 1) times round a ring. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13, 1_000_003})
  void ringsSendEveryByteToTheByte(int bytes) {
    Schedule schedule = Schedules.of(Operation.ALL_REDUCE, Algorithm.RING, node(8), 0, 2);
    Sizes sizes = Sizes.equal(bytes, schedule.pieces());
    long sent = 0;
    Step cursor = new Step();
    for (int rank = 0; rank < 8; rank++) {
      for (int lane = 0; lane < schedule.lanes(rank); lane++) {
        for (int step = 0; step < schedule.steps(rank, lane); step++) {
          schedule.step(rank, lane, step, cursor);
          sent += cursor.sends() ? cursor.bytes(sizes) : 0;
        }
      }
    }
    assertThat(sent).isEqualTo(2L * 7 * bytes);
  }

  private static void assertAll(Loads loads, double scaleUp, double scaleOut) {
    assertThat(loads.scaleUpOut()).isCloseTo(scaleUp, EXACT);
    assertThat(loads.scaleUpIn()).isCloseTo(scaleUp, EXACT);
    assertThat(loads.scaleOutOut()).isCloseTo(scaleOut, EXACT);
    assertThat(loads.scaleOutIn()).isCloseTo(scaleOut, EXACT);
  }
}

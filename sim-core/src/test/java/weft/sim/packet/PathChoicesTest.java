package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/** The law of each way to choose among the paths of a flow. */
final class PathChoicesTest {

  private static final Fabric FABRIC = FabricSketch.star(2, 100_000_000_000L, 1_000_000);
  private static final int PATHS = ChiSquare.CELLS;
  private static final int DRAWS = 1000 * PATHS;
  private static final long GAP_PS = 1000;

  /** As far as choices go, a path is no more than its number. */
  private static final int[] ANY_PATH = {0, 2};

  private final PathTable table = new PathTable();
  private final Flows flows =
      new Flows(
          new Links(
              new PacketFabric(FABRIC),
              new PacketStore(0),
              table,
              new PacketEvents(1000, FABRIC.linkCount()),
              Wire.DEFAULT,
              SwitchOptions.FIFO),
          table,
          Wire.DEFAULT);

  /** A choice among flows of so many paths each. */
  private PathChoice choice(PathPolicy.Kind kind, long seed, int... paths) {
    PathChoice choice = PathChoices.of(new PathPolicy(kind, 1 << 16, GAP_PS), flows, seed);
    for (int count : paths) {
      choice.open(open(count), count);
    }
    return choice;
  }

  private int open(int paths) {
    return flows.open(rows(paths), 2, rows(paths), 2, 0, 2, flows.count());
  }

  private static int[] rows(int paths) {
    return IntStream.range(0, 2 * paths).map(i -> ANY_PATH[i % 2]).toArray();
  }

  private static int[] counts(int[] rows) {
    int[] counts = new int[PATHS];
    for (int row : rows) {
      counts[row]++;
    }
    return counts;
  }

  /** How far each row is behind the one before it. */
  private static int[] steps(int[] rows) {
    return IntStream.range(1, rows.length)
        .map(i -> Math.floorMod(rows[i] - rows[i - 1], PATHS))
        .toArray();
  }

  private static int[] rows(PathChoice choice, int flow, int packets) {
    return IntStream.range(0, packets).map(i -> choice.row(flow, i, i * 332_800L)).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sprayedPacketsTakeAnyPathByChance(long seed) {
    PathChoice choice = choice(PathPolicy.Kind.SPRAY_RANDOM, seed, PATHS);
    int[] rows = rows(choice, 0, DRAWS);
    ChiSquare.requireChance("paths", counts(rows));
    ChiSquare.requireChance("one path after another", counts(steps(rows)));
  }

  /** Neither do flows choose alike, nor does a packet that is sent again choose as it did. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sprayedPacketsDoNotFollowOneAnother(long seed) {
    PathChoice choice = choice(PathPolicy.Kind.SPRAY_RANDOM, seed, PATHS, PATHS);
    int[] betweenFlows = new int[PATHS];
    int[] betweenCopies = new int[PATHS];
    for (int i = 0; i < DRAWS; i++) {
      int row = choice.row(0, i, i);
      betweenFlows[Math.floorMod(choice.row(1, i, i) - row, PATHS)]++;
      betweenCopies[Math.floorMod(choice.row(0, i, i + 1_000_000) - row, PATHS)]++;
    }
    ChiSquare.requireChance("two flows", betweenFlows);
    ChiSquare.requireChance("two copies", betweenCopies);
  }

  /** Each round has every path once; rounds and flows have orders of their own. */
  @Test
  void inTurnIsExactlyEven() {
    PathChoice choice = choice(PathPolicy.Kind.SPRAY_ROUND_ROBIN, 1, PATHS, PATHS, 7);
    Set<String> orders = new HashSet<>();
    int rounds = 100;
    for (int flow = 0; flow < 3; flow++) {
      int paths = flows.rows(flow);
      for (int round = 0; round < rounds; round++) {
        int[] rows = rows(choice, flow, paths);
        assertThat(rows).containsExactlyInAnyOrder(IntStream.range(0, paths).toArray());
        StringBuilder order = new StringBuilder();
        for (int row : rows) {
          order.append(row).append(' ');
        }
        orders.add(order.toString());
      }
    }
    assertThat(orders).hasSizeGreaterThan(3 * rounds - 10);
  }

  /** Every place of a round sees every path: 16,000 rounds, each place by itself. */
  @Test
  void inTurnEveryOrderIsAsLikely() {
    PathChoice choice = choice(PathPolicy.Kind.SPRAY_ROUND_ROBIN, 1, PATHS);
    int[][] places = new int[PATHS][PATHS];
    int[] firsts = new int[DRAWS];
    for (int round = 0; round < DRAWS; round++) {
      for (int place = 0; place < PATHS; place++) {
        int row = choice.row(0, 0, 0);
        places[place][row]++;
        firsts[round] = place == 0 ? row : firsts[round];
      }
    }
    ChiSquare.requireChance("where one round begins after another", counts(steps(firsts)));
    for (int place = 0; place < PATHS; place++) {
      ChiSquare.requireChance("place " + place, places[place]);
    }
  }

  /** A flow with a path that comes anew begins a round of what it has then. */
  @Test
  void inTurnAfterAReroute() {
    PathChoice choice = choice(PathPolicy.Kind.SPRAY_ROUND_ROBIN, 1, PATHS, PATHS);
    rows(choice, 0, 5);
    int[] fewer = rows(4);
    flows.lay(0, fewer, 2, fewer, 2);
    choice.open(0, 4);
    assertThat(rows(choice, 0, 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(rows(choice, 1, PATHS))
        .containsExactlyInAnyOrder(IntStream.range(0, PATHS).toArray());
  }

  /** Pauses of up to the gap, the gap itself included, and packets back to back. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFlowletKeepsItsPathUntilAPauseOfMoreThanTheGap(long seed) {
    PathChoice choice = choice(PathPolicy.Kind.FLOWLET, seed, PATHS, PATHS);
    Random random = new Random(seed);
    int[] rows = new int[DRAWS];
    long nowPs = 0;
    int sequence = 0;
    for (int flowlet = 0; flowlet < DRAWS; flowlet++) {
      rows[flowlet] = choice.row(0, sequence++, nowPs);
      for (int packet = random.nextInt(5); packet > 0; packet--) {
        nowPs += packet == 1 ? GAP_PS : random.nextLong(GAP_PS);
        // What another flow does is no business of this one.
        choice.row(1, sequence, nowPs);
        assertThat(choice.row(0, sequence++, nowPs)).isEqualTo(rows[flowlet]);
      }
      nowPs += GAP_PS + 1;
    }
    ChiSquare.requireChance("paths of flowlets", counts(rows));
    ChiSquare.requireChance("one flowlet after another", counts(steps(rows)));
  }

  /** Another flow's packets in a pause do not make it shorter. */
  @Test
  void aPauseIsThatOfItsFlow() {
    PathChoice choice = choice(PathPolicy.Kind.FLOWLET, 1, 1 << 16, 1 << 16);
    int before = choice.row(0, 0, 0);
    choice.row(1, 0, GAP_PS / 2);
    assertThat(choice.row(0, 1, GAP_PS + 1)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void repsExploresUntilItHasHeardOfAPath(long seed) {
    PathChoice choice = choice(PathPolicy.Kind.REPS, seed, PATHS);
    int[] rows = rows(choice, 0, DRAWS);
    ChiSquare.requireChance("paths", counts(rows));
    // Marks alone teach it nothing to use.
    for (int i = 0; i < DRAWS; i++) {
      choice.onAcknowledged(0, 3, true);
      rows[i] = choice.row(0, i, i);
    }
    ChiSquare.requireChance("paths after marks", counts(rows));
  }

  /** Of 65,536 paths chance would give the same again once in 65,536 times. */
  @Test
  void repsRecyclesAnUnmarkedPathOnce() {
    PathChoice choice = choice(PathPolicy.Kind.REPS, 1, 1 << 16, 1 << 16);
    choice.onAcknowledged(0, 40_000, false);
    choice.onAcknowledged(0, 41_000, true);
    choice.onAcknowledged(0, 5, false);
    assertThat(choice.row(1, 0, 0)).as("another flow").isNotIn(40_000, 41_000, 5);
    assertThat(rows(choice, 0, 2)).containsExactly(40_000, 5);
    assertThat(rows(choice, 0, 100)).doesNotContain(40_000, 41_000, 5);
  }

  /** The ring holds eight: the ninth takes the place of the oldest. */
  @Test
  void repsRemembersTheLastEight() {
    PathChoice choice = choice(PathPolicy.Kind.REPS, 1, 1 << 16);
    for (int row = 1; row <= 9; row++) {
      choice.onAcknowledged(0, row, false);
    }
    assertThat(rows(choice, 0, 8)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(choice.row(0, 0, 0)).isGreaterThan(9);
    // In the middle of the ring as well.
    choice.onAcknowledged(0, 10, false);
    choice.onAcknowledged(0, 11, false);
    assertThat(choice.row(0, 0, 0)).isEqualTo(10);
    choice.onAcknowledged(0, 12, false);
    assertThat(rows(choice, 0, 2)).containsExactly(11, 12);
  }

  /** What it knows is of paths that are no more. */
  @Test
  void repsForgetsAtAReroute() {
    PathChoice choice = choice(PathPolicy.Kind.REPS, 1, 1 << 16);
    choice.onAcknowledged(0, 5, false);
    choice.open(0, 1 << 16);
    assertThat(rows(choice, 0, 100)).doesNotContain(5);
  }

  @Test
  void mixedTakesAllInTurnUntilItHasHeardOfThem() {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, 1, PATHS, PATHS);
    Set<Integer> beginnings = new HashSet<>();
    for (int round = 0; round < 100; round++) {
      int[] rows = rows(choice, 0, PATHS);
      assertThat(rows).containsExactlyInAnyOrder(IntStream.range(0, PATHS).toArray());
      beginnings.add(rows[0]);
    }
    assertThat(beginnings).as("where rounds begin").hasSizeGreaterThan(PATHS / 2);
  }

  @Test
  void mixedRecyclesAnUnmarkedPathOnceAndBeforeAllOthers() {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, 1, 1 << 16);
    rows(choice, 0, 10);
    choice.onAcknowledged(0, 40_000, false);
    choice.onAcknowledged(0, 41_000, true);
    choice.onAcknowledged(0, 50_000, false);
    assertThat(rows(choice, 0, 2)).containsExactly(40_000, 50_000);
    assertThat(rows(choice, 0, 100)).doesNotContain(40_000, 50_000);
  }

  /** A mark: left out of one round. A loss: of four. */
  @Test
  void mixedPassesOverAPathThatHadMarksOrLosses() {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, 1, PATHS);
    choice.onAcknowledged(0, 5, true);
    requireLeftOut(choice, 5, 1);
    choice.onMissing(0, 6);
    requireLeftOut(choice, 6, 4);
    choice.onMissing(0, 7);
    choice.onAcknowledged(0, 7, true);
    requireLeftOut(choice, 7, 5);
  }

  /** More than fifteen are forgotten. */
  @Test
  void mixedForgives() {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, 1, PATHS);
    for (int i = 0; i < 40; i++) {
      choice.onMissing(0, 5);
    }
    requireLeftOut(choice, 5, 15);
  }

  /** A path is not taken for so many rounds, while each of the others is once in each. */
  private static void requireLeftOut(PathChoice choice, int path, int rounds) {
    int[] others = IntStream.range(0, PATHS).filter(row -> row != path).toArray();
    for (int round = 0; round < rounds; round++) {
      assertThat(rows(choice, 0, PATHS - 1))
          .as("round %d without %d", round, path)
          .containsExactlyInAnyOrder(others);
    }
    assertThat(rows(choice, 0, PATHS)).containsExactlyInAnyOrder(all());
  }

  private static int[] all() {
    return IntStream.range(0, PATHS).toArray();
  }

  /**
   * Of the bad paths that a packet passes over, one is forgiven: two of four losses each, beside a
   * good one, are not both back after less than eight packets.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mixedForgivesOneAtATime(long seed) {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, seed, 3);
    choice.onMissing(0, 0);
    choice.onMissing(0, 1);
    assertThat(Arrays.stream(rows(choice, 0, 8)).distinct().count()).isLessThan(3);
    assertThat(rows(choice, 0, 16)).contains(0, 1, 2);
  }

  /** Where all are bad, one is as good as another. */
  @Test
  void mixedGoesOnWhereAllPathsHadMarks() {
    PathChoice choice = choice(PathPolicy.Kind.MIXED, 1, PATHS);
    for (int row = 0; row < PATHS; row++) {
      choice.onMissing(0, row);
    }
    for (int row : rows(choice, 0, 1000)) {
      assertThat(row).isBetween(0, PATHS - 1);
    }
    // Two rounds hold one that is whole.
    assertThat(rows(choice, 0, 2 * PATHS)).as("all forgiven").contains(all());
  }

  @ParameterizedTest
  @EnumSource(PathPolicy.Kind.class)
  void theSameSeedTheSamePaths(PathPolicy.Kind kind) {
    int[] once = lived(kind, 1);
    assertThat(lived(kind, 1)).isEqualTo(once);
    if (kind != PathPolicy.Kind.ECMP && kind != PathPolicy.Kind.ADAPTIVE) {
      assertThat(lived(kind, 2)).isNotEqualTo(once);
    }
  }

  private int[] lived(PathPolicy.Kind kind, long seed) {
    int flow = flows.count();
    PathChoice choice = PathChoices.of(new PathPolicy(kind, PATHS, GAP_PS), flows, seed);
    // Flows of before are none of this one, but have numbers.
    for (int before = 0; before < flow; before++) {
      choice.open(before, flows.rows(before));
    }
    choice.open(open(PATHS), PATHS);
    Random random = new Random(7);
    int[] rows = new int[200];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = choice.row(0, i, i * 700L);
      if (random.nextBoolean()) {
        choice.onAcknowledged(0, rows[i], random.nextBoolean());
      }
    }
    return rows;
  }
}

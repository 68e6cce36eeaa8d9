package weft.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlowListTest {

  private final FlowList.Builder builder = new FlowList.Builder();
  private final FlowPatterns patterns = new FlowPatterns(builder, 100, 7);

  /** So that (1, 0, number) is free for the acknowledgements of a flow from 0 to 1. */
  @Test
  void bothDirectionsOfAPairShareTheirNumbers() {
    builder.add(0, 1, 5, 0);
    builder.add(1, 0, 5, 0);
    builder.add(0, 2, 5, 0);
    builder.add(0, 1, 5, 0);
    assertThat(numbers()).containsExactly(0, 1, 0, 2);
  }

  @Test
  void refusesWhatIsNoFlow() {
    assertThatThrownBy(() -> builder.add(1, 1, 5, 0)).hasMessageContaining("from 1 to 1");
    assertThatThrownBy(() -> builder.add(-1, 1, 5, 0)).hasMessageContaining("from -1");
    assertThatThrownBy(() -> builder.add(0, 1, -5, 0)).hasMessageContaining("-5 bytes");
    assertThatThrownBy(() -> builder.add(0, 1, 5, -1)).hasMessageContaining("-1 ps");
    assertThatThrownBy(() -> builder.addQueued(0, 1, 5, 0, 0)).hasMessageContaining("queue 0 of 0");
    assertThatThrownBy(() -> builder.addQueue(0)).hasMessageContaining("0 flows");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 64, 1000})
  void aPermutationSendsEverybodyToSomebodyElse(int endpoints) {
    for (long seed = 0; seed < 20; seed++) {
      FlowList.Builder mine = new FlowList.Builder();
      new FlowPatterns(mine, 100, 7).permutation(endpoints, seed);
      FlowList flows = mine.build();
      assertThat(sources(flows)).containsExactly(IntStream.range(0, endpoints).toArray());
      assertThat(IntStream.of(destinations(flows)).sorted().toArray())
          .as("seed %d", seed)
          .containsExactly(IntStream.range(0, endpoints).toArray());
      assertThat(IntStream.range(0, endpoints)).noneMatch(i -> flows.destination(i) == i);
    }
  }

  @Test
  void anotherSeedIsAnotherPermutation() {
    patterns.permutation(64, 1);
    FlowList.Builder other = new FlowList.Builder();
    new FlowPatterns(other, 100, 7).permutation(64, 2);
    assertThat(destinations(builder.build())).isNotEqualTo(destinations(other.build()));
  }

  /** The two derangements of three are equally likely. */
  @Test
  void eachPermutationIsAsLikelyAsAnyOther() {
    int clockwise = 0;
    for (long seed = 0; seed < 1000; seed++) {
      FlowList.Builder mine = new FlowList.Builder();
      new FlowPatterns(mine, 100, 7).permutation(3, seed);
      clockwise += mine.build().destination(0) == 1 ? 1 : 0;
    }
    assertThat(clockwise).isBetween(430, 570);
  }

  @Test
  void incastAndOutcastHaveOneEndInCommon() {
    patterns.incast(10, 9, 4, 1);
    assertThat(destinations(builder.build())).hasSize(9).containsOnly(4);
    assertThat(IntStream.of(sources(builder.build())).sorted().toArray())
        .containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 9);
    FlowList.Builder other = new FlowList.Builder();
    new FlowPatterns(other, 100, 7).outcast(10, 4, 3, 1);
    assertThat(sources(other.build())).containsExactly(4, 4, 4);
    assertThat(destinations(other.build())).doesNotHaveDuplicates().doesNotContain(4);
  }

  @Test
  void allToAllBeginsWithTheNeighbours() {
    patterns.allToAll(3, 2);
    FlowList flows = builder.build();
    assertThat(sources(flows)).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(destinations(flows)).containsExactly(1, 2, 0, 2, 0, 1);
    assertThat(flows.queues()).as("all at once need none").isZero();
    assertThat(flows.bytes(5)).isEqualTo(100);
    assertThat(flows.startPs(5)).isEqualTo(7);
  }

  @Test
  void aShiftWrapsAround() {
    patterns.shift(4, 3);
    assertThat(destinations(builder.build())).containsExactly(3, 0, 1, 2);
  }

  private int[] numbers() {
    FlowList flows = builder.build();
    return IntStream.range(0, flows.count()).map(flows::number).toArray();
  }

  private static int[] sources(FlowList flows) {
    return IntStream.range(0, flows.count()).map(flows::source).toArray();
  }

  private static int[] destinations(FlowList flows) {
    return IntStream.range(0, flows.count()).map(flows::destination).toArray();
  }
}

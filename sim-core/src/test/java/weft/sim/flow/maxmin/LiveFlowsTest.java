package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lives after some have gone together, against the same gone one by one. */
final class LiveFlowsTest {

  private static final int FLOWS = 6_000;
  private static final int LINKS = 40;

  private final int[][] paths = new int[FLOWS][];

  private LiveFlows live(long seed) {
    Random random = new Random(seed);
    LiveFlows live = new LiveFlows(new double[LINKS]);
    for (int flow = 0; flow < FLOWS; flow++) {
      paths[flow] = random.ints(0, LINKS - 1).distinct().limit(1 + random.nextInt(5)).toArray();
      add(live, flow, paths[flow]);
    }
    return live;
  }

  private static void add(LiveFlows live, int flow, int... links) {
    live.add(flow, links.length);
    for (int link : links) {
      live.addHop(flow, link, 1);
    }
  }

  /** Below, at and above where links are gone through, and all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 700, 1_023, 1_024, 4_000, FLOWS - 1, FLOWS})
  void manyGoAsOneByOne(int count) {
    LiveFlows together = live(count);
    LiveFlows oneByOne = live(count);
    List<Integer> order = new ArrayList<>(IntStream.range(0, FLOWS).boxed().toList());
    Collections.shuffle(order, new Random(count));
    int[] gone = order.stream().mapToInt(Integer::intValue).toArray();
    together.removeAll(gone, count);
    for (int i = 0; i < count; i++) {
      oneByOne.remove(gone[i]);
    }
    assertSame(together, oneByOne);
    // Their room is used again, and the rest goes one by one.
    for (int i = 0; i < count; i += 2) {
      add(together, gone[i], paths[gone[i]]);
      add(oneByOne, gone[i], paths[gone[i]]);
    }
    for (int i = count; i < FLOWS; i += 3) {
      together.remove(gone[i]);
      oneByOne.remove(gone[i]);
    }
    assertSame(together, oneByOne);
  }

  @Test
  void aLinkWithoutFlowsIsNotBusy() {
    LiveFlows live = live(1);
    int last = LINKS - 1;
    add(live, FLOWS, last);
    int[] gone = IntStream.rangeClosed(FLOWS - 2_000, FLOWS).toArray();
    assertThat(busy(live)).contains(last);
    live.removeAll(gone, gone.length);
    assertThat(busy(live)).doesNotContain(last).hasSize(LINKS - 1);
  }

  private static void assertSame(LiveFlows one, LiveFlows other) {
    assertThat(one.flows()).isEqualTo(other.flows());
    assertThat(one.hops()).isEqualTo(other.hops());
    assertThat(busy(one)).containsExactlyInAnyOrderElementsOf(busy(other));
    for (int link = 0; link < LINKS; link++) {
      assertThat(flows(one, link)).as("link %d", link).isEqualTo(flows(other, link));
    }
    assertThat(numbers(one)).isEqualTo(numbers(other));
  }

  private static List<Integer> busy(LiveFlows live) {
    return IntStream.range(0, live.busyCount()).map(live::busy).boxed().toList();
  }

  private static int[] flows(LiveFlows live, int link) {
    return IntStream.range(0, live.count(link)).map(k -> live.flow(link, k)).sorted().toArray();
  }

  private static int[] numbers(LiveFlows live) {
    int[] numbers = new int[live.flows()];
    live.numbers(numbers, 0);
    Arrays.sort(numbers);
    return numbers;
  }
}

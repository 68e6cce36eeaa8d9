package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two nodes of two: a token is for half of the members, and for three quarters of the nodes. */
final class NodeCopiesTest {

  private static final NodeCopies COPIES = new NodeCopies(4, some -> some.length == 1 ? 0.5 : 0.75);

  /**
   * Of 200 bytes of copies each member has 100 of tokens. 75 of these cross, to the one on its
   * rail, which passes 50 on to its neighbour, besides the 50 that it has for it itself; 50 each
   * are for itself and for the entry.
   */
  @Test
  void aTokenCrossesOnceAndIsPassedOn() {
    PairSizes sizes = COPIES.sizes(GroupShape.ofNodes(2, 2), 200);
    assertThat(rows(sizes))
        .isDeepEqualTo(
            new long[][] {{50, 100, 75, 0}, {100, 50, 0, 75}, {75, 0, 50, 100}, {0, 75, 100, 50}});
  }

  /** Of nodes of 3 and 1 the lone member takes all in: those on other rails send to it, too. */
  @Test
  void whoIsAloneInItsNodeTakesAllIn() {
    NodeCopies copies = new NodeCopies(4, some -> some.length == 1 ? 0.5 : 0.75);
    GroupShape shape = GroupShape.ofNodes(3, 1);
    assertThat(rows(copies.sizes(shape, 200)))
        .isDeepEqualTo(
            new long[][] {{50, 100, 100, 50}, {50, 50, 50, 50}, {50, 50, 50, 50}, {75, 0, 0, 50}});
  }

  @Test
  void sumsComeBackTheSameWay() {
    GroupShape shape = GroupShape.ofNodes(3, 1);
    long[][] there = rows(COPIES.sizes(shape, 1_000));
    long[][] back = rows(COPIES.back().sizes(shape, 1_000));
    for (int source = 0; source < 4; source++) {
      for (int destination = 0; destination < 4; destination++) {
        assertThat(back[destination][source]).isEqualTo(there[source][destination]);
      }
    }
    assertThat(rows(COPIES.back().back().sizes(shape, 1_000))).isDeepEqualTo(there);
  }

  @Test
  void withNobodyToPassOnToItIsEven() {
    assertThat(COPIES.isEven(GroupShape.ofNodes(4))).isTrue();
    assertThat(COPIES.isEven(GroupShape.ofNodes(1, 1, 1, 1))).isTrue();
    assertThat(COPIES.isEven(GroupShape.ofNodes(2, 2))).isFalse();
  }

  private static long[][] rows(PairSizes sizes) {
    long[][] rows = new long[sizes.ranks()][sizes.ranks()];
    for (int source = 0; source < rows.length; source++) {
      int from = source;
      Arrays.setAll(rows[source], destination -> sizes.bytes(from, destination));
    }
    return rows;
  }
}

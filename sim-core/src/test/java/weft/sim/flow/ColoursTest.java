package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Colours by figures, by hand. */
final class ColoursTest {

  private final Colours colours = new Colours(4);

  @Test
  void areInTheOrderOfFigures() {
    assertThat(colours.tellApart(new long[] {7, 5, 7, 6}, 3)).isTrue();
    assertThat(colours.count()).isEqualTo(3);
    assertThat(all()).containsExactly(2, 0, 2, 1);
  }

  @Test
  void eachFigureTellsApartWhatTheOneBeforeDidNot() {
    colours.tellApart(new long[] {7, 5, 7, 5});
    colours.tellApart(new long[] {1, 1, 1, 1});
    assertThat(colours.count()).isEqualTo(2);
    colours.tellApart(new long[] {9, 9, 8, 9});
    assertThat(colours.count()).isEqualTo(3);
    assertThat(all()).containsExactly(2, 0, 1, 0);
  }

  /** Neither the values nor what they make together with the colours before may be too many. */
  @Test
  void moreThanWantedAreGivenUp() {
    assertThat(colours.tellApart(new long[] {7, 5, 4, 6}, 3)).isFalse();
    assertThat(colours.count()).isEqualTo(1);
    assertThat(colours.tellApart(new long[] {7, 5, 7, 5}, 3)).isTrue();
    assertThat(colours.tellApart(new long[] {1, 1, 2, 2}, 3)).isFalse();
    assertThat(all()).containsExactly(1, 0, 1, 0);
    assertThat(colours.tellApart(new long[] {3, 3, 3, 3}, 1)).isFalse();
  }

  private int[] all() {
    return new int[] {colours.of(0), colours.of(1), colours.of(2), colours.of(3)};
  }
}

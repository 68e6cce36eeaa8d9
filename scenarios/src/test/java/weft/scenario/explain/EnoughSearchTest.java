package weft.scenario.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for what is enough, over gains that are formulas. */
final class EnoughSearchTest {

  private static final double NARROW = Math.pow(2, 1 / 8.0) * 1.000001;

  private int steps;

  /** What the search knows at its end, of a resource that was tried a tenth and twice as good. */
  private Enough searched(DoubleUnaryOperator gain) {
    NavigableMap<Double, Double> gains = new TreeMap<>();
    for (double factor : new double[] {1, 1.1, 2}) {
      gains.put(factor, gain.applyAsDouble(factor));
    }
    EnoughSearch search = new EnoughSearch(gains);
    steps = 0;
    for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
      double factor = next.getAsDouble();
      assertThat(gains).doesNotContainKey(factor);
      assertThat(factor).isBetween(1.0, 64.0);
      gains.put(factor, gain.applyAsDouble(factor));
      steps++;
    }
    return search.enough();
  }

  /** A part of the run, of which a share stays hidden: it gains until 1/factor is below that. */
  private static DoubleUnaryOperator part(double share, double hiddenAt) {
    return factor -> share * (1 - Math.max(1 / factor, 1 / hiddenAt));
  }

  /**
   * A part x of the run that something else hides from 5 times as good on is enough where x/f − x/5
   * is a thousandth. A line meets that: it takes four runs at most, where halving takes seven.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 5", "0.3, 1.5", "0.05, 3", "0.8, 20", "0.8, 30", "0.01, 2"})
  void aPartThatIsHiddenIsFoundSoon(double share, double hiddenAt) {
    Enough enough = searched(part(share, hiddenAt));
    double exact = 1 / (1 / hiddenAt + 0.001 / share);
    assertThat(enough.found()).isEqualTo(Enough.Found.FOUND);
    assertThat(enough.factor()).isBetween(exact, exact * NARROW);
    assertThat(enough.above()).isBetween(exact / NARROW, exact);
    assertThat(steps).isBetween(3, 4);
  }

  /** A fifth of the run at 32 times is 0.6 %, at 64 times 0.3 %: it gains on. */
  @Test
  void whatGainsOnTakesTwoRuns() {
    Enough enough = searched(part(0.2, 1e9));
    assertThat(enough.found()).isEqualTo(Enough.Found.BEYOND);
    assertThat(enough.isEnough()).isFalse();
    assertThat(steps).isEqualTo(2);
  }

  /** Many parts that are hidden one after the other: gains bend, and no line meets them. */
  @Test
  void gainsThatBendAreFoundToo() {
    DoubleUnaryOperator bent =
        factor -> {
          double sum = 0;
          for (int part = 2; part <= 20; part++) {
            sum += part(0.03, part).applyAsDouble(factor);
          }
          return sum;
        };
    Enough enough = searched(bent);
    double all = bent.applyAsDouble(64);
    assertThat(enough.found()).isEqualTo(Enough.Found.FOUND);
    assertThat(all - bent.applyAsDouble(enough.factor())).isLessThan(0.001);
    assertThat(all - bent.applyAsDouble(enough.above())).isGreaterThanOrEqualTo(0.001);
    assertThat(enough.factor() / enough.above()).isLessThan(NARROW);
    assertThat(steps).isLessThan(9);
  }

  /** Nothing until it is ten times as good: there is nothing to search for. */
  @Test
  void whatDoesNotBeginIsAsItIs() {
    Enough enough = searched(factor -> factor < 10 ? 0.0005 : 0.5);
    assertThat(steps).isZero();
    assertThat(enough.found()).isEqualTo(Enough.Found.FOUND);
    assertThat(enough.factor()).isEqualTo(1);
  }

  /** Steps instead of a slope, and better that is worse: whatever comes, it ends. */
  @Test
  void itEndsWhateverTheGains() {
    for (int seed = 0; seed < 200; seed++) {
      int salt = seed;
      Enough enough =
          searched(factor -> 0.5 + 0.4 * Math.sin(salt * 7.3 + 20 * salt * Math.log(factor)));
      assertThat(steps).as("seed %d", seed).isLessThan(49);
      if (enough.isEnough() && enough.factor() > 1) {
        assertThat(enough.factor() / enough.above()).isLessThan(NARROW);
      }
    }
  }
}

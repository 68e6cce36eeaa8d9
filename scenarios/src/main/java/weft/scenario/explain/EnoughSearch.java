package weft.scenario.explain;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Searches for how good a resource has to be so that improving it further brings nothing.
 *
 * <p>What it can bring at all is taken to be what it brings {@link #MOST} times as good. Enough is
 * the least factor that is short of that by less than {@link #NOTHING}. If half of the most is not,
 * there is no such factor: it gains on. Between a factor that is not enough and one that is, the
 * next to be tried is where a straight line over 1/factor through the two last ones that are not
 * comes to be enough: a part of a run that takes x takes x/factor, until something else hides it.
 * If the line is of no use, it is the middle on a logarithmic scale.
 *
 * @param gains by factor what was gained, as a share; 1 with 0 among them
 */
record EnoughSearch(NavigableMap<Double, Double> gains) {

  /** Less gain is nothing. */
  static final double NOTHING = 0.001;

  private static final double TWICE = 2;

  /** More is not tried. */
  static final double MOST = 64;

  /** Narrow enough: an eighth of a doubling, 9 %. */
  private static final double NARROW = Math.pow(2, 1 / 8.0);

  /** A line is not met exactly: so much beyond it. */
  private static final double BEYOND = Math.sqrt(NARROW);

  /** Rounding must not make a range wide. */
  private static final double ROUNDING = 1 + 1e-9;

  /** Whether it gains at all when it is twice as good; else there is nothing to search for. */
  boolean begins() {
    return gains.containsKey(TWICE) && gain(TWICE) >= NOTHING;
  }

  /** The factor to be tried next; empty if all is known. */
  OptionalDouble next() {
    if (!begins() || isEndless()) {
      return OptionalDouble.empty();
    }
    if (!gains.containsKey(MOST)) {
      return OptionalDouble.of(MOST);
    }
    double above = above();
    double least = least();
    if (least <= above * NARROW * ROUNDING) {
      return OptionalDouble.empty();
    }
    double guess = guess(above);
    if (least == MOST && guess * NARROW > MOST / 2) {
      return OptionalDouble.of(MOST / 2);
    }
    if (least <= above * NARROW * NARROW * ROUNDING || !(guess < least)) {
      return OptionalDouble.of(Math.sqrt(above * least));
    }
    boolean isJustAbove = least <= guess * NARROW;
    double aim = isJustAbove ? least / NARROW : guess * BEYOND;
    return OptionalDouble.of(Math.min(Math.max(aim, above * NARROW), least / NARROW));
  }

  /** Where the line comes to be enough; infinite if it does not. */
  private double guess(double above) {
    Map.Entry<Double, Double> before = gains.lowerEntry(above);
    if (before == null) {
      return Double.POSITIVE_INFINITY;
    }
    double slope = (gain(above) - before.getValue()) / (1 / before.getKey() - 1 / above);
    double left = 1 / above - (gain(MOST) - NOTHING - gain(above)) / slope;
    return slope > 0 && left > 0 ? 1 / left : Double.POSITIVE_INFINITY;
  }

  /** What is known by now. */
  Enough enough() {
    if (isEndless()) {
      return new Enough(Enough.Found.BEYOND, above(), MOST);
    }
    if (!gains.containsKey(TWICE) || (begins() && !gains.containsKey(MOST))) {
      return Enough.UNKNOWN;
    }
    Enough.Found found = next().isEmpty() ? Enough.Found.FOUND : Enough.Found.BETWEEN;
    return new Enough(found, above(), least());
  }

  /** Whether it goes on to gain as far as is tried. */
  private boolean isEndless() {
    return gains.containsKey(MOST) && above() >= MOST / 2;
  }

  /** A factor that is not enough, the greatest that was tried. */
  private double above() {
    if (!begins()) {
      return 1;
    }
    return gains.containsKey(MOST)
        ? Objects.requireNonNull(gains.lowerKey(least()))
        : gains.lastKey();
  }

  /** The least factor that was tried and, as all beyond it, is enough. */
  private double least() {
    if (!begins()) {
      return 1;
    }
    double least = MOST;
    for (double factor : gains.headMap(MOST, false).descendingKeySet()) {
      if (factor == 1 || gain(MOST) - gain(factor) >= NOTHING) {
        break;
      }
      least = factor;
    }
    return least;
  }

  private double gain(double factor) {
    return Objects.requireNonNull(gains.get(factor));
  }
}

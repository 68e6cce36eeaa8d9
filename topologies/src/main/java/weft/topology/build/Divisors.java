package weft.topology.build;

/** Numbers that divide others, for suggestions. */
final class Divisors {

  private Divisors() {}

  /** The divisor of {@code number} that is nearest to {@code wanted}, the smaller of two. */
  static int nearest(int number, int wanted) {
    int nearest = 1;
    for (int divisor = 1; divisor <= number; divisor++) {
      if (number % divisor == 0 && Math.abs(divisor - wanted) < Math.abs(nearest - wanted)) {
        nearest = divisor;
      }
    }
    return nearest;
  }
}

package weft.topology.build;

/** Numbers that divide others. */
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

  /** The largest divisor of a number that is at most another; 1 at least. */
  static int atMost(int number, long most) {
    for (int divisor = (int) Math.min(number, most); divisor > 1; divisor--) {
      if (number % divisor == 0) {
        return divisor;
      }
    }
    return 1;
  }
}

package weft.sim.random;

/**
 * A 64-bit hash of a seed and keys: the source of every random choice that belongs to a thing (a
 * flow, a link) rather than to a moment.
 *
 * <p>The mixing step is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014, figure 16, constants of Stafford's variant 13).
 */
public final class KeyedHash {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private KeyedHash() {}

  /** Folds a key into a hash; start with the seed. */
  public static long mix(long hash, long key) {
    long z = hash + GOLDEN_GAMMA * (key + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** One of {@code 0 … bound − 1}: the upper half of hash × bound, as an unsigned product. */
  public static int choose(long hash, int bound) {
    return (int) (((hash >>> 32) * bound) >>> 32);
  }
}

package weft.sim.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash is the documented one, on every machine and for ever, and spreads. */
final class KeyedHashTest {

  /** The first outputs of SplitMix64 from seed 0, as published with it. */
  @Test
  void keysOfSeedZeroAreTheOutputsOfSplitMix64() {
    assertThat(KeyedHash.mix(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(KeyedHash.mix(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(KeyedHash.mix(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE})
  void keysAreTheOutputsOfSplittableRandom(long seed) {
    SplittableRandom reference = new SplittableRandom(seed);
    for (int key = 0; key < 1_000; key++) {
      assertThat(KeyedHash.mix(seed, key)).as("key %d", key).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void theOrderOfKeysMatters() {
    assertThat(KeyedHash.mix(KeyedHash.mix(1, 2), 3))
        .isNotEqualTo(KeyedHash.mix(KeyedHash.mix(1, 3), 2));
  }

  @Test
  void choicesCoverTheRange() {
    assertThat(KeyedHash.choose(0, 7)).isZero();
    assertThat(KeyedHash.choose(-1, 7)).isEqualTo(6);
    assertThat(KeyedHash.choose(0x8000_0000_0000_0000L, 7)).isEqualTo(3);
    assertThat(KeyedHash.choose(-1, 1)).isZero();
    assertThat(KeyedHash.choose(-1, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
  }

  /** χ² of 63 degrees of freedom exceeds 103.4 once in 1,000 seeds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void choicesOfConsecutiveKeysAreUniform(long seed) {
    int bound = 64;
    int draws = 64_000;
    int[] counts = new int[bound];
    for (int key = 0; key < draws; key++) {
      counts[KeyedHash.choose(KeyedHash.mix(seed, key), bound)]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      double deviation = count - (double) draws / bound;
      chiSquare += deviation * deviation * bound / draws;
    }
    assertThat(chiSquare).isLessThan(103.4);
  }

  /** Each bit of a key flips each bit of the hash about half the time. */
  @Test
  void keysAvalanche() {
    int samples = 2_000;
    for (int bit = 0; bit < 64; bit++) {
      long flipped = 0;
      for (int sample = 0; sample < samples; sample++) {
        long difference = KeyedHash.mix(7, sample) ^ KeyedHash.mix(7, sample ^ (1L << bit));
        flipped += Long.bitCount(difference);
      }
      assertThat(flipped / (64.0 * samples)).as("bit %d", bit).isBetween(0.49, 0.51);
    }
  }
}

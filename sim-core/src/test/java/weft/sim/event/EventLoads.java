package weft.sim.event;

import java.util.Random;

/**
 * Loads that are hard for a queue of buckets: from a removed event to the next one added, in the
 * hold model.
 */
enum EventLoads {
  /** Hardly two times are the same. */
  EXPONENTIAL {
    @Override
    long delayPs(Random random, long step) {
      return (long) (-Math.log(1 - random.nextDouble()) * 100_000_000);
    }
  },
  /** A few constants, so that paths to the same time differ in length. */
  PACKETS {
    @Override
    long delayPs(Random random, long step) {
      return new long[] {0, 1_280, 81_920, 81_920, 500_000, 10_000_000}[random.nextInt(6)];
    }
  },
  /** All times are multiples of 2^24 ps: many share an instant, reached from near and from far. */
  COARSE_GRID {
    @Override
    long delayPs(Random random, long step) {
      return (long) random.nextInt(random.nextInt(10) == 0 ? 100_000 : 20) << 24;
    }
  },
  /** Everything happens within a few picoseconds. */
  ONE_PICOSECOND {
    @Override
    long delayPs(Random random, long step) {
      return random.nextInt(200) == 0 ? 1 : 0;
    }
  },
  /** All powers of two: on both sides of the border of every level. */
  LEVEL_BORDERS {
    @Override
    long delayPs(Random random, long step) {
      return Math.max(0, (1L << random.nextInt(46)) - random.nextInt(3));
    }
  },
  /** Nanoseconds and hours. */
  FAR_FUTURE {
    @Override
    long delayPs(Random random, long step) {
      return random.nextInt(50) == 0
          ? 3_600_000_000_000_000L * (1 + random.nextInt(3))
          : random.nextInt(20) * 1_000L;
    }
  },
  /** Exponents are drawn, not times: 1 ps to an hour. */
  LOG_UNIFORM {
    @Override
    long delayPs(Random random, long step) {
      return (long) Math.exp(random.nextDouble() * 35.8);
    }
  },
  /** The density changes a millionfold, so that the width of buckets has to follow. */
  BREATHING {
    @Override
    long delayPs(Random random, long step) {
      return random.nextInt(step / 20_000 % 2 == 0 ? 1_000 : 1_000_000_000);
    }
  },
  /** Dense bursts at times that all share, between long pauses. */
  BURSTS {
    @Override
    long delayPs(Random random, long step) {
      return step % 5_000 < 4_900 ? random.nextInt(3) * 7L : 40_000_000_000L;
    }
  };

  abstract long delayPs(Random random, long step);
}

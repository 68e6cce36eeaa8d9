package weft.scenario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something, as long as signs of life come. */
final class Patience {

  private final long nanos;
  private volatile long lastSignNanos = System.nanoTime();

  /** Waits so long after the last sign. */
  Patience(long nanos) {
    this.nanos = nanos;
  }

  /** Somebody is at work on it still. */
  void renew() {
    lastSignNanos = System.nanoTime();
  }

  /** Waits until it is done; returns whether it is. */
  boolean await(CountDownLatch done) throws InterruptedException {
    while (true) {
      long leftNanos = nanos - (System.nanoTime() - lastSignNanos);
      if (done.await(Math.max(0, leftNanos), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (leftNanos <= 0) {
        return false;
      }
    }
  }
}

package weft.scenario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a request to stop. The JVM shuts down as soon as its hooks have ended, so the
 * hook waits until the partial result is written, though not for ever.
 */
final class Interrupt implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "weft-interrupt");
  private volatile boolean requested;

  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean requested() {
    return requested;
  }

  private void interrupted() {
    requested = true;
    try {
      boolean inTime = written.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is written: the process may end. */
  @Override
  public void close() {
    written.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The shutdown has begun between the two lines; the hook no longer waits.
      }
    }
  }
}

package weft.scenario.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a request to stop. The JVM shuts down as soon as its hooks have ended, so the
 * hook waits until the partial result is written, though not for ever: it gives up, and says so,
 * when for a while no part of it was done.
 */
final class Interrupt implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final Console console;
  private final Patience patience = new Patience(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "weft-interrupt");
  private volatile boolean requested;

  Interrupt(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean requested() {
    return requested;
  }

  /** A part of the result is done. */
  void onPartDone() {
    patience.renew();
  }

  private void interrupted() {
    patience.renew();
    requested = true;
    try {
      if (!patience.await(written)) {
        console.fail(
            "interrupted; what is not written within "
                + PATIENCE_SECONDS
                + " s of the rest is left out");
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

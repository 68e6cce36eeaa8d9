package weft.scenario.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says on the terminal's last line for how long something is being set up, until it is closed. */
final class SettingUp implements AutoCloseable {

  /** What is done before is not worth a line. */
  private static final long EVERY_MILLIS = 1000;

  private final PrintStream err;
  private final long everyMillis;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean drawn;

  /** Begins, if somebody looks. */
  SettingUp(PrintStream err, boolean visible) {
    this(err, visible, EVERY_MILLIS);
  }

  SettingUp(PrintStream err, boolean visible, long everyMillis) {
    this.err = err;
    this.everyMillis = everyMillis;
    if (visible) {
      Thread thread = new Thread(this::show, "setting-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Does something, and says so if it takes long. */
  static <T> T during(PrintStream err, boolean visible, Supplier<T> work) {
    SettingUp settingUp = new SettingUp(err, visible);
    try {
      return work.get();
    } finally {
      settingUp.close();
    }
  }

  private void show() {
    try {
      while (!done.await(everyMillis, TimeUnit.MILLISECONDS)) {
        draw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void draw() {
    if (done.getCount() > 0) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      err.print(String.format(Locale.ROOT, "\rsetting up, %.0f s \u001b[K", seconds));
      err.flush();
      drawn = true;
    }
  }

  /** Wipes the line; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (done.getCount() > 0) {
      done.countDown();
      if (drawn) {
        err.print("\r\u001b[K");
        err.flush();
      }
    }
  }
}

package weft.scenario.cli;

import java.io.PrintStream;
import java.util.Locale;

/** Shows on the terminal's last line how many runs are done, whichever thread did them. */
final class RunCounter implements Runnable, AutoCloseable {

  private final PrintStream err;
  private final boolean visible;
  private final int most;
  private int done = 1;

  /**
   * A counter that begins with one run done.
   *
   * @param most runs at most
   */
  RunCounter(PrintStream err, boolean visible, int most) {
    this.err = err;
    this.visible = visible;
    this.most = most;
  }

  @Override
  public synchronized void run() {
    done++;
    if (visible) {
      err.print(String.format(Locale.ROOT, "\r%d runs done, at most %d\u001b[K", done, most));
      err.flush();
    }
  }

  /** Wipes the line. */
  @Override
  public synchronized void close() {
    if (visible) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}

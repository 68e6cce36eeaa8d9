package weft.scenario.cli;

import java.io.PrintStream;
import java.util.Locale;
import weft.sim.run.ProgressListener;

/**
 * Shows on the terminal's last line how far a run is, or that it is being set up, and passes Ctrl-C
 * on to it. Shows nothing where nobody looks: the launcher says whether stderr is a terminal.
 */
final class Progress implements ProgressListener, AutoCloseable {

  private static final long REFRESH_NANOS = 200_000_000L;
  private static final int BAR = 20;

  private final PrintStream err;
  private final boolean visible;
  private final Interrupt interrupt;
  private final SettingUp settingUp;
  private final long startNanos = System.nanoTime();
  private long nextNanos = startNanos + REFRESH_NANOS;
  private boolean drawn;

  Progress(PrintStream err, boolean visible, Interrupt interrupt) {
    this.err = err;
    this.visible = visible;
    this.interrupt = interrupt;
    settingUp = new SettingUp(err, visible);
  }

  @Override
  public boolean onProgress(long simulatedPs, long events, long done, long total) {
    settingUp.close();
    long now = System.nanoTime();
    if (visible && now >= nextNanos) {
      nextNanos = now + REFRESH_NANOS;
      draw(simulatedPs, events, (double) done / total, (now - startNanos) / 1e9);
    }
    return !interrupt.requested();
  }

  private void draw(long simulatedPs, long events, double share, double seconds) {
    int filled = (int) (share * BAR);
    err.print(
        String.format(
            Locale.ROOT,
            "\r%s%s %3.0f %%  simulated %.3f s  %.1f M events/s  %.0f s left \u001b[K",
            "█".repeat(filled),
            "░".repeat(BAR - filled),
            100 * share,
            simulatedPs / 1e12,
            events / seconds / 1e6,
            share == 0 ? 0 : seconds * (1 - share) / share));
    err.flush();
    drawn = true;
  }

  /** Wipes the line. */
  @Override
  public void close() {
    settingUp.close();
    if (drawn) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}

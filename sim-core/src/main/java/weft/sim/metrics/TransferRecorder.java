package weft.sim.metrics;

import weft.sim.probe.TransferProbe;

/** Records how long transfers take. */
public final class TransferRecorder implements TransferProbe {

  private final LogHistogram histogram = new LogHistogram();
  private double sumPs;
  private long minPs = Long.MAX_VALUE;
  private long maxPs;

  @Override
  public void onStarted(int source, int destination, long bytes) {}

  @Override
  public void onDelivered(
      int source, int destination, long bytes, int hops, long startPs, long endPs) {
    onRepeated(bytes, hops, endPs - startPs, 1);
  }

  @Override
  public void onRepeated(long bytes, int hops, long durationPs, long times) {
    histogram.add(durationPs, times);
    sumPs += (double) durationPs * times;
    minPs = Math.min(minPs, durationPs);
    maxPs = Math.max(maxPs, durationPs);
  }

  @Override
  public void onLinkLoad(int link, double loadBps) {}

  /** What was recorded. A quantile never lies outside the exact extremes. */
  public CompletionTimes completionTimes() {
    long count = histogram.total();
    if (count == 0) {
      return new CompletionTimes(0, 0, 0, 0, 0, 0);
    }
    return new CompletionTimes(
        count,
        minPs,
        sumPs / count,
        clamp(histogram.quantile(0.5)),
        clamp(histogram.quantile(0.99)),
        maxPs);
  }

  private long clamp(long valuePs) {
    return Math.max(minPs, Math.min(maxPs, valuePs));
  }
}

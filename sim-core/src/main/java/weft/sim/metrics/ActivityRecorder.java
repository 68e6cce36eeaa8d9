package weft.sim.metrics;

import java.util.ArrayList;
import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.probe.ActivityProbe;

/** Records what ranks spend their time on, and the collectives they run. */
public final class ActivityRecorder implements ActivityProbe {

  /** An activity as the breakdown shows it. */
  public record Label(StepBreakdown.Kind kind, String name) {}

  /** All collectives of one kind: groups, operation, size. */
  public static final class CollectiveTotal {
    final int groups;
    final int operation;
    final int ranks;
    final int channels;
    final long bytes;
    private long count;
    private double sumPs;

    CollectiveTotal(int groups, int operation, int ranks, int channels, long bytes) {
      this.groups = groups;
      this.operation = operation;
      this.ranks = ranks;
      this.channels = channels;
      this.bytes = bytes;
    }

    /** Index of the program's groups. */
    public int groups() {
      return groups;
    }

    /** Ordinal of the operation. */
    public int operation() {
      return operation;
    }

    /** The timing under the names of group, operation and algorithm. */
    public CollectiveTiming timing(
        String group, String collective, String algorithm, double busFactor) {
      return new CollectiveTiming(
          group, collective, algorithm, ranks, channels, bytes, count, sumPs / count, busFactor);
    }

    /** Number of ranks. */
    public int ranks() {
      return ranks;
    }

    private boolean matches(int groups, int operation, int ranks, long bytes) {
      return this.groups == groups
          && this.operation == operation
          && this.ranks == ranks
          && this.bytes == bytes;
    }
  }

  private final Fabric fabric;
  private final List<Label> labels;
  private final int idle;

  /** For each rank and activity, the time spent on it. */
  private final long[][] timesPs;

  private final long[] endsPs;

  /** For each activity and tier, the time that the tier bounded it; the last column is latency. */
  private final double[][] boundPs;

  private final List<CollectiveTotal> collectives = new ArrayList<>();

  /**
   * A recorder.
   *
   * @param labels for each activity of the program, how to show it
   * @param idle the activity of a rank that has finished before the others
   */
  public ActivityRecorder(Fabric fabric, int ranks, List<Label> labels, int idle) {
    this.fabric = fabric;
    this.labels = labels;
    this.idle = idle;
    timesPs = new long[ranks][labels.size()];
    endsPs = new long[ranks];
    boundPs = new double[labels.size()][fabric.tiers().size() + 1];
  }

  @Override
  public void onActivity(int rank, int activity, long startPs, long endPs, int boundLink) {
    timesPs[rank][activity] += endPs - startPs;
    endsPs[rank] = endPs;
    int tier = boundLink < 0 ? fabric.tiers().size() : fabric.tier(boundLink);
    boundPs[activity][tier] += endPs - startPs;
  }

  @Override
  public void onCollective(
      int groups, int operation, int ranks, int channels, long bytes, long startPs, long endPs) {
    CollectiveTotal total = total(groups, operation, ranks, channels, bytes);
    total.count++;
    total.sumPs += endPs - startPs;
  }

  /** Collectives by kind, in the order in which the first of each ended. */
  public List<CollectiveTotal> collectives() {
    return collectives;
  }

  /** Where the time went, until {@code endPs}. */
  public StepBreakdown breakdown(long endPs) {
    int slowest = 0;
    long[] sums = new long[labels.size()];
    for (int rank = 0; rank < endsPs.length; rank++) {
      slowest = endsPs[rank] > endsPs[slowest] ? rank : slowest;
      for (int activity = 0; activity < sums.length; activity++) {
        sums[activity] += timePs(rank, activity, endPs);
      }
    }
    List<StepBreakdown.Part> parts = new ArrayList<>();
    for (int activity = 0; activity < sums.length; activity++) {
      if (sums[activity] > 0) {
        Label label = labels.get(activity);
        parts.add(
            new StepBreakdown.Part(
                label.kind(),
                label.name(),
                (double) sums[activity] / endsPs.length,
                timePs(slowest, activity, endPs),
                boundBy(activity, label.kind())));
      }
    }
    return new StepBreakdown(endPs, slowest, parts);
  }

  private long timePs(int rank, int activity, long endPs) {
    return timesPs[rank][activity] + (activity == idle ? endPs - endsPs[rank] : 0);
  }

  private String boundBy(int activity, StepBreakdown.Kind kind) {
    if (kind != StepBreakdown.Kind.EXPOSED_COMMUNICATION) {
      return "";
    }
    double[] bound = boundPs[activity];
    int most = 0;
    for (int tier = 1; tier < bound.length; tier++) {
      most = bound[tier] > bound[most] ? tier : most;
    }
    return most == fabric.tiers().size() ? StepBreakdown.LATENCY : fabric.tiers().get(most).name();
  }

  private CollectiveTotal total(int groups, int operation, int ranks, int channels, long bytes) {
    for (CollectiveTotal total : collectives) {
      if (total.matches(groups, operation, ranks, bytes)) {
        return total;
      }
    }
    CollectiveTotal total = new CollectiveTotal(groups, operation, ranks, channels, bytes);
    collectives.add(total);
    return total;
  }
}

package weft.sim.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.probe.ActivityProbe;

/** Records what ranks spend their time on, and the collectives they run. */
public final class ActivityRecorder implements ActivityProbe {

  /** An activity as the breakdown shows it. */
  public record Label(StepBreakdown.Kind kind, String name) {}

  /** Times that differ by no more than this part are the same: each is a sum of many quotients. */
  private static final double ROUNDING = 1e-9;

  private final Fabric fabric;
  private final List<Label> labels;
  private final int idle;

  /** For each rank and activity, the time spent on it. */
  private final long[][] timesPs;

  /**
   * For each rank, in turns for each activity, what of it went on beside the main stream, and until
   * when the last of that did: together, as both are needed at a time and lie in no cache.
   */
  private final long[][] besidesPs;

  private final long[] endsPs;
  private final int columns;
  private final int[] weights;

  /**
   * For each rank, by activity and tier, the time that the tier bounded it; the last tier is
   * latency.
   */
  private final long[][] boundPs;

  /**
   * For each rank, how long others waited in collectives for it, or for each of those that it
   * stands for.
   */
  private final double[] waitedForPs;

  private final Map<CollectiveTotal.Kind, CollectiveTotal> collectives = new LinkedHashMap<>();

  /**
   * A recorder.
   *
   * @param labels for each activity of the program, how to show it
   * @param idle the activity of a rank that has finished before the others
   */
  public ActivityRecorder(Fabric fabric, int ranks, List<Label> labels, int idle) {
    this(fabric, filled(ranks, 1), labels, idle);
  }

  /**
   * A recorder of ranks that stand for others.
   *
   * @param weights for each rank, how many it stands for
   */
  public ActivityRecorder(Fabric fabric, int[] weights, List<Label> labels, int idle) {
    int ranks = weights.length;
    this.weights = weights.clone();
    this.fabric = fabric;
    this.labels = labels;
    this.idle = idle;
    timesPs = new long[ranks][labels.size()];
    besidesPs = new long[ranks][2 * labels.size()];
    endsPs = new long[ranks];
    columns = fabric.tiers().size() + 1;
    boundPs = new long[ranks][labels.size() * columns];
    waitedForPs = new double[ranks];
  }

  @Override
  public void onActivity(int rank, int activity, long startPs, long endPs, int boundLink) {
    timesPs[rank][activity] += endPs - startPs;
    endsPs[rank] = endPs;
    boundPs[rank][activity * columns + column(boundLink)] += endPs - startPs;
  }

  @Override
  public void onBeside(int rank, int activity, long startPs, long endPs, long exposedPs) {
    long[] ofRank = besidesPs[rank];
    long fromPs = Math.max(startPs, ofRank[2 * activity + 1]);
    ofRank[2 * activity] += Math.max(0, endPs - fromPs) - exposedPs;
    ofRank[2 * activity + 1] = endPs;
  }

  @Override
  public void onAwaited(int rank, double waitedPs) {
    waitedForPs[rank] += waitedPs;
  }

  @Override
  public void onCollective(
      int groups,
      int operation,
      int ranks,
      int channels,
      long bytes,
      long startPs,
      long endPs,
      int boundLink,
      boolean isStepped,
      double latenessPs,
      int times) {
    collectives
        .computeIfAbsent(
            new CollectiveTotal.Kind(groups, operation, ranks, bytes),
            kind -> new CollectiveTotal(kind, channels, columns))
        .add(endPs - startPs, column(boundLink), isStepped, latenessPs, times);
  }

  /**
   * Timings of the collectives by kind and size, in the order in which the first of each ended.
   *
   * @param names what the program calls them
   */
  public List<CollectiveTiming> collectives(CollectiveNames names) {
    return collectives(names, any -> true);
  }

  /**
   * Timings of the collectives of some partitions.
   *
   * @param names what the program calls them
   */
  public List<CollectiveTiming> collectives(CollectiveNames names, IntPredicate partitions) {
    return collectives.values().stream()
        .filter(total -> partitions.test(total.groups()))
        .map(total -> total.timing(names, columnName(mostOf(total.boundPs()))))
        .toList();
  }

  /** Where the time went, until {@code endPs}. */
  public StepBreakdown breakdown(long endPs) {
    return breakdown(endPs, IntStream.range(0, endsPs.length).toArray());
  }

  /** Where the time of some ranks went, of at least one, until {@code endPs}. */
  public StepBreakdown breakdown(long endPs, int[] ranks) {
    int slowest = ranks[0];
    long weight = Arrays.stream(ranks).mapToLong(rank -> weights[rank]).sum();
    Means means = new Means(labels.size() * columns, weight);
    for (int rank : ranks) {
      slowest = endsPs[rank] > endsPs[slowest] ? rank : slowest;
      for (int cell = 0; cell < labels.size() * columns; cell++) {
        means.add(cell, cellPs(rank, cell, endPs), weights[rank]);
      }
    }
    long[] meansPs = means.of(endPs);
    List<StepBreakdown.Part> parts = new ArrayList<>();
    for (int activity = 0; activity < labels.size(); activity++) {
      if (means.isAny(activity * columns, (activity + 1) * columns)) {
        parts.add(part(activity, meansPs, hiddenPs(activity, ranks, weight), slowest, endPs));
      }
    }
    return new StepBreakdown(endPs, slowest, parts, late(ranks));
  }

  private StepBreakdown.Part part(
      int activity, long[] meansPs, long hiddenPs, int slowest, long endPs) {
    Label label = labels.get(activity);
    boolean isCommunication = label.kind() == StepBreakdown.Kind.EXPOSED_COMMUNICATION;
    List<StepBreakdown.Bound> bounds = new ArrayList<>();
    long meanPs = 0;
    int most = 0;
    for (int column = 0; column < columns; column++) {
      long ofTierPs = meansPs[activity * columns + column];
      long ofSlowestPs = boundPs[slowest][activity * columns + column];
      meanPs += ofTierPs;
      most = ofTierPs > meansPs[activity * columns + most] ? column : most;
      if (isCommunication && (ofTierPs > 0 || ofSlowestPs > 0)) {
        bounds.add(new StepBreakdown.Bound(columnName(column), ofTierPs, ofSlowestPs));
      }
    }
    return new StepBreakdown.Part(
        activity,
        label.kind(),
        label.name(),
        meanPs,
        timePs(slowest, activity, endPs),
        isCommunication ? columnName(most) : "",
        bounds,
        isCommunication ? hiddenPs : 0);
  }

  /** The mean over ranks of what went on beside their main streams. */
  private long hiddenPs(int activity, int[] ranks, long weight) {
    double sum = 0;
    for (int rank : ranks) {
      sum += (double) besidesPs[rank][2 * activity] * weights[rank];
    }
    return Math.max(0, Math.round(sum / weight));
  }

  private StepBreakdown.@Nullable Late late(int[] ranks) {
    double sum = 0;
    int most = ranks[0];
    for (int rank : ranks) {
      sum += waitedForPs[rank] * weights[rank];
      most = waitedForPs[rank] > waitedForPs[most] * (1 + ROUNDING) ? rank : most;
    }
    return sum == 0 ? null : new StepBreakdown.Late(most, waitedForPs[most] / sum);
  }

  /** Time of a rank on an activity that a tier bounded; being idle counts as the last one. */
  private long cellPs(int rank, int cell, long endPs) {
    boolean isIdle = cell == idle * columns + columns - 1;
    return boundPs[rank][cell] + (isIdle ? endPs - endsPs[rank] : 0);
  }

  private long timePs(int rank, int activity, long endPs) {
    return timesPs[rank][activity] + (activity == idle ? endPs - endsPs[rank] : 0);
  }

  /** The column of a bounding link's tier; the last one if it was latency. */
  private int column(int boundLink) {
    return boundLink < 0 ? fabric.tiers().size() : fabric.tier(boundLink);
  }

  private String columnName(int column) {
    return column == fabric.tiers().size()
        ? StepBreakdown.LATENCY
        : fabric.tiers().get(column).name();
  }

  private static int[] filled(int length, int value) {
    int[] values = new int[length];
    Arrays.fill(values, value);
    return values;
  }

  private static int mostOf(double[] times) {
    int most = 0;
    for (int i = 1; i < times.length; i++) {
      most = times[i] > times[most] ? i : most;
    }
    return most;
  }
}

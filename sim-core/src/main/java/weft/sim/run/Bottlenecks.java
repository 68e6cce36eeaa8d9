package weft.sim.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierUtilization;
import weft.sim.workload.Activity;

/** Puts a breakdown into words: what holds the run back, and what bounds it. */
final class Bottlenecks {

  /** Less than this share of the time is not worth a sentence. */
  private static final double LEAST_SHARE = 0.005;

  /** A busiest link with more than this multiple of those beside it is worth a word. */
  private static final double UNEVEN = 1.5;

  /** Another tier that bounds a communication for this part of the first one's time is named. */
  private static final double ALSO = 0.5;

  private final StepBreakdown breakdown;
  private final List<TierUtilization> utilization;
  private final List<CollectiveTiming> collectives;
  private final IntFunction<String> gpuName;
  private final boolean isAlone;
  private final boolean isSample;

  private Bottlenecks(
      StepBreakdown breakdown,
      List<TierUtilization> utilization,
      List<CollectiveTiming> collectives,
      IntFunction<String> gpuName,
      boolean isAlone,
      boolean isSample) {
    this.isAlone = isAlone;
    this.isSample = isSample;
    this.breakdown = breakdown;
    this.utilization = utilization;
    this.collectives = collectives;
    this.gpuName = gpuName;
  }

  /**
   * The parts of a breakdown that are worth a sentence, largest first.
   *
   * @param gpuName where a rank runs
   * @param isAlone whether nobody else is on the fabric: else its busiest link may be theirs, and
   *     is not named
   * @param isSample whether it is a sample of what goes on: then nobody is done in fact, and what
   *     occurs only at the ends of the sample is left out
   */
  static List<Bottleneck> of(
      StepBreakdown breakdown,
      List<TierUtilization> utilization,
      List<CollectiveTiming> collectives,
      IntFunction<String> gpuName,
      boolean isAlone,
      boolean isSample) {
    Bottlenecks words =
        new Bottlenecks(breakdown, utilization, collectives, gpuName, isAlone, isSample);
    List<StepBreakdown.Part> largestFirst = new ArrayList<>(breakdown.parts());
    largestFirst.sort(Comparator.comparingDouble(words::holdsBackPs).reversed());
    List<Bottleneck> result = new ArrayList<>();
    for (StepBreakdown.Part part : largestFirst) {
      double share = (double) part.meanPs() / breakdown.stepPs();
      if (part.activity() == Activity.COLLECTIVE.ordinal()) {
        result.addAll(words.benchmark());
      } else if (share >= LEAST_SHARE && !words.isOfSampleOnly(part)) {
        result.add(words.describe(part, share, result.isEmpty()));
      }
    }
    return result;
  }

  /**
   * For how long a part may hold the run back: communication that takes longer than compute, which
   * hides some of it, would not end earlier if that were shorter.
   */
  private double holdsBackPs(StepBreakdown.Part part) {
    return part.meanPs() + (outlastsCompute(part) ? part.hiddenPs() : 0);
  }

  private boolean outlastsCompute(StepBreakdown.Part part) {
    return part.hiddenPs() > 0
        && part.meanPs() + part.hiddenPs() > breakdown.meanPs(StepBreakdown.Kind.COMPUTE);
  }

  /** Whether it does not occur while what the sample is of goes on, and so holds nothing back. */
  private boolean isOfSampleOnly(StepBreakdown.Part part) {
    return isSample
        && (part.activity() == Activity.FINISHED.ordinal()
            || part.activity() == Activity.FILL.ordinal());
  }

  /** Of a benchmark each size is a result of its own: the largest size of each bound speaks. */
  private List<Bottleneck> benchmark() {
    List<Bottleneck> result = new ArrayList<>();
    for (int i = 0; i < collectives.size(); i++) {
      CollectiveTiming timing = collectives.get(i);
      boolean last =
          i + 1 == collectives.size() || !collectives.get(i + 1).boundBy().equals(timing.boundBy());
      if (last) {
        double share = timing.count() * timing.timePs() / breakdown.stepPs();
        String size =
            String.format(
                Locale.ROOT,
                "%s of %,d bytes over %,d ranks",
                timing.collective(),
                timing.bytes(),
                timing.ranks());
        result.add(new Bottleneck(timing.boundBy(), share, size + " is " + boundBy(timing)));
      }
    }
    result.sort(Comparator.comparingDouble(Bottleneck::share).reversed());
    return result;
  }

  private String boundBy(CollectiveTiming timing) {
    return timing.boundBy().equals(StepBreakdown.LATENCY)
        ? latencyBound()
        : String.format(
            Locale.ROOT,
            "bound by the bandwidth of %s, at a bus bandwidth of %.1f GB/s%s",
            tier(timing.boundBy()).label(),
            timing.busbw() / 1e9,
            collision(tier(timing.boundBy())));
  }

  private static String latencyBound() {
    return "bound by the latency of its steps more than by any bandwidth.";
  }

  private Bottleneck describe(StepBreakdown.Part part, double share, boolean introduce) {
    String shares =
        "%s: %s of the time on average, %s on rank %s%s"
            .formatted(
                capital(part.name()),
                percent(share),
                percent((double) part.slowestPs() / breakdown.stepPs()),
                Integer.toString(breakdown.slowestRank()),
                introduce
                    ? ", " + gpuName.apply(breakdown.slowestRank()) + ", which ends last"
                    : "");
    return switch (part.kind()) {
      case COMPUTE -> new Bottleneck("compute", share, shares + ".");
      case EXPOSED_COMMUNICATION ->
          new Bottleneck(
              part.boundBy(),
              share,
              shares + ", not hidden by compute; " + hidden(part) + boundBy(part));
      case BUBBLE -> new Bottleneck("bubble", share, shares + idleness(part));
    };
  }

  private String hidden(StepBreakdown.Part part) {
    return outlastsCompute(part)
        ? "with what is hidden it goes on for %s of the time, longer than compute; "
            .formatted(percent((double) (part.meanPs() + part.hiddenPs()) / breakdown.stepPs()))
        : "";
  }

  private String idleness(StepBreakdown.Part part) {
    StepBreakdown.Late late = breakdown.late();
    if (part.activity() == Activity.WAITING.ordinal() && late != null) {
      return !late.isNamed()
          ? ": ranks wait in collectives for one that arrives later, now one, now another."
          : ": ranks wait in collectives for one that arrives later, %s of the time for rank %s, %s."
              .formatted(
                  percent(late.share()), Integer.toString(late.rank()), gpuName.apply(late.rank()));
    }
    if (part.activity() == Activity.NOT_STARTED.ordinal()) {
      return ": the job is to start later.";
    }
    return part.activity() == Activity.FINISHED.ordinal()
        ? ": ranks are done and wait for the last one."
        : ": ranks wait for a neighbour to start sending, while the pipeline fills and drains or"
            + " because stages are unequal.";
  }

  private String boundBy(StepBreakdown.Part part) {
    if (part.boundBy().equals(StepBreakdown.LATENCY)) {
      return latencyBound();
    }
    TierUtilization first = tier(part.boundBy());
    long firstPs = meanPs(part, part.boundBy());
    String others =
        part.bounds().stream()
            .filter(bound -> !bound.tier().equals(part.boundBy()))
            .filter(bound -> !bound.tier().equals(StepBreakdown.LATENCY))
            .filter(bound -> bound.meanPs() >= firstPs * ALSO)
            .map(bound -> " and of " + tier(bound.tier()).label())
            .collect(Collectors.joining());
    return "bound by the bandwidth of %s%s while it lasts%s"
        .formatted(first.label(), others, collision(first));
  }

  private static long meanPs(StepBreakdown.Part part, String tier) {
    return part.bounds().stream()
        .filter(bound -> bound.tier().equals(tier))
        .mapToLong(StepBreakdown.Bound::meanPs)
        .sum();
  }

  /** Flows that share a link while others idle: what the hash of ECMP does. */
  private String collision(TierUtilization tier) {
    double beside = tier.besideBusiest();
    return !isAlone || beside == 0 || tier.max() < UNEVEN * beside
        ? "."
        : String.format(
            Locale.ROOT,
            ", unevenly: %s carries %.1f times the mean of the links beside it.",
            tier.busiestLink(),
            tier.max() / beside);
  }

  private TierUtilization tier(String name) {
    return utilization.stream().filter(tier -> tier.tier().equals(name)).findFirst().orElseThrow();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String percent(double share) {
    if (share > 0 && share < 0.0005) {
      return "<0.1\u00a0%";
    }
    return String.format(
        Locale.ROOT, share < 0.0995 ? "%.1f\u00a0%%" : "%.0f\u00a0%%", 100 * share);
  }
}

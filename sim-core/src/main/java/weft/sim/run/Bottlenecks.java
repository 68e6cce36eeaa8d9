package weft.sim.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierUtilization;

/** Puts a breakdown into words: what holds the run back, and what bounds it. */
final class Bottlenecks {

  /** Less than this share of the time is not worth a sentence. */
  private static final double LEAST_SHARE = 0.005;

  private final StepBreakdown breakdown;
  private final List<TierUtilization> utilization;
  private final String slowest;

  private Bottlenecks(StepBreakdown breakdown, List<TierUtilization> utilization, String slowest) {
    this.breakdown = breakdown;
    this.utilization = utilization;
    this.slowest = slowest;
  }

  /**
   * The parts of a breakdown that are worth a sentence, largest first.
   *
   * @param slowest name of the slowest rank
   */
  static List<Bottleneck> of(
      StepBreakdown breakdown, List<TierUtilization> utilization, String slowest) {
    Bottlenecks words = new Bottlenecks(breakdown, utilization, slowest);
    List<Bottleneck> result = new ArrayList<>();
    for (StepBreakdown.Part part : breakdown.parts()) {
      Bottleneck bottleneck = words.describe(part);
      if (bottleneck.share() >= LEAST_SHARE) {
        result.add(bottleneck);
      }
    }
    result.sort(Comparator.comparingDouble(Bottleneck::share).reversed());
    return result;
  }

  private Bottleneck describe(StepBreakdown.Part part) {
    double share = part.meanPs() / breakdown.stepPs();
    String name = part.name().substring(0, 1).toUpperCase(Locale.ROOT) + part.name().substring(1);
    String shares =
        String.format(
            Locale.ROOT,
            "%s: %s of the time on average, %s on the slowest rank (%s)",
            name,
            percent(share),
            percent((double) part.slowestPs() / breakdown.stepPs()),
            slowest);
    return switch (part.kind()) {
      case COMPUTE -> new Bottleneck("compute", share, shares + ".");
      case EXPOSED_COMMUNICATION -> communication(part, share, shares);
      case BUBBLE ->
          new Bottleneck(
              "bubble",
              share,
              shares
                  + ": ranks wait for a neighbour's first or last micro-batches; more"
                  + " micro-batches or fewer stages shrink it.");
    };
  }

  private Bottleneck communication(StepBreakdown.Part part, double share, String shares) {
    String exposed = shares + ", hidden by nothing; ";
    for (TierUtilization tier : utilization) {
      if (tier.tier().equals(part.boundBy())) {
        return new Bottleneck(
            tier.tier(),
            share,
            "%sbound by the bandwidth of %s, whose busiest link (%s) is %s used over the run."
                .formatted(exposed, tier.label(), tier.busiestLink(), percent(tier.max())));
      }
    }
    return new Bottleneck(
        StepBreakdown.LATENCY,
        share,
        exposed + "bound by the latency of its many steps: bandwidth would not help.");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
  }
}

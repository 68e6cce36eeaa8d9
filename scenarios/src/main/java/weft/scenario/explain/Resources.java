package weft.scenario.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.CollectiveJob;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Tier;
import weft.sim.metrics.TierHold;
import weft.sim.run.NetworkModelKind;
import weft.sim.run.SimulationResult;
import weft.topology.analyse.TierSummary;

/** What of a scenario can be made better, and what of that its run cannot depend on. */
public final class Resources {

  /** Not 1, which a rounded sum of rates may miss. */
  private static final double OVERSUBSCRIBED = 1.000001;

  private final Assembly assembly;
  private final SimulationResult result;
  private final List<Tier> tiers;
  private final List<TierSummary> summaries;
  private final List<Resource> found = new ArrayList<>();

  private Resources(Assembly assembly, List<TierSummary> summaries, SimulationResult result) {
    this.assembly = assembly;
    this.result = result;
    this.summaries = summaries;
    tiers = assembly.simulation().fabric().tiers();
  }

  /**
   * All of them.
   *
   * @param summaries of the tiers
   * @param result of the run of the scenario as it is
   */
  public static List<Resource> of(
      Assembly assembly, List<TierSummary> summaries, SimulationResult result) {
    Resources resources = new Resources(assembly, summaries, result);
    resources.addGpu();
    resources.addTiers();
    resources.addScaleOut();
    resources.addOversubscription();
    resources.addLatencies();
    return List.copyOf(resources.found);
  }

  private void addGpu() {
    if (computes(assembly) || assembly.jobs().stream().anyMatch(job -> computes(job.alone()))) {
      found.add(new Resource("gpu-arithmetic", "GPU arithmetic", null, Better.Arithmetic::new));
      found.add(new Resource("gpu-memory", "GPU memory bandwidth", null, Better.Memory::new));
    }
  }

  private static boolean computes(Assembly assembly) {
    return assembly.training() != null || assembly.inference() != null;
  }

  private void addTiers() {
    for (int index = 0; index < tiers.size(); index++) {
      int tier = index;
      found.add(
          new Resource(
              Resource.bandwidth(tiers.get(tier).name()),
              tiers.get(tier).label() + " bandwidth",
              idle(tiers.get(tier)),
              asFast(tiers.get(tier)),
              factor -> faster(tier, factor)));
    }
  }

  private Better.Tiers faster(int tier, double factor) {
    List<Double> factors = new ArrayList<>(Collections.nCopies(tiers.size(), 1.0));
    factors.set(tier, factor);
    return new Better.Tiers(List.copyOf(factors));
  }

  /**
   * Why a run cannot depend on how fast a tier is. At flow level a link that limits no transfer is
   * none that max-min fair rates depend on: each transfer has a full link among the others, which
   * stays full.
   */
  private @Nullable IdleReason idle(Tier tier) {
    if (!isUsed(tier)) {
      return IdleReason.UNUSED;
    }
    boolean isKnown = assembly.simulation().model() == NetworkModelKind.FLOW;
    if (!isKnown || isLimiting(tier)) {
      return null;
    }
    return asFast(tier).isEmpty() ? IdleReason.NEVER_LIMITS : IdleReason.ANOTHER_LIMITS;
  }

  /**
   * Of other tiers as fast the name of the one that limits transfers for longest; empty if none
   * does. Of links that fill together only one is said to limit, so beside one that does, others
   * may as well.
   */
  private String asFast(Tier tier) {
    return tiers.stream()
        .filter(other -> !other.equals(tier) && slowestBps(other) == slowestBps(tier))
        .filter(other -> isLimiting(other) || (isLimiting(tier) && isUsed(other)))
        .max(Comparator.comparingDouble(this::heldPs))
        .map(Tier::name)
        .orElse("");
  }

  private boolean isLimiting(Tier tier) {
    return result.holds().stream().anyMatch(hold -> hold.tier().equals(tier.name()));
  }

  private boolean isUsed(Tier tier) {
    return result.utilization(tier.name()).bytes() > 0;
  }

  private double heldPs(Tier tier) {
    return result.holds().stream()
        .filter(hold -> hold.tier().equals(tier.name()))
        .mapToDouble(TierHold::heldPs)
        .sum();
  }

  /** Rate of the slowest links of a tier, bits per second. */
  private long slowestBps(Tier tier) {
    return summaries.stream()
        .filter(summary -> summary.name().equals(tier.name()))
        .mapToLong(TierSummary::rateBps)
        .min()
        .orElseThrow();
  }

  /**
   * All that a run uses of the network between nodes, together: where tiers are equally fast, the
   * others bind as soon as one of them is faster.
   */
  private void addScaleOut() {
    List<Tier> used = tiers.stream().filter(this::isBetweenNodes).filter(this::isUsed).toList();
    if (used.size() > 1) {
      found.add(
          new Resource(
              "scale-out-bandwidth",
              "all scale-out bandwidth",
              used.stream().allMatch(tier -> idle(tier) != null) ? IdleReason.NEVER_LIMITS : null,
              factor ->
                  new Better.Tiers(
                      tiers.stream().map(tier -> used.contains(tier) ? factor : 1.0).toList())));
    }
  }

  private boolean isBetweenNodes(Tier tier) {
    return summaries.stream()
        .anyMatch(summary -> summary.name().equals(tier.name()) && !summary.insideNode());
  }

  /** The tiers that less can leave than come in, widened together, but not beyond 1 : 1. */
  private void addOversubscription() {
    double[] ratios = new double[tiers.size()];
    Arrays.setAll(
        ratios,
        tier ->
            summaries.stream()
                .filter(summary -> summary.name().equals(tiers.get(tier).name()))
                .filter(summary -> !summary.insideNode())
                .mapToDouble(TierSummary::oversubscription)
                .max()
                .orElse(1));
    List<Tier> narrow =
        IntStream.range(0, ratios.length)
            .filter(tier -> ratios[tier] > OVERSUBSCRIBED)
            .mapToObj(tiers::get)
            .toList();
    if (!narrow.isEmpty()) {
      Tier telling = telling(narrow);
      IdleReason idle = idle(telling);
      found.add(
          new Resource(
              "oversubscription",
              "oversubscription",
              idle,
              idle == null ? "" : asFast(telling),
              factor ->
                  new Better.Tiers(
                      Arrays.stream(ratios)
                          .map(ratio -> Math.max(1, Math.min(factor, ratio)))
                          .boxed()
                          .toList())));
    }
  }

  /** Of several tiers one that the run may depend on; else one that tells best why it does not. */
  private Tier telling(List<Tier> several) {
    return several.stream()
        .filter(tier -> idle(tier) == null)
        .findFirst()
        .or(() -> several.stream().filter(t -> idle(t) != IdleReason.NEVER_LIMITS).findFirst())
        .orElse(several.get(0));
  }

  private void addLatencies() {
    IdleReason silent =
        result.utilization().stream().allMatch(tier -> tier.bytes() == 0)
            ? IdleReason.NOTHING_SENT
            : null;
    found.add(new Resource("latency", "latency of links", silent, Better.Latency::new));
    boolean isFree =
        assembly.simulation().costs().equals(StepCosts.NONE)
            && !isByLibrary(assembly)
            && assembly.jobs().stream().noneMatch(job -> isByLibrary(job.alone()));
    IdleReason idle =
        assembly.flows() != null ? IdleReason.NO_COLLECTIVES : isFree ? IdleReason.FREE : silent;
    found.add(new Resource("step-overhead", "library step overhead", idle, Better.Library::new));
  }

  private static boolean isByLibrary(Assembly assembly) {
    CollectiveJob collective = assembly.collective();
    return collective != null && collective.isByLibrary();
  }
}

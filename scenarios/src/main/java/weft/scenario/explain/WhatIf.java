package weft.scenario.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Change;

/**
 * What a run would take if one thing were better, by running it again: first with everything twice
 * as good, then a tenth better what that changed, then four, eight … times as good what still
 * gained, and at last, halving on a logarithmic scale, what lies between the last two of these. The
 * number of runs is bounded; the largest gains come first.
 */
public final class WhatIf {

  /** Runs at most, that of the scenario itself among them: twelve on each of two cores. */
  public static final int MOST_RUNS = 24;

  /** A doubling that gains a smaller share of the run brings nothing. */
  public static final double NOTHING = 0.001;

  /** The search for where that is ends here. */
  private static final double MOST_FACTOR = 64;

  /** So often the range in which it must be is halved: to 9 %, if the number of runs allows. */
  private static final int HALVINGS = 3;

  private static final double TENTH = 1.1;
  private static final double DOUBLE = 2;

  /** Runs scenarios that were changed. */
  @FunctionalInterface
  public interface Runs {

    /** What comes of each; one that was interrupted is empty. */
    List<Optional<Outcome>> outcomes(List<Change> changes);
  }

  /**
   * What one resource would bring.
   *
   * @param base the run as it is
   * @param tenth the run when it is a tenth better; null if that was not tried
   * @param twice the run when it is twice as good; null if that was not tried
   * @param enoughFactor so many times as good, the run is less than {@link #NOTHING} from where
   *     more brings nothing; if that was not found, each doubling up to here brought something
   * @param enough the run then
   * @param isEnough whether it was found: to double it once more was tried, and brought nothing
   */
  public record Row(
      Resource resource,
      Outcome base,
      @Nullable Outcome tenth,
      @Nullable Outcome twice,
      double enoughFactor,
      @Nullable Outcome enough,
      boolean isEnough) {

    /** How much longer the run takes when it is a tenth better: a gain is below 0. */
    public OptionalLong tenthPs() {
      return WhatIf.deltaPs(tenth, base);
    }

    /** The same when it is twice as good. */
    public OptionalLong doublePs() {
      return WhatIf.deltaPs(twice, base);
    }

    /** The same when it is good enough. */
    public OptionalLong enoughPs() {
      return WhatIf.deltaPs(enough, base);
    }

    /** Whether the run takes exactly as long when it is twice as good. */
    public boolean keepsTime() {
      return doublePs().equals(OptionalLong.of(0));
    }

    /** Whether users see the same then as well. */
    public boolean isWithoutInfluence() {
      return twice != null && twice.isLike(base);
    }
  }

  private final Outcome base;
  private final Runs runs;
  private final Map<Change, Optional<Outcome>> known = new HashMap<>();

  /** For each resource, where the search for what is enough has come to. */
  private final Map<Resource, Range> ranges = new HashMap<>();

  /** The least factor that is enough is above {@code low} and at most {@code high}. */
  private record Range(double low, double high, double endless) {
    double middle() {
      return Math.sqrt(low * high);
    }
  }

  private WhatIf(Outcome base, Runs runs) {
    this.base = base;
    this.runs = runs;
  }

  /**
   * Finds out.
   *
   * @param base what comes of the scenario as it is
   * @return a row for each resource, the largest gain first; those that bring nothing come last, in
   *     the order given
   */
  public static List<Row> of(List<Resource> resources, Outcome base, Runs runs) {
    return new WhatIf(base, runs).rows(resources);
  }

  private List<Row> rows(List<Resource> resources) {
    List<Resource> live = resources.stream().filter(one -> one.idle().isEmpty()).toList();
    run(live, DOUBLE);
    List<Resource> gaining = new ArrayList<>(live);
    gaining.removeIf(one -> outcome(one, DOUBLE) == null || isKnownLikeBase(one));
    gaining.sort(Comparator.comparingLong(one -> deltaPs(one, DOUBLE).orElse(0)));
    run(gaining, TENTH);
    List<Resource> growing = new ArrayList<>(gaining);
    for (double factor = DOUBLE; factor < MOST_FACTOR; factor *= 2) {
      double from = factor;
      growing.removeIf(one -> !gains(one, from));
      run(growing, 2 * factor);
    }
    halve(gaining);
    List<Row> rows = new ArrayList<>(resources.stream().map(this::row).toList());
    rows.sort(Comparator.comparingLong(row -> row.doublePs().orElse(0)));
    return rows;
  }

  /** Whether a doubling that ended at a factor brought something. */
  private boolean gains(Resource resource, double factor) {
    OptionalLong before = deltaPs(resource, factor / 2);
    OptionalLong after = deltaPs(resource, factor);
    return before.isPresent()
        && after.isPresent()
        && before.getAsLong() - after.getAsLong() >= NOTHING * base.endPs();
  }

  /** The last doubling that brought something ended here. */
  private double lastGain(Resource resource) {
    double factor = 1;
    while (2 * factor <= MOST_FACTOR && gains(resource, 2 * factor)) {
      factor *= 2;
    }
    return factor;
  }

  /** Whether to double it once more was tried: then it brought nothing. */
  private boolean isFound(Resource resource, double lastGain) {
    return 2 * lastGain <= MOST_FACTOR && deltaPs(resource, 2 * lastGain).isPresent();
  }

  /** Narrows down where enough is, between the end of the last doubling and its middle. */
  private void halve(List<Resource> gaining) {
    for (Resource resource : gaining) {
      double last = lastGain(resource);
      if (last > 1 && isFound(resource, last)) {
        ranges.put(resource, new Range(last / 2, last, last));
      }
    }
    List<Resource> sought = gaining.stream().filter(ranges::containsKey).toList();
    for (int i = 0; i < HALVINGS; i++) {
      run(sought, resource -> range(resource).middle());
      for (Resource resource : sought) {
        ranges.put(resource, halved(resource, range(resource)));
      }
    }
  }

  private Range range(Resource resource) {
    return Objects.requireNonNull(ranges.get(resource));
  }

  private Range halved(Resource resource, Range range) {
    OptionalLong middle = deltaPs(resource, range.middle());
    if (middle.isEmpty()) {
      return range;
    }
    long leftPs = middle.getAsLong() - deltaPs(resource, range.endless()).orElse(0);
    return leftPs < NOTHING * base.endPs()
        ? new Range(range.low(), range.middle(), range.endless())
        : new Range(range.middle(), range.high(), range.endless());
  }

  private Row row(Resource resource) {
    double last = lastGain(resource);
    Range range = ranges.get(resource);
    double enough = range == null ? last : range.high();
    return new Row(
        resource,
        base,
        outcome(resource, TENTH),
        outcome(resource, DOUBLE),
        enough,
        outcome(resource, enough),
        isFound(resource, last));
  }

  /** How much longer the run takes; empty if it was not tried. */
  private OptionalLong deltaPs(Resource resource, double factor) {
    return deltaPs(outcome(resource, factor), base);
  }

  private static OptionalLong deltaPs(@Nullable Outcome outcome, Outcome base) {
    return outcome == null ? OptionalLong.empty() : OptionalLong.of(outcome.endPs() - base.endPs());
  }

  /** What comes of the run; null if it was not tried. */
  private @Nullable Outcome outcome(Resource resource, double factor) {
    if (factor == 1 || !resource.idle().isEmpty()) {
      return base;
    }
    Optional<Outcome> outcome =
        known.getOrDefault(resource.better().apply(factor), Optional.empty());
    if (outcome.isPresent()) {
      return outcome.get();
    }
    return factor == TENTH && isKnownLikeBase(resource) ? base : null;
  }

  /** Whether it was tried twice as good, and changed nothing. */
  private boolean isKnownLikeBase(Resource resource) {
    Outcome twice = outcome(resource, DOUBLE);
    return twice != null && twice.isLike(base);
  }

  /** Runs with all of these so many times as good, as far as the number of runs allows. */
  private void run(List<Resource> resources, double factor) {
    run(resources, any -> factor);
  }

  private void run(List<Resource> resources, ToDoubleFunction<Resource> factor) {
    Set<Change> wanted = new LinkedHashSet<>();
    for (Resource resource : resources) {
      Change change = resource.better().apply(factor.applyAsDouble(resource));
      if (!known.containsKey(change) && known.size() + wanted.size() < MOST_RUNS - 1) {
        wanted.add(change);
      }
    }
    List<Change> changes = List.copyOf(wanted);
    List<Optional<Outcome>> outcomes = runs.outcomes(changes);
    for (int i = 0; i < changes.size(); i++) {
      known.put(changes.get(i), outcomes.get(i));
    }
  }
}

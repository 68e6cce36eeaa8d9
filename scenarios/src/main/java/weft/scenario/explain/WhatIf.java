package weft.scenario.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Change;

/**
 * What a run would come to if one thing were better, by running it again: first with everything
 * twice as good, then a tenth better what that changed, and at last in search of the point beyond
 * which more brings nothing ({@link EnoughSearch}). The number of runs is bounded, so the two that
 * gain most are searched to the end first, side by side, then the next.
 */
public final class WhatIf {

  /**
   * Runs at most unless somebody says otherwise, that of the scenario itself among them: twelve on
   * each of two cores. It does not depend on how many there are, so that results do not either.
   */
  public static final int MOST_RUNS = 24;

  /** The run itself, and one other. */
  public static final int FEWEST_RUNS = 2;

  /** Searches under way at a time: a core each, of as few as there are. */
  private static final int SIDE_BY_SIDE = 2;

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
   * @param enough what is known of what is enough
   * @param withEnough the run at its factor; null if it is unknown
   * @param lacksRuns whether more would be known of this resource after more runs
   */
  public record Row(
      Resource resource,
      Outcome base,
      @Nullable Outcome tenth,
      @Nullable Outcome twice,
      Enough enough,
      @Nullable Outcome withEnough,
      boolean lacksRuns) {

    /** How much longer the run takes when it is a tenth better: a gain is below 0. */
    public OptionalLong tenthPs() {
      return deltaPs(tenth);
    }

    /** The same when it is twice as good. */
    public OptionalLong doublePs() {
      return deltaPs(twice);
    }

    /** The same when it is good enough. */
    public OptionalLong enoughPs() {
      return deltaPs(withEnough);
    }

    private OptionalLong deltaPs(@Nullable Outcome outcome) {
      return outcome == null
          ? OptionalLong.empty()
          : OptionalLong.of(outcome.timePs() - base.timePs());
    }

    /** The run in which something else binds, as there is enough; null if it is not known. */
    public @Nullable Outcome then() {
      return enough.isEnough()
              && enough.factor() > 1
              && withEnough != null
              && !withEnough.binding().isEmpty()
          ? withEnough
          : null;
    }

    /** Whether what rows are sorted by is the same when it is twice as good. */
    public boolean gainsNothing() {
      return twice != null && twice.gain(base) == 0;
    }

    /**
     * Another that is as fast and limits as well, where each of the two brings next to nothing
     * alone; null if there is none.
     *
     * @param others rows of the same search
     */
    public @Nullable Resource heldBy(List<Row> others) {
      return others.stream()
          .filter(other -> !resource.isIdle() && bringsNothing() && other.bringsNothing())
          .map(Row::resource)
          .filter(other -> other.name().equals(Resource.bandwidth(resource.alsoLimiting())))
          .findFirst()
          .orElse(null);
    }

    private boolean bringsNothing() {
      return twice != null && !twice.differs(base, EnoughSearch.NOTHING);
    }

    /** Whether all is the same then, for users as well. */
    public boolean isWithoutInfluence() {
      return twice != null && twice.isLike(base);
    }
  }

  private final Outcome base;
  private final Runs runs;
  private final int mostRuns;
  private final Map<Change, Optional<Outcome>> known = new HashMap<>();

  /** What came of a resource, by factor. */
  private final Map<Resource, NavigableMap<Double, Outcome>> tried = new HashMap<>();

  private WhatIf(Outcome base, int mostRuns, Runs runs) {
    this.base = base;
    this.mostRuns = mostRuns;
    this.runs = runs;
  }

  /**
   * Finds out.
   *
   * @param base what comes of the scenario as it is
   * @param mostRuns so many at most, that of the scenario itself among them
   * @return a row for each resource, the largest gain first; those that bring nothing come last, in
   *     the order given
   */
  public static List<Row> of(List<Resource> resources, Outcome base, int mostRuns, Runs runs) {
    return new WhatIf(base, mostRuns, runs).rows(resources);
  }

  private List<Row> rows(List<Resource> resources) {
    List<Resource> live = resources.stream().filter(one -> !one.isIdle()).toList();
    run(live, DOUBLE);
    Comparator<Resource> best =
        Comparator.comparing(one -> twiceOrBase(one), Outcome.bestFirst(base));
    List<Resource> changing =
        live.stream().filter(one -> !twiceOrBase(one).isLike(base)).sorted(best).toList();
    List<Resource> mattering =
        changing.stream()
            .filter(one -> twiceOrBase(one).differs(base, EnoughSearch.NOTHING))
            .toList();
    run(mattering, TENTH);
    List<Resource> growing =
        repeatsLast(mattering.stream().filter(one -> search(one).begins()).toList());
    boolean narrows = true;
    while (narrows) {
      narrows = narrow(growing);
    }
    run(changing, TENTH);
    List<Row> rows = new ArrayList<>(resources.stream().map(this::row).toList());
    rows.sort(Comparator.comparing(row -> twiceOrBase(row.resource()), Outcome.bestFirst(base)));
    return rows;
  }

  /**
   * The same, but those behind that brought exactly what one before them did, as a tier does and
   * all tiers together, if it alone limits: there others tell more.
   */
  private List<Resource> repeatsLast(List<Resource> resources) {
    Set<Map<Double, Double>> seen = new HashSet<>();
    List<Resource> first = new ArrayList<>();
    List<Resource> repeats = new ArrayList<>();
    for (Resource resource : resources) {
      (seen.add(search(resource).gains()) ? first : repeats).add(resource);
    }
    first.addAll(repeats);
    return first;
  }

  /** Takes the first searches that have not ended a step on; whether there were any. */
  private boolean narrow(List<Resource> growing) {
    List<Trial> trials =
        growing.stream()
            .flatMap(one -> next(one).stream())
            .filter(trial -> !isGivenUp(trial) && (isKnown(trial) || runsLeft() > 0))
            .limit(SIDE_BY_SIDE)
            .toList();
    run(trials);
    return !trials.isEmpty();
  }

  /** A resource so many times as good. */
  private record Trial(Resource resource, double factor) {
    Change change() {
      return resource.better().apply(factor);
    }
  }

  private Optional<Trial> next(Resource resource) {
    OptionalDouble next = search(resource).next();
    return next.isEmpty() ? Optional.empty() : Optional.of(new Trial(resource, next.getAsDouble()));
  }

  private boolean isKnown(Trial trial) {
    return known.containsKey(trial.change());
  }

  /** Whether it was to be run, but interrupted. */
  private boolean isGivenUp(Trial trial) {
    Optional<Outcome> outcome = known.get(trial.change());
    return outcome != null && outcome.isEmpty();
  }

  private int runsLeft() {
    return mostRuns - 1 - known.size();
  }

  private EnoughSearch search(Resource resource) {
    NavigableMap<Double, Double> gains = new TreeMap<>();
    tried(resource).forEach((factor, outcome) -> gains.put(factor, outcome.gain(base)));
    return new EnoughSearch(gains);
  }

  /** What came of it, by factor: as it is, that of the run, and of what is idle whatever it is. */
  private NavigableMap<Double, Outcome> tried(Resource resource) {
    return tried.computeIfAbsent(
        resource,
        any ->
            new TreeMap<>(
                resource.isIdle()
                    ? Map.of(1.0, base, TENTH, base, DOUBLE, base)
                    : Map.of(1.0, base)));
  }

  private Outcome twiceOrBase(Resource resource) {
    return tried(resource).getOrDefault(DOUBLE, base);
  }

  private Row row(Resource resource) {
    NavigableMap<Double, Outcome> outcomes = tried(resource);
    Outcome twice = outcomes.get(DOUBLE);
    Outcome tenth = outcomes.get(TENTH);
    if (tenth == null && twice != null && twice.isLike(base)) {
      tenth = base;
    }
    Enough enough = search(resource).enough();
    Stream<Trial> missing =
        twice == null
            ? Stream.of(new Trial(resource, DOUBLE))
            : Stream.concat(
                tenth == null ? Stream.of(new Trial(resource, TENTH)) : Stream.empty(),
                next(resource).stream());
    return new Row(
        resource,
        base,
        tenth,
        twice,
        enough,
        outcomes.get(enough.factor()),
        !missing.allMatch(this::isKnown));
  }

  /** Runs with all of these so many times as good, as far as the number of runs allows. */
  private void run(List<Resource> resources, double factor) {
    run(resources.stream().map(resource -> new Trial(resource, factor)).toList());
  }

  private void run(List<Trial> trials) {
    Set<Change> wanted = new LinkedHashSet<>();
    for (Trial trial : trials) {
      if (!isKnown(trial) && wanted.size() < runsLeft()) {
        wanted.add(trial.change());
      }
    }
    List<Change> changes = List.copyOf(wanted);
    List<Optional<Outcome>> outcomes = runs.outcomes(changes);
    for (int i = 0; i < changes.size(); i++) {
      known.put(changes.get(i), outcomes.get(i));
    }
    for (Trial trial : trials) {
      known
          .getOrDefault(trial.change(), Optional.empty())
          .ifPresent(outcome -> tried(trial.resource()).put(trial.factor(), outcome));
    }
  }
}

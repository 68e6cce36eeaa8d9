package weft.sim.collective.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/**
 * Chooses how a group does an operation: of what the library has, that which by the {@link
 * CostModel} and the library's way to count takes the shortest time. What is asked for is taken, or
 * refused.
 */
public final class Chooser {

  private static final Comparator<Estimate> BEST_FIRST =
      Comparator.comparingDouble(Estimate::rankingPs)
          .thenComparing(Estimate::algorithm, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Estimate::protocol);

  private final Request request;
  private final GroupShape shape;
  private final LibraryCosts library;
  private final CostModel model;
  private final CostModel ringModel;
  private final LinkRates rates;

  /** What was given, its steps seen in the group; null if nothing was. */
  private final @Nullable Schedule given;

  private final @Nullable ScheduleProfile givenProfile;
  private final Map<Channelled, ScheduleProfile> profiles;

  /** An algorithm on so many channels. */
  private record Channelled(Algorithm algorithm, int channels) {}

  /**
   * Choices for a group.
   *
   * @throws IllegalArgumentException if what is asked for is impossible, with the reason
   */
  public Chooser(Request request, GroupShape shape, LinkRates rates, LibraryCosts library) {
    this.request = request;
    this.shape = shape;
    this.library = library;
    this.rates = rates;
    given = request.given() == null ? null : request.given().in(shape);
    givenProfile = given == null ? null : ScheduleProfile.of(given, shape);
    profiles = new HashMap<>();
    model = new CostModel(library, rates);
    ringModel = new CostModel(library, rates.ofRings());
    if (request.algorithm() != null) {
      String refusal =
          Ways.refusal(
              request.operation(), request.algorithm(), request.protocol(), shape, library);
      if (refusal != null) {
        throw new IllegalArgumentException(refusal);
      }
    }
  }

  private Chooser(Chooser other, LibraryCosts library) {
    request = other.request;
    shape = other.shape;
    rates = other.rates;
    given = other.given;
    givenProfile = other.givenProfile;
    profiles = other.profiles;
    this.library = library;
    model = new CostModel(library, rates);
    ringModel = new CostModel(library, rates.ofRings());
  }

  /** The choices of another library that knows the same algorithms, for the same group. */
  public Chooser with(LibraryCosts other) {
    return new Chooser(this, other);
  }

  /** Where the ranks of the group are. */
  public GroupShape shape() {
    return shape;
  }

  /** What the library does with data of this size, or what was asked for. */
  public Estimate choice(long bytes) {
    return estimates(bytes, false).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no algorithm does %s%s here"
                        .formatted(
                            request.operation().text(),
                            request.protocol() == null
                                ? ""
                                : " with the protocol " + request.protocol().text())));
  }

  /** All that is possible, the choice first, then by time. */
  public List<Estimate> all(long bytes) {
    Estimate choice = choice(bytes);
    List<Estimate> all = new ArrayList<>(estimates(bytes, true));
    all.removeIf(
        other -> other.algorithm() == choice.algorithm() && other.protocol() == choice.protocol());
    all.add(0, choice);
    return List.copyOf(all);
  }

  /** What one way would cost, whether it would be chosen or not. */
  public CostParts parts(Estimate one, long bytes) {
    return model(one.algorithm())
        .parts(profile(one.algorithm(), one.channels()), one.protocol(), bytes);
  }

  /** The schedule of a choice. */
  public Schedule schedule(Estimate choice) {
    return schedule(choice.algorithm(), choice.channels());
  }

  /** How many connections the schedule of a choice has: what it takes memory for. */
  public long connections(Estimate choice) {
    return profile(choice.algorithm(), choice.channels()).connections();
  }

  /** What a simulation of a choice has to add to the network's own time. */
  public Charges charges(Estimate choice, long bytes) {
    return model(choice.algorithm())
        .charges(profile(choice.algorithm(), choice.channels()), choice.protocol(), bytes);
  }

  private List<Estimate> estimates(long bytes, boolean others) {
    List<Estimate> estimates = new ArrayList<>();
    if (given != null) {
      add(null, List.of(Protocol.values()), bytes, others, estimates);
    }
    for (Algorithm one : Algorithm.values()) {
      boolean isOfPairs = request.pairs() == null || Schedules.sendsPairByPair(one);
      if (!isOfPairs || Ways.refusal(request.operation(), one, null, shape, library) != null) {
        continue;
      }
      boolean isWanted =
          given == null
              && (request.algorithm() == null ? isOfLibrary(one) : one == request.algorithm());
      if (others || isWanted) {
        add(one, Ways.protocols(one), bytes, others, estimates);
      }
    }
    estimates.sort(BEST_FIRST);
    return estimates;
  }

  private void add(
      @Nullable Algorithm one,
      List<Protocol> ways,
      long bytes,
      boolean others,
      List<Estimate> estimates) {
    String name = one == null ? Objects.requireNonNull(given).algorithm() : one.text();
    for (Protocol way : ways) {
      if (others || request.protocol() == null || way == request.protocol()) {
        int channels = channels(one, way, bytes);
        ScheduleProfile profile = profile(one, channels);
        estimates.add(
            new Estimate(
                name,
                one,
                way,
                channels,
                model(one).parts(profile, way, bytes),
                model(one).rankingPs(profile, way, bytes),
                one != null && isOfLibrary(one)));
      }
    }
  }

  private CostModel model(@Nullable Algorithm one) {
    return one == Algorithm.RING ? ringModel : model;
  }

  private boolean isOfLibrary(Algorithm one) {
    boolean isInstead =
        one == Algorithm.DIRECT
            && request.operation() == Operation.ALL_TO_ALL
            && request.pairs() == null
            && Ways.isOverRails(shape);
    return !isInstead && Ways.isConsidered(one, shape, library);
  }

  /** Trees have fewer channels where there is little data; rings are laid once for all sizes. */
  private int channels(@Nullable Algorithm one, Protocol way, long bytes) {
    if (one != Algorithm.TREE || request.channels() != Schedules.AUTOMATIC) {
      return request.channels();
    }
    long worthWhile = Math.max(1, bytes / way.channelBytes());
    return (int) Math.min(worthWhile, Schedules.channels(one, shape));
  }

  private Schedule schedule(@Nullable Algorithm one, int channels) {
    if (one == null) {
      return Objects.requireNonNull(given);
    }
    return request.pairs() == null
        ? Schedules.of(request.operation(), one, shape, request.root(), channels)
        : Schedules.ofPairs(one, shape, channels, request.pairs());
  }

  private ScheduleProfile profile(@Nullable Algorithm one, int channels) {
    return one == null
        ? Objects.requireNonNull(givenProfile)
        : profiles.computeIfAbsent(
            new Channelled(one, channels),
            any -> ScheduleProfile.of(schedule(one, channels), shape));
  }
}

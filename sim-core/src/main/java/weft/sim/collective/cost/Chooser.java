package weft.sim.collective.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
          .thenComparing(Estimate::algorithm)
          .thenComparing(Estimate::protocol);

  private final Operation operation;
  private final GroupShape shape;
  private final LibraryCosts library;
  private final CostModel model;
  private final int root;
  private final int channels;
  private final @Nullable Algorithm algorithm;
  private final @Nullable Protocol protocol;
  private final LinkRates rates;
  private final Map<Algorithm, ScheduleProfile> profiles;

  /**
   * Choices for a group.
   *
   * @param root the rank that has the data first or last; 0 if the operation has no root
   * @param channels number of channels, or {@link Schedules#AUTOMATIC}
   * @param algorithm null to let the library choose
   * @param protocol null to let the library choose
   * @throws IllegalArgumentException if what is asked for is impossible, with the reason
   */
  public Chooser(
      Operation operation,
      GroupShape shape,
      LinkRates rates,
      LibraryCosts library,
      int root,
      int channels,
      @Nullable Algorithm algorithm,
      @Nullable Protocol protocol) {
    this.operation = operation;
    this.shape = shape;
    this.library = library;
    this.root = root;
    this.channels = channels;
    this.algorithm = algorithm;
    this.protocol = protocol;
    this.rates = rates;
    profiles = new EnumMap<>(Algorithm.class);
    model = new CostModel(library, rates);
    if (algorithm != null) {
      String refusal = Ways.refusal(operation, algorithm, protocol, shape, library);
      if (refusal != null) {
        throw new IllegalArgumentException(refusal);
      }
    }
  }

  private Chooser(Chooser other, LibraryCosts library) {
    operation = other.operation;
    shape = other.shape;
    rates = other.rates;
    root = other.root;
    channels = other.channels;
    algorithm = other.algorithm;
    protocol = other.protocol;
    profiles = other.profiles;
    this.library = library;
    model = new CostModel(library, rates);
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
                            operation.text(),
                            protocol == null ? "" : " with the protocol " + protocol.text())));
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
  public CostParts parts(Algorithm one, Protocol way, long bytes) {
    return model.parts(profile(one), way, bytes);
  }

  /** The schedule of a choice. */
  public Schedule schedule(Algorithm chosen) {
    return Schedules.of(operation, chosen, shape, root, channels);
  }

  /** What a simulation of a choice has to add to the network's own time. */
  public Charges charges(Estimate choice, long bytes) {
    return model.charges(profile(choice.algorithm()), choice.protocol(), bytes);
  }

  private List<Estimate> estimates(long bytes, boolean others) {
    List<Estimate> estimates = new ArrayList<>();
    for (Algorithm one : Algorithm.values()) {
      if (Ways.refusal(operation, one, null, shape, library) != null) {
        continue;
      }
      boolean isOfLibrary = Ways.isConsidered(one, shape, library);
      if (others || (algorithm == null ? isOfLibrary : one == algorithm)) {
        for (Protocol way : Ways.protocols(one)) {
          if (others || protocol == null || way == protocol) {
            ScheduleProfile profile = profile(one);
            estimates.add(
                new Estimate(
                    one,
                    way,
                    model.parts(profile, way, bytes),
                    model.rankingPs(profile, way, bytes),
                    isOfLibrary));
          }
        }
      }
    }
    estimates.sort(BEST_FIRST);
    return estimates;
  }

  private ScheduleProfile profile(Algorithm one) {
    return profiles.computeIfAbsent(one, any -> ScheduleProfile.of(schedule(one), shape));
  }
}

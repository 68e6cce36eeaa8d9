package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.Charges;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.Estimate;

/** Does one operation as a library chooses for each size. */
public final class LibraryPlanner implements Planner {

  private final Operation operation;
  private final Chooser chooser;
  private final long launchedByPs;
  private final Long2ObjectOpenHashMap<Plan> plans = new Long2ObjectOpenHashMap<>();

  /** Of each algorithm, by the number of channels. */
  private final Map<Algorithm, Map<Integer, Schedule>> schedules = new EnumMap<>(Algorithm.class);

  /**
   * A planner of one operation.
   *
   * @param chooser of that operation, for the group
   * @param launchedByPs what whoever starts a collective adds to its launch, picoseconds
   */
  public LibraryPlanner(Operation operation, Chooser chooser, long launchedByPs) {
    this.operation = operation;
    this.chooser = chooser;
    this.launchedByPs = launchedByPs;
  }

  @Override
  public Plan plan(Operation wanted, long bytes) {
    if (wanted != operation) {
      throw new IllegalArgumentException("no choice for " + wanted.text());
    }
    return plans.computeIfAbsent(bytes, this::plan);
  }

  private Plan plan(long bytes) {
    Estimate choice = chooser.choice(bytes);
    Charges costs = chooser.charges(choice, bytes);
    Charges charges = costs.withLaunch(Math.addExact(costs.launchPs(), launchedByPs));
    return new Plan(choice.name(), choice.protocol().text(), schedule(choice), charges);
  }

  /** Null for a ring that needs none. */
  private @Nullable Schedule schedule(Estimate choice) {
    Algorithm algorithm = choice.algorithm();
    if (algorithm == null) {
      return chooser.schedule(choice);
    }
    return algorithm == Algorithm.RING && RingSchedule.isRound(operation)
        ? null
        : schedules
            .computeIfAbsent(algorithm, any -> new HashMap<>())
            .computeIfAbsent(choice.channels(), any -> chooser.schedule(choice));
  }
}

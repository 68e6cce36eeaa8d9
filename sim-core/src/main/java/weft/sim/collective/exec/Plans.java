package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Charges;

/**
 * How a group does its collectives: as its planner says if it has one, else round its rings at the
 * step costs of the run, and directly what cannot go round. Uneven all-to-alls go message by
 * message.
 */
final class Plans {

  private final Places places;

  /** Null if all goes round rings that can. */
  private final @Nullable Planner planner;

  /** How all-to-alls are divided; null if evenly. */
  private final @Nullable AllToAllParts parts;

  /** Of each size, how an all-to-all in such parts is done. */
  private final Long2ObjectOpenHashMap<Plan> uneven = new Long2ObjectOpenHashMap<>();

  /** What goes round no ring, unless there is a planner. */
  private final EnumMap<Operation, Plan> directs = new EnumMap<>(Operation.class);

  private final Plan rings;

  /**
   * The plans of a group.
   *
   * @param planner null for round the rings
   * @param parts how its all-to-alls are divided; null if evenly
   * @param charges what the library adds where no planner says otherwise
   */
  Plans(Places places, @Nullable Planner planner, @Nullable AllToAllParts parts, Charges charges) {
    this.places = places;
    this.planner = planner;
    this.parts = parts;
    rings = new Plan(Algorithm.RING.text(), "", null, charges);
  }

  /** Whether collectives may be other than rings at the step costs of the run. */
  boolean arePlanned() {
    return planner != null;
  }

  /** How a collective is done. */
  Plan plan(Operation operation, long bytes) {
    if (parts != null && operation == Operation.ALL_TO_ALL) {
      AllToAllParts divided = parts;
      return uneven.computeIfAbsent(bytes, size -> uneven(divided, size));
    }
    return even(operation, bytes);
  }

  private Plan even(Operation operation, long bytes) {
    if (planner != null) {
      return planner.plan(operation, bytes);
    }
    return RingSchedule.isRound(operation) ? rings : direct(operation);
  }

  /** An all-to-all message by message, at what the library charges for an even one. */
  private Plan uneven(AllToAllParts divided, long bytes) {
    Plan even = even(Operation.ALL_TO_ALL, bytes);
    Algorithm algorithm =
        even.algorithm().equals(Algorithm.PAIRWISE.text()) ? Algorithm.PAIRWISE : Algorithm.DIRECT;
    return new Plan(
        algorithm.text(),
        even.protocol(),
        Schedules.ofPairs(
            algorithm, places.shape(), Schedules.AUTOMATIC, divided.sizes(places.shape(), bytes)),
        even.charges());
  }

  /** Every rank with every other. */
  private Plan direct(Operation operation) {
    return directs.computeIfAbsent(
        operation,
        any ->
            new Plan(
                Algorithm.DIRECT.text(),
                "",
                Schedules.of(operation, Algorithm.DIRECT, places.shape(), 0, Schedules.AUTOMATIC),
                rings.charges()));
  }
}

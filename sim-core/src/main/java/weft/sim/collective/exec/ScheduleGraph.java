package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import weft.sim.collective.Schedule;

/**
 * All of a group's schedule that decides how its collectives go, for those who look for parts that
 * go just like others: its lanes, the connections between them, and what waits for what.
 *
 * <p>Lanes with the same number of steps, joined in the same way to connections with the same
 * {@linkplain #addColours colours} and by the same {@linkplain #visitDependencies dependencies},
 * take their steps at the same times as long as transfers of alike connections take equally long:
 * which steps of a lane use a connection is a part of that connection's colour.
 */
public final class ScheduleGraph {

  private final Communicator communicator;
  private final Schedule schedule;
  private final PlacedSchedule placed;
  private final Lanes lanes;
  private final List<Demand> demands;

  /**
   * The graph of a schedule.
   *
   * @param demands the collectives that are done by it
   */
  ScheduleGraph(Communicator communicator, Schedule schedule, List<Demand> demands) {
    this.communicator = communicator;
    this.schedule = schedule;
    this.demands = demands;
    placed = communicator.placed(schedule);
    lanes = placed.lanes();
  }

  /** Sees a dependency: a step of a lane waits for a step of another. */
  @FunctionalInterface
  public interface Dependencies {

    /** Both steps are numbered from 0 within their lanes. */
    void visit(int lane, int step, int laneBefore, int stepBefore);
  }

  /** Number of connections. */
  public int connections() {
    return lanes.connections();
  }

  /** The end of transfers that sends over a connection. */
  public int source(int connection) {
    return placed.source(connection);
  }

  /** The end that receives. */
  public int destination(int connection) {
    return placed.destination(connection);
  }

  /** Flow number of a connection. */
  public int flow(int connection) {
    return placed.flow(connection);
  }

  /** The lane that sends over a connection. */
  public int sender(int connection) {
    return lanes.sender(connection);
  }

  /** The lane that receives over it. */
  public int receiver(int connection) {
    return lanes.receiver(connection);
  }

  /** Number of lanes. */
  public int lanes() {
    return lanes.count();
  }

  /** Number of steps of a lane. */
  public int steps(int lane) {
    return lanes.firstStep(lane + 1) - lanes.firstStep(lane);
  }

  /** Visits what each step waits for beside its message and the step before it. */
  public void visitDependencies(Dependencies visitor) {
    for (int lane = 0; lane < lanes.count(); lane++) {
      for (int step = lanes.firstStep(lane); step < lanes.firstStep(lane + 1); step++) {
        for (int i = lanes.firstDependency(step); i < lanes.firstDependency(step + 1); i++) {
          int before = lanes.dependency(i);
          int other = lanes.lane(before);
          visitor.visit(lane, step - lanes.firstStep(lane), other, before - lanes.firstStep(other));
        }
      }
    }
  }

  /**
   * Adds to each connection's colour what tells it apart but for its path: what the library takes,
   * and which steps of its lanes send how much over it, or receive.
   */
  public void addColours(List<LongArrayList> colours) {
    for (int connection = 0; connection < connections(); connection++) {
      colours.get(connection).add(placed.latencyPs(connection));
      colours.get(connection).add(placed.rateBps(connection));
      colours.get(connection).add(placed.isScaleOut(connection) ? 1 : 0);
    }
    long[][] bytes = new long[demands.size()][];
    for (int demand = 0; demand < bytes.length; demand++) {
      bytes[demand] = demands.get(demand).stepBytes(placed);
    }
    for (int step = 0; step < lanes.steps(); step++) {
      int number = step - lanes.firstStep(lanes.lane(step));
      if (lanes.sends(step) != Lanes.NONE) {
        LongArrayList colour = colours.get(lanes.sends(step));
        colour.add(2L * number);
        colour.add(lanes.streamPhase(lanes.stream(step)));
        for (long[] ofDemand : bytes) {
          colour.add(ofDemand[step]);
        }
      }
    }
    for (int step = 0; step < lanes.steps(); step++) {
      if (lanes.receives(step) != Lanes.NONE) {
        colours.get(lanes.receives(step)).add(2L * (step - lanes.firstStep(lanes.lane(step))) + 1);
      }
    }
  }

  /**
   * From now on one lane and one connection of each class are simulated.
   *
   * @param laneClasses the class of each lane
   * @param connectionClasses the class of each connection
   * @param users of the first connection of a class and a link, how many of the class such a link
   *     limits if it limits that one
   */
  public void fold(int[] laneClasses, int[] connectionClasses, IntBinaryOperator users) {
    communicator.fold(schedule, placed.quotient(laneClasses, connectionClasses, users));
  }
}

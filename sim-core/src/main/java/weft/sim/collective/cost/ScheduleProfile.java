package weft.sim.collective.cost;

import weft.sim.collective.GroupShape;
import weft.sim.collective.Phase;
import weft.sim.collective.Relay;
import weft.sim.collective.Schedule;

/**
 * What decides about the time of a schedule: how many steps follow each other, and how much of the
 * data the busiest rank moves.
 *
 * @param family whose step costs it has
 * @param scaleUpHops steps inside nodes on the longest way, relays counted as half
 * @param scaleOutHops steps between nodes on the longest way
 * @param scaleUpShare what the busiest rank sends to, or receives from, its node, over the size of
 *     the data
 * @param scaleOutShare what it sends to, or receives from, other nodes, over the size of the data
 * @param depth how many steps a chunk makes one after the other at full length; 0 if all ranks send
 *     all the time, as in a ring
 * @param fan how many ranks of the smallest node share the way out
 */
public record ScheduleProfile(
    Family family,
    double scaleUpHops,
    int scaleOutHops,
    double scaleUpShare,
    double scaleOutShare,
    int depth,
    int fan) {

  /** Kinds of step costs. */
  public enum Family {
    /** Round a ring, or from everyone to everyone. */
    RING,
    /** Up and down trees. */
    TREE,
    /** Through NVSwitches that reduce. */
    NVLS
  }

  /** Looks a schedule through, in a time that is linear in its connections. */
  public static ScheduleProfile of(Schedule schedule, GroupShape shape) {
    int ranks = schedule.ranks();
    long[] upSent = new long[ranks];
    long[] upReceived = new long[ranks];
    long[] outSent = new long[ranks];
    long[] outReceived = new long[ranks];
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, pieces) -> {
          boolean isOut = isScaleOut(schedule, shape, source, destination);
          if (source < ranks) {
            (isOut ? outSent : upSent)[source] += pieces;
          }
          if (destination < ranks) {
            (isOut ? outReceived : upReceived)[destination] += pieces;
          }
        });
    boolean overNvSwitch =
        schedule.relays().stream().anyMatch(relay -> relay.kind() == Relay.Kind.NVSWITCH);
    int hops = 0;
    int outHops = 0;
    int depth = 0;
    boolean isTree = false;
    for (Phase phase : schedule.phases()) {
      hops += phase.hops();
      outHops += phase.scaleOutHops();
      isTree |= phase.kind() == Phase.Kind.TREE;
      depth += phase.kind() == Phase.Kind.TREE ? phase.hops() : 1;
    }
    boolean isOneRing =
        schedule.phases().stream().allMatch(phase -> phase.kind() == Phase.Kind.RING)
            && schedule.phases().size() == 1;
    return new ScheduleProfile(
        overNvSwitch ? Family.NVLS : isTree ? Family.TREE : Family.RING,
        (hops - outHops) * (overNvSwitch ? 0.5 : 1),
        outHops,
        (double) Math.max(max(upSent), max(upReceived)) / schedule.pieces(),
        (double) Math.max(max(outSent), max(outReceived)) / schedule.pieces(),
        isOneRing ? 0 : depth,
        shape.smallestNode());
  }

  /** The same with every node an inner one of the trees between nodes. */
  ScheduleProfile asLibrariesCount() {
    if (family == Family.RING || scaleOutHops == 0) {
      return this;
    }
    return new ScheduleProfile(
        family,
        scaleUpHops,
        scaleOutHops,
        scaleUpShare,
        Math.max(scaleOutShare, 2.0 / fan),
        depth,
        fan);
  }

  private static boolean isScaleOut(
      Schedule schedule, GroupShape shape, int source, int destination) {
    return isOutside(schedule, source)
        || isOutside(schedule, destination)
        || (source < schedule.ranks()
            && destination < schedule.ranks()
            && shape.isScaleOut(source, destination));
  }

  /** Whether a participant is a switch of the scale-out network. */
  private static boolean isOutside(Schedule schedule, int participant) {
    return participant >= schedule.ranks()
        && schedule.relays().get(participant - schedule.ranks()).kind() != Relay.Kind.NVSWITCH;
  }

  private static long max(long[] values) {
    long max = 0;
    for (long value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}

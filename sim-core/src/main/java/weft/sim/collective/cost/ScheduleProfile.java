package weft.sim.collective.cost;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import weft.sim.collective.GroupShape;
import weft.sim.collective.PairSizes;
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
 * @param whole what the busiest ranks move in all
 * @param depth how many steps a chunk makes one after the other while other chunks are at other
 *     steps: then there is a pipeline to fill; 0 if there is none
 * @param message the largest messages in nodes and between them
 * @param turns what goes on one after the other; each part all at once
 * @param fan how many ranks of a node share the way out
 * @param connections how many it has, each as often as there are phases in which it is used
 */
public record ScheduleProfile(
    Family family,
    double scaleUpHops,
    int scaleOutHops,
    Turn whole,
    int depth,
    Turn message,
    List<Turn> turns,
    int fan,
    long connections) {

  /**
   * What the busiest rank sends or receives, over the size of the data: another may be the busiest
   * for each of these.
   *
   * @param scaleUp in its node
   * @param scaleOut to or from other nodes
   * @param together in its node, and to or from others
   */
  public record Turn(double scaleUp, double scaleOut, double together) {}

  /** More phases times ranks than that are not looked at one by one: 32 MB. An assumption. */
  private static final long MOST_SHARES = 1L << 20;

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
    Shares whole = new Shares(1, ranks);
    Lanes lanes = new Lanes(schedule);
    long[] connections = new long[1];
    double data = size(schedule);
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, carried) -> {
          connections[0]++;
          long pieces = amount(schedule, source, destination, carried);
          whole.add(
              0, source, destination, isScaleOut(schedule, shape, source, destination), pieces);
          lanes.send(source, sourceLane, phase);
          whole.message(
              isScaleOut(schedule, shape, source, destination), (double) pieces / messages);
        });
    boolean overNvSwitch =
        schedule.relays().stream().anyMatch(relay -> relay.kind() == Relay.Kind.NVSWITCH);
    int hops = 0;
    int outHops = 0;
    int depth = 0;
    boolean isTree = false;
    boolean isRing = false;
    for (Phase phase : schedule.phases()) {
      hops += phase.hops();
      outHops += phase.scaleOutHops();
      isTree |= phase.kind() == Phase.Kind.TREE;
      isRing |= phase.kind() == Phase.Kind.RING;
      depth += phase.kind() == Phase.Kind.TREE ? phase.hops() : Math.min(1, phase.hops());
    }
    boolean isPipeline = !isRing && lanes.sendInOnePhase();
    boolean isOneRing = isRing && schedule.phases().size() == 1;
    Turn all = whole.turn(0, data);
    return new ScheduleProfile(
        overNvSwitch ? Family.NVLS : isTree ? Family.TREE : Family.RING,
        (hops - outHops) * (overNvSwitch ? 0.5 : 1),
        outHops,
        all,
        isPipeline ? depth : 0,
        whole.message(data),
        isPipeline || isOneRing ? List.of(all) : turns(schedule, shape, all),
        overNvSwitch ? shape.smallestNode() : shape.gates(),
        connections[0]);
  }

  /** The size of the data on a rank, in pieces; in bytes where pairs have sizes of their own. */
  private static double size(Schedule schedule) {
    PairSizes pairs = schedule.pairs();
    return pairs == null ? schedule.pieces() : Math.max(1, pairs.largest());
  }

  /** What a connection carries, in the same measure: of a pair, a channel has its part. */
  private static long amount(Schedule schedule, int source, int destination, long pieces) {
    PairSizes pairs = schedule.pairs();
    return pairs == null ? pieces : pairs.bytes(source, destination) / schedule.channels();
  }

  /** The phases, in each of which everyone waits for the busiest. */
  private static List<Turn> turns(Schedule schedule, GroupShape shape, Turn all) {
    int phases = schedule.phases().size();
    if ((long) phases * schedule.ranks() > MOST_SHARES) {
      return List.of(
          new Turn(all.scaleUp(), 0, all.scaleUp()), new Turn(0, all.scaleOut(), all.scaleOut()));
    }
    Shares shares = new Shares(phases, schedule.ranks());
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, carried) ->
            shares.add(
                phase,
                source,
                destination,
                isScaleOut(schedule, shape, source, destination),
                amount(schedule, source, destination, carried)));
    return IntStream.range(0, phases)
        .mapToObj(phase -> shares.turn(phase, size(schedule)))
        .toList();
  }

  /** The same with every node an inner one of the trees between nodes. */
  ScheduleProfile asLibrariesCount() {
    if (family == Family.RING || scaleOutHops == 0) {
      return this;
    }
    double more = Math.max(0, 2.0 / fan - whole.scaleOut());
    Turn inner = new Turn(whole.scaleUp(), whole.scaleOut() + more, whole.together() + more);
    return new ScheduleProfile(
        family,
        scaleUpHops,
        scaleOutHops,
        inner,
        depth,
        message,
        turns.size() == 1 ? List.of(inner) : turns,
        fan,
        connections);
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

  /**
   * In which phase each lane sends. If every lane sends in one only, chunks follow each other from
   * lane to lane; else a lane has to take a chunk through all its phases before it begins the next.
   */
  private static final class Lanes {

    private static final int NONE = -1;

    private final int[] firstLanes;
    private final int[] phases;
    private boolean isOnePhase = true;

    Lanes(Schedule schedule) {
      firstLanes = new int[schedule.participants() + 1];
      for (int participant = 0; participant < schedule.participants(); participant++) {
        firstLanes[participant + 1] = firstLanes[participant] + schedule.lanes(participant);
      }
      phases = new int[firstLanes[schedule.participants()]];
      Arrays.fill(phases, NONE);
    }

    void send(int participant, int lane, int phase) {
      int at = firstLanes[participant] + lane;
      isOnePhase &= phases[at] == NONE || phases[at] == phase;
      phases[at] = phase;
    }

    boolean sendInOnePhase() {
      return isOnePhase;
    }
  }

  /** What each rank sends and receives in each phase, pieces. */
  private static final class Shares {

    private final int ranks;
    private final long[] upSent;
    private final long[] upReceived;
    private final long[] outSent;
    private final long[] outReceived;
    private double upMessage;
    private double outMessage;

    Shares(int phases, int ranks) {
      this.ranks = ranks;
      upSent = new long[phases * ranks];
      upReceived = new long[phases * ranks];
      outSent = new long[phases * ranks];
      outReceived = new long[phases * ranks];
    }

    void add(int phase, int source, int destination, boolean isOut, long pieces) {
      if (source < ranks) {
        (isOut ? outSent : upSent)[phase * ranks + source] += pieces;
      }
      if (destination < ranks) {
        (isOut ? outReceived : upReceived)[phase * ranks + destination] += pieces;
      }
    }

    void message(boolean isOut, double pieces) {
      if (isOut) {
        outMessage = Math.max(outMessage, pieces);
      } else {
        upMessage = Math.max(upMessage, pieces);
      }
    }

    Turn message(double pieces) {
      return new Turn(
          upMessage / pieces, outMessage / pieces, Math.max(upMessage, outMessage) / pieces);
    }

    Turn turn(int phase, double pieces) {
      return new Turn(
          Math.max(max(upSent, phase), max(upReceived, phase)) / pieces,
          Math.max(max(outSent, phase), max(outReceived, phase)) / pieces,
          Math.max(max(upSent, outSent, phase), max(upReceived, outReceived, phase)) / pieces);
    }

    private long max(long[] ofRanks, int phase) {
      return Arrays.stream(ofRanks, phase * ranks, (phase + 1) * ranks).max().orElse(0);
    }

    private long max(long[] up, long[] out, int phase) {
      return IntStream.range(phase * ranks, (phase + 1) * ranks)
          .mapToLong(rank -> up[rank] + out[rank])
          .max()
          .orElse(0);
    }
  }
}

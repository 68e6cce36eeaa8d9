package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Phase;
import weft.sim.collective.Relay;
import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Dependence;
import weft.sim.transfer.Wires;

/** A schedule of a group on a fabric: its lanes, and where each connection goes. */
final class PlacedSchedule {

  private final Lanes lanes;

  /** The one of which this is a quotient; null if it is none. */
  private final @Nullable PlacedSchedule whole;

  /** Of a connection and a link, how many of those that it stands for such a link limits. */
  private final IntBinaryOperator users;

  private boolean @Nullable [] representatives;
  private long representedMessages = -1;
  private final int[] sources;
  private final int[] destinations;
  private final int[] flows;
  private final boolean[] isScaleOut;
  private final long[] latencies;
  private final long[] rates;

  /**
   * Lays a schedule over the fabric.
   *
   * @param firstFlow flow number of channel 0's connections
   */
  PlacedSchedule(Schedule schedule, Places places, Fabric fabric, Wires network, int firstFlow) {
    lanes = new Lanes(schedule);
    whole = null;
    users = (connection, link) -> 1;
    int[] ends = new int[schedule.participants()];
    boolean[] isOutside = new boolean[ends.length];
    for (int participant = 0; participant < ends.length; participant++) {
      if (participant < schedule.ranks()) {
        ends[participant] = places.end(participant);
      } else {
        Relay relay = schedule.relays().get(participant - schedule.ranks());
        ends[participant] = places.end(relay);
        isOutside[participant] = relay.kind() != Relay.Kind.NVSWITCH;
      }
    }
    int connections = lanes.connections();
    sources = new int[connections];
    destinations = new int[connections];
    flows = new int[connections];
    isScaleOut = new boolean[connections];
    latencies = new long[connections];
    rates = new long[connections];
    for (int connection = 0; connection < connections; connection++) {
      int from = lanes.participant(lanes.sender(connection));
      int to = lanes.participant(lanes.receiver(connection));
      sources[connection] = ends[from];
      destinations[connection] = ends[to];
      flows[connection] = firstFlow + lanes.channel(connection);
      isScaleOut[connection] =
          isOutside[from]
              || isOutside[to]
              || (from < schedule.ranks()
                  && to < schedule.ranks()
                  && fabric.domain(ends[from]) != fabric.domain(ends[to]));
      latencies[connection] =
          network.latencyPs(sources[connection], destinations[connection], flows[connection]);
      rates[connection] =
          network.rateBps(sources[connection], destinations[connection], flows[connection]);
    }
  }

  private PlacedSchedule(
      PlacedSchedule whole, int[] laneClasses, int[] connectionClasses, IntBinaryOperator users) {
    this.whole = whole;
    this.users = users;
    lanes = whole.lanes.quotient(laneClasses, connectionClasses);
    int[] firsts = Lanes.firsts(connectionClasses, new Int2IntOpenHashMap()).toIntArray();
    sources = new int[firsts.length];
    destinations = new int[firsts.length];
    flows = new int[firsts.length];
    isScaleOut = new boolean[firsts.length];
    latencies = new long[firsts.length];
    rates = new long[firsts.length];
    for (int connection = 0; connection < firsts.length; connection++) {
      int first = firsts[connection];
      sources[connection] = whole.sources[first];
      destinations[connection] = whole.destinations[first];
      flows[connection] = whole.flows[first];
      isScaleOut[connection] = whole.isScaleOut[first];
      latencies[connection] = whole.latencies[first];
      rates[connection] = whole.rates[first];
    }
  }

  /**
   * A lane for each class of lanes, a connection for each of these.
   *
   * @param users of the first connection of a class and a link, how many of the class such a link
   *     limits
   */
  PlacedSchedule quotient(int[] laneClasses, int[] connectionClasses, IntBinaryOperator users) {
    return new PlacedSchedule(this, laneClasses, connectionClasses, users);
  }

  /** How many connections that are like one, itself included, a link limits if it limits that. */
  int users(int connection, int link) {
    return users.applyAsInt(connection, link);
  }

  /** Number of messages in a pass, of a quotient those that it stands for. */
  long messages() {
    return whole == null ? lanes.messages() : whole.messages();
  }

  Lanes lanes() {
    return lanes;
  }

  /** Of each lane, whether it has to be run through where connections are alone. */
  boolean[] representatives() {
    if (representatives == null) {
      representatives = AlikeLanes.representatives(this);
    }
    return representatives;
  }

  /** Number of messages of those in a pass; of a quotient as many as of the whole. */
  long representedMessages() {
    if (whole != null) {
      return whole.representedMessages();
    }
    if (representedMessages < 0) {
      representedMessages = countRepresented();
    }
    return representedMessages;
  }

  private long countRepresented() {
    boolean[] isRun = representatives();
    long messages = 0;
    for (int step = 0; step < lanes.steps(); step++) {
      messages += lanes.sends(step) != Lanes.NONE && isRun[lanes.lane(step)] ? 1 : 0;
    }
    return messages;
  }

  /** Messages that follow each other on the longest way through a pass. */
  int hops() {
    return lanes.schedule().phases().stream().mapToInt(Phase::hops).sum();
  }

  /** The end of transfers that sends over a connection. */
  int source(int connection) {
    return sources[connection];
  }

  /** The end that receives. */
  int destination(int connection) {
    return destinations[connection];
  }

  int flow(int connection) {
    return flows[connection];
  }

  /** Whether it leads from one domain to another. */
  boolean isScaleOut(int connection) {
    return isScaleOut[connection];
  }

  /** Latency of its path, picoseconds. */
  long latencyPs(int connection) {
    return latencies[connection];
  }

  /** Its payload rate if nothing else is sent, bits per second. */
  long rateBps(int connection) {
    return rates[connection];
  }

  /** What the library takes for a step over a connection beside the network, picoseconds. */
  long stepPs(int connection, Charges charges) {
    return charges.stepPs(isScaleOut(connection));
  }

  /**
   * Visits the links on whose traffic the connections depend.
   *
   * @return whether those are known
   */
  boolean visitLinks(Dependence network, IntConsumer links) {
    boolean isKnown = true;
    for (int connection = 0; connection < lanes.connections(); connection++) {
      isKnown &=
          network.dependsOn(
              sources[connection], destinations[connection], flows[connection], links);
    }
    return isKnown;
  }

  /** Shows what is sent over each connection. */
  void visitDemand(long size, Charges charges, Demand.Sends sends) {
    long[] ofConnections = new long[lanes.connections()];
    long[] ofSteps = wireBytes(size, charges);
    for (int step = 0; step < ofSteps.length; step++) {
      if (lanes.sends(step) != Lanes.NONE) {
        ofConnections[lanes.sends(step)] += ofSteps[step];
      }
    }
    for (int connection = 0; connection < ofConnections.length; connection++) {
      sends.send(
          sources[connection],
          destinations[connection],
          flows[connection],
          ofConnections[connection]);
    }
  }

  /** Of each step, what it sends in all passes together, bytes on the wire. */
  long[] wireBytes(long size, Charges charges) {
    long[] bytes = lanes.sentBytes(lanes.schedule().sizes(size));
    for (int step = 0; step < bytes.length; step++) {
      if (lanes.sends(step) != Lanes.NONE) {
        bytes[step] = charges.wireBytes(isScaleOut(lanes.sends(step)), bytes[step]);
      }
    }
    return bytes;
  }
}

package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.Step;

/**
 * A schedule written out: its lanes, their steps and its connections under dense numbers, without
 * sizes. About 20 bytes a step and 20 a connection.
 */
final class Lanes {

  /** No connection. */
  static final int NONE = -1;

  private final Schedule schedule;

  /** Of each participant, its first lane; none are known of a quotient. */
  private final int[] firstLanes;

  /** Of each lane, its participant, its number there, and its first step. */
  private final int[] participants;

  private final int[] laneNumbers;
  private final int[] firstSteps;

  /** Of each step, its lane, and how many blocks it sends. */
  private final int[] laneOfStep;

  private final int[] blocks;

  /** Of each step, the connections over which it receives and sends. */
  private final int[] receives;

  private final int[] sends;

  /** Of each step, those that have to end before it; in rows. */
  private final int[] firstDependencies;

  private final int[] dependencies;

  /** Of each step, the lanes that wait for it; in rows. */
  private final int[] firstDependents;

  private final int[] dependents;

  /** Of each connection, the lanes at its ends. */
  private final IntArrayList senders = new IntArrayList();

  private final IntArrayList receivers = new IntArrayList();
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();

  /**
   * Of each stream, its connection and phase: what a connection carries in a phase, in the order of
   * phases.
   */
  private int[] streamConnections = new int[0];

  private int[] streamPhases = new int[0];

  private int mostMessages = -1;
  private long messages = -1;

  /** Of each step that sends, the stream that its message is a part of. */
  private final int[] streams;

  /** Writes a schedule out, in a time linear in its steps. */
  Lanes(Schedule schedule) {
    this.schedule = schedule;
    numbers.defaultReturnValue(NONE);
    firstLanes = new int[schedule.participants() + 1];
    IntArrayList first = new IntArrayList();
    IntArrayList owners = new IntArrayList();
    IntArrayList ofOwner = new IntArrayList();
    int steps = 0;
    for (int participant = 0; participant < schedule.participants(); participant++) {
      firstLanes[participant] = first.size();
      for (int lane = 0; lane < schedule.lanes(participant); lane++) {
        first.add(steps);
        owners.add(participant);
        ofOwner.add(lane);
        steps = Math.addExact(steps, schedule.steps(participant, lane));
      }
    }
    firstLanes[schedule.participants()] = first.size();
    first.add(steps);
    firstSteps = first.toIntArray();
    participants = owners.toIntArray();
    laneNumbers = ofOwner.toIntArray();
    laneOfStep = new int[steps];
    blocks = new int[steps];
    receives = new int[steps];
    sends = new int[steps];
    firstDependencies = new int[steps + 1];
    dependencies = writeSteps();
    firstDependents = new int[steps + 1];
    dependents = writeDependents();
    streams = writeStreams();
  }

  /**
   * The quotient by classes of lanes and connections that are equitable: a lane and a connection
   * for each, the first ones, joined as their classes are.
   */
  private Lanes(Lanes whole, int[] laneClasses, int[] connectionClasses) {
    schedule = whole.schedule;
    firstLanes = new int[0];
    Int2IntOpenHashMap laneOfClass = new Int2IntOpenHashMap();
    IntArrayList chosen = firsts(laneClasses, laneOfClass);
    int count = chosen.size();
    participants = new int[count];
    laneNumbers = new int[count];
    firstSteps = new int[count + 1];
    for (int lane = 0; lane < count; lane++) {
      int of = chosen.getInt(lane);
      participants[lane] = whole.participants[of];
      laneNumbers[lane] = whole.laneNumbers[of];
      firstSteps[lane + 1] = firstSteps[lane] + whole.firstStep(of + 1) - whole.firstStep(of);
    }
    Int2IntOpenHashMap connectionOfClass = new Int2IntOpenHashMap();
    for (int connection : firsts(connectionClasses, connectionOfClass)) {
      senders.add(laneOfClass.get(laneClasses[whole.sender(connection)]));
      receivers.add(laneOfClass.get(laneClasses[whole.receiver(connection)]));
    }
    int steps = firstSteps[count];
    laneOfStep = new int[steps];
    blocks = new int[steps];
    receives = new int[steps];
    sends = new int[steps];
    streams = new int[steps];
    firstDependencies = new int[steps + 1];
    firstDependents = new int[steps + 1];
    Long2IntOpenHashMap streamOf = chooseStreams(whole, connectionClasses, connectionOfClass);
    IntArrayList before = new IntArrayList();
    for (int lane = 0; lane < count; lane++) {
      for (int at = firstSteps[lane]; at < firstSteps[lane + 1]; at++) {
        int of = whole.firstStep(chosen.getInt(lane)) + at - firstSteps[lane];
        laneOfStep[at] = lane;
        blocks[at] = whole.blocks[of];
        receives[at] = number(whole.receives[of], connectionClasses, connectionOfClass);
        sends[at] = number(whole.sends[of], connectionClasses, connectionOfClass);
        streams[at] =
            sends[at] == NONE
                ? NONE
                : streamOf.get(key(sends[at], whole.streamPhases[whole.streams[of]]));
        for (int i = whole.firstDependency(of); i < whole.firstDependency(of + 1); i++) {
          int other = whole.lane(whole.dependency(i));
          before.add(
              firstSteps[laneOfClass.get(laneClasses[other])]
                  + whole.dependency(i)
                  - whole.firstStep(other));
        }
        firstDependencies[at + 1] = before.size();
      }
    }
    dependencies = before.toIntArray();
    dependents = writeDependents();
  }

  /** A lane for each class of lanes, a connection for each of these; see {@link ScheduleGraph}. */
  Lanes quotient(int[] laneClasses, int[] connectionClasses) {
    return new Lanes(this, laneClasses, connectionClasses);
  }

  /** The first of each class, in order; numbers the classes in this order. */
  static IntArrayList firsts(int[] classes, Int2IntOpenHashMap numbers) {
    IntArrayList firsts = new IntArrayList();
    for (int i = 0; i < classes.length; i++) {
      if (!numbers.containsKey(classes[i])) {
        numbers.put(classes[i], firsts.size());
        firsts.add(i);
      }
    }
    return firsts;
  }

  private static int number(int connection, int[] classes, Int2IntOpenHashMap numbers) {
    return connection == NONE ? NONE : numbers.get(classes[connection]);
  }

  private static long key(int one, int other) {
    return (long) one << Integer.SIZE | other;
  }

  /** Takes over a stream for each class of connections and phase; returns its number by these. */
  private Long2IntOpenHashMap chooseStreams(
      Lanes whole, int[] connectionClasses, Int2IntOpenHashMap connectionOfClass) {
    Long2IntOpenHashMap streamOf = new Long2IntOpenHashMap();
    IntArrayList connections = new IntArrayList();
    IntArrayList phases = new IntArrayList();
    for (int stream = 0; stream < whole.streams(); stream++) {
      int connection = number(whole.streamConnection(stream), connectionClasses, connectionOfClass);
      int phase = whole.streamPhase(stream);
      if (!streamOf.containsKey(key(connection, phase))) {
        streamOf.put(key(connection, phase), connections.size());
        connections.add(connection);
        phases.add(phase);
      }
    }
    streamConnections = connections.toIntArray();
    streamPhases = phases.toIntArray();
    return streamOf;
  }

  private int[] writeSteps() {
    IntArrayList before = new IntArrayList();
    Step step = new Step();
    for (int lane = 0; lane < count(); lane++) {
      int participant = participants[lane];
      for (int at = firstStep(lane); at < firstStep(lane + 1); at++) {
        schedule.step(participant, laneNumbers[lane], at - firstStep(lane), step.clear());
        receives[at] =
            step.receives() ? connection(lane(step.receivePeer(), step.receiveLane()), lane) : NONE;
        sends[at] = step.sends() ? connection(lane, lane(step.sendPeer(), step.sendLane())) : NONE;
        laneOfStep[at] = lane;
        blocks[at] = step.sends() ? step.blocks() : 0;
        firstDependencies[at] = before.size();
        for (int i = 0; i < step.dependencies(); i++) {
          before.add(firstStep(lane(participant, step.dependencyLane(i))) + step.dependencyStep(i));
        }
      }
    }
    firstDependencies[receives.length] = before.size();
    return before.toIntArray();
  }

  private int[] writeDependents() {
    for (int step : dependencies) {
      firstDependents[step + 1]++;
    }
    Arrays.parallelPrefix(firstDependents, Integer::sum);
    int[] next = firstDependents.clone();
    int[] lanes = new int[dependencies.length];
    for (int lane = 0; lane < count(); lane++) {
      for (int at = firstStep(lane); at < firstStep(lane + 1); at++) {
        for (int i = firstDependencies[at]; i < firstDependencies[at + 1]; i++) {
          lanes[next[dependencies[i]]++] = lane;
        }
      }
    }
    return lanes;
  }

  private int[] writeStreams() {
    List<int[]> rows = new ArrayList<>();
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, pieces) ->
            rows.add(
                new int[] {
                  phase,
                  connection(lane(source, sourceLane), lane(destination, destinationLane)),
                  messages
                }));
    rows.sort(Comparator.comparingInt(row -> row[0]));
    streamPhases = rows.stream().mapToInt(row -> row[0]).toArray();
    streamConnections = rows.stream().mapToInt(row -> row[1]).toArray();
    // Of each connection its streams, first to last; of the first one, how many messages remain.
    IntArrayList[] of = new IntArrayList[connections()];
    Arrays.setAll(of, any -> new IntArrayList(1));
    for (int stream = streamConnections.length - 1; stream >= 0; stream--) {
      of[streamConnections[stream]].add(stream);
    }
    int[] left = rows.stream().mapToInt(row -> row[2]).toArray();
    int[] ofStep = new int[steps()];
    for (int step = 0; step < ofStep.length; step++) {
      ofStep[step] = NONE;
      if (sends[step] != NONE) {
        IntArrayList rest = of[sends[step]];
        while (rest.size() > 1 && left[rest.topInt()] == 0) {
          rest.popInt();
        }
        left[rest.topInt()]--;
        ofStep[step] = rest.topInt();
      }
    }
    return ofStep;
  }

  private int connection(int sender, int receiver) {
    int known = numbers.putIfAbsent(key(sender, receiver), senders.size());
    if (known != NONE) {
      return known;
    }
    senders.add(sender);
    receivers.add(receiver);
    return senders.size() - 1;
  }

  private int lane(int participant, int lane) {
    return firstLanes[participant] + lane;
  }

  Schedule schedule() {
    return schedule;
  }

  /** Number of lanes of all participants. */
  int count() {
    return participants.length;
  }

  /** Number of steps of all lanes. */
  int steps() {
    return receives.length;
  }

  /** The first step of a lane; those of the next lane follow. */
  int firstStep(int lane) {
    return firstSteps[lane];
  }

  /** The connection over which a step receives, or {@link #NONE}. */
  int receives(int step) {
    return receives[step];
  }

  /** The connection over which a step sends, or {@link #NONE}. */
  int sends(int step) {
    return sends[step];
  }

  /** Where the {@link #dependency} of a step begin; those of the next step follow. */
  int firstDependency(int step) {
    return firstDependencies[step];
  }

  /** A step that another one waits for. */
  int dependency(int place) {
    return dependencies[place];
  }

  /** Where the {@link #dependent} lanes of a step begin; those of the next step follow. */
  int firstDependent(int step) {
    return firstDependents[step];
  }

  /** A lane that waits for a step. */
  int dependent(int place) {
    return dependents[place];
  }

  /** Number of connections. */
  int connections() {
    return senders.size();
  }

  /** The lane that sends over a connection. */
  int sender(int connection) {
    return senders.getInt(connection);
  }

  /** The lane that receives over it. */
  int receiver(int connection) {
    return receivers.getInt(connection);
  }

  /** The participant of a lane. */
  int participant(int lane) {
    return participants[lane];
  }

  /** Number of messages in a pass. */
  long messages() {
    if (messages < 0) {
      messages = Arrays.stream(sends).filter(connection -> connection != NONE).count();
    }
    return messages;
  }

  /** How many messages of a pass the connection carries that carries most. */
  int mostMessages() {
    if (mostMessages < 0) {
      int[] counts = new int[connections()];
      for (int connection : sends) {
        if (connection != NONE) {
          counts[connection]++;
        }
      }
      mostMessages = Arrays.stream(counts).max().orElse(0);
    }
    return mostMessages;
  }

  /** Number of streams. */
  int streams() {
    return streamConnections.length;
  }

  /** The connection of a stream. */
  int streamConnection(int stream) {
    return streamConnections[stream];
  }

  /** The phase of a stream; that of the next one is no earlier. */
  int streamPhase(int stream) {
    return streamPhases[stream];
  }

  /** The stream that a step's message is a part of; {@link #NONE} if it sends none. */
  int stream(int step) {
    return streams[step];
  }

  /** The channel that a connection belongs to. */
  int channel(int connection) {
    int lane = sender(connection);
    return schedule.channel(participants[lane], laneNumbers[lane]);
  }

  /** The lane of a step. */
  int lane(int step) {
    return laneOfStep[step];
  }

  /** Of each step, how many blocks it sends; bytes, where these have sizes of their own. */
  long[] sentAmounts() {
    return schedule.pairs() == null
        ? Arrays.stream(blocks).asLongStream().toArray()
        : sentBytes(schedule.sizes(0));
  }

  /** Of each step, the length of what it sends when all data goes in one pass, bytes. */
  long[] sentBytes(Sizes sizes) {
    long[] bytes = new long[steps()];
    Step step = new Step();
    for (int lane = 0; lane < count(); lane++) {
      int participant = participants[lane];
      for (int at = firstStep(lane); at < firstStep(lane + 1); at++) {
        if (sends[at] != NONE) {
          schedule.step(participant, laneNumbers[lane], at - firstStep(lane), step.clear());
          bytes[at] = step.bytes(sizes);
        }
      }
    }
    return bytes;
  }
}

package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collect.EquitablePartition;
import weft.sim.collect.LabelledGraph;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Charges;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.NetworkRun;
import weft.sim.fixture.RailNodes;
import weft.sim.flow.FlowModel;
import weft.sim.route.UpDownRouter;
import weft.sim.unit.Durations;

/** One lane and one connection of each class of a schedule's graph, against all of them. */
final class ScheduleGraphTest {

  private static final int SENDS = 0;
  private static final int RECEIVES = 1;
  private static final int BRINGS = 2;
  private static final int PASSES_ON = 3;

  static List<ScheduleCase> cases() {
    return ScheduleCase.of(new int[][] {{5}, {4, 4, 4}, {3, 2}});
  }

  /** To the picosecond, on connections that are alone, whatever waits for whatever. */
  @ParameterizedTest
  @MethodSource("cases")
  void quotientsTakeTheSameTime(ScheduleCase one) {
    for (int passes : new int[] {1, 7}) {
      Charges charges = new Charges(0, 600_000, 4_000_000, 0, 1, 1, passes, 0);
      for (long bytes : new long[] {1_200_000, 1_234_567}) {
        Communicator communicator = communicator(one, charges);
        communicator.expect(one.operation(), bytes);
        ScheduleGraph graph = communicator.schedules().get(0);
        int[] classes = classes(graph);
        int[] ofLanes = Arrays.copyOf(classes, graph.lanes());
        int[] ofConnections = Arrays.copyOfRange(classes, graph.lanes(), classes.length);
        Schedule schedule = schedule(communicator, one, bytes);
        PlacedSchedule whole = communicator.placed(schedule);
        graph.fold(ofLanes, ofConnections, (connection, link) -> 1);
        PlacedSchedule quotient = communicator.simulated(schedule);
        assertThat(quotient.lanes().connections())
            .isEqualTo((int) Arrays.stream(ofConnections).distinct().count());
        assertThat(quotient.messages()).isEqualTo(whole.lanes().messages());
        assertThat(durationPs(quotient, charges, passes, bytes))
            .as("%d passes, %d bytes", passes, bytes)
            .isEqualTo(durationPs(whole, charges, passes, bytes));
        assertThat(
                new ScheduleStreams(quotient, charges, quotient.wireBytes(bytes, charges))
                    .durationPs())
            .isEqualTo(
                new ScheduleStreams(whole, charges, whole.wireBytes(bytes, charges)).durationPs());
        assertThat(streams(quotient, charges, bytes)).isEqualTo(streams(whole, charges, bytes));
      }
    }
  }

  /** Round five ranks in a ring of distances: each sends four messages, one after the other. */
  @ParameterizedTest
  @MethodSource("exchanges")
  void ofAnExchangeOneRankIsLeft(Algorithm algorithm, int connections) {
    ScheduleCase one = new ScheduleCase(Operation.ALL_TO_ALL, algorithm, new int[] {5});
    Communicator communicator =
        communicator(one, new Charges(0, 600_000, 4_000_000, 0, 1, 1, 1, 0));
    communicator.expect(one.operation(), 1_000_000);
    ScheduleGraph graph = communicator.schedules().get(0);
    assertThat(graph.connections()).isEqualTo(20);
    int[] classes = classes(graph);
    assertThat(Arrays.stream(classes, graph.lanes(), classes.length).distinct().count())
        .isEqualTo(connections);
  }

  static Stream<Arguments> exchanges() {
    return Stream.of(Arguments.of(Algorithm.DIRECT, 1), Arguments.of(Algorithm.PAIRWISE, 4));
  }

  /** The streams of a schedule, each kind once: phase and bytes. */
  private static List<List<Long>> streams(PlacedSchedule placed, Charges charges, long bytes) {
    ScheduleStreams streams =
        new ScheduleStreams(placed, charges, placed.wireBytes(bytes, charges));
    return IntStream.range(0, placed.lanes().streams())
        .mapToObj(stream -> List.of((long) streams.phase(stream), streams.bytes(stream)))
        .distinct()
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static long durationPs(PlacedSchedule placed, Charges charges, int passes, long bytes) {
    long[] sent = placed.wireBytes(bytes, charges);
    long[] sendPs = new long[sent.length];
    for (int step = 0; step < sendPs.length; step++) {
      int connection = placed.lanes().sends(step);
      sendPs[step] =
          connection == Lanes.NONE
              ? 0
              : Durations.serializationPs(sent[step], placed.rateBps(connection)) / passes;
    }
    return EventedRun.durationPs(placed, charges, passes, sendPs);
  }

  /** The coarsest classes of lanes, then of connections. */
  private static int[] classes(ScheduleGraph schedule) {
    LabelledGraph graph = new LabelledGraph();
    Object2IntOpenHashMap<List<Long>> colours = new Object2IntOpenHashMap<>();
    for (int lane = 0; lane < schedule.lanes(); lane++) {
      graph.addVertex(colour(colours, List.of(0L, (long) schedule.steps(lane))));
    }
    List<LongArrayList> keys = new ArrayList<>();
    for (int connection = 0; connection < schedule.connections(); connection++) {
      keys.add(new LongArrayList(new long[] {1}));
    }
    schedule.addColours(keys);
    for (int connection = 0; connection < keys.size(); connection++) {
      int vertex = graph.addVertex(colour(colours, keys.get(connection)));
      graph.addEdge(schedule.sender(connection), vertex, SENDS);
      graph.addEdge(schedule.receiver(connection), vertex, RECEIVES);
    }
    schedule.visitDependencies(
        (lane, step, laneBefore, stepBefore) -> {
          int vertex =
              graph.addVertex(colour(colours, List.of(2L, (long) step, (long) stepBefore)));
          graph.addEdge(laneBefore, vertex, BRINGS);
          graph.addEdge(lane, vertex, PASSES_ON);
        });
    EquitablePartition partition = new EquitablePartition(graph);
    assertThat(partition.refine(graph.vertices())).isTrue();
    return IntStream.range(0, schedule.lanes() + schedule.connections())
        .map(partition::classOf)
        .toArray();
  }

  private static int colour(Object2IntOpenHashMap<List<Long>> colours, List<Long> key) {
    return colours.computeIfAbsent(key, any -> colours.size());
  }

  private static Schedule schedule(Communicator communicator, ScheduleCase one, long bytes) {
    Plan plan = communicator.plan(one.operation(), bytes);
    assertThat(plan).isNotNull();
    Schedule schedule = plan.schedule();
    assertThat(schedule).isNotNull();
    return schedule;
  }

  private static Communicator communicator(ScheduleCase one, Charges charges) {
    Fabric fabric = RailNodes.of(one.nodes());
    FlowModel network =
        new FlowModel(
            new Engine(new BucketEventQueue()),
            fabric,
            new UpDownRouter(fabric, 1),
            new NetworkRun.NoProbe(),
            false);
    Planning planning =
        (members, shape) -> {
          Schedule schedule =
              Schedules.of(
                  one.operation(), one.algorithm(), shape.withMulticast(), 0, Schedules.AUTOMATIC);
          return (operation, size) -> new Plan(one.algorithm().text(), "", schedule, charges);
        };
    return new Communicator(
        network,
        fabric,
        planning,
        StepCosts.NONE,
        IntStream.range(0, fabric.endpointCount()).toArray(),
        0,
        RingLayout.AUTOMATIC,
        null,
        null);
  }
}

package weft.sim.fold;

import it.unimi.dsi.fastutil.doubles.Double2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weft.sim.collect.LabelledGraph;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.exec.Communicator;
import weft.sim.collective.exec.Rings;
import weft.sim.collective.exec.ScheduleGraph;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.workload.FlowList;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;

/**
 * All that decides how a run goes, as a graph: ranks, their groups, the connections of these groups
 * and of messages, and the links that may bind. Vertices of an equitable class do the same at the
 * same time.
 *
 * <ul>
 *   <li>A rank is coloured by its role, and joined to its groups and to the messages that it sends
 *       and receives.
 *   <li>A group is coloured by its partition and size, and joined to its connections.
 *   <li>A connection is coloured by its latency, hops and what it sends in each collective; a flow
 *       that no rank starts has a colour of its own. It is joined to its links, by its share, and
 *       to its spread, which is joined to its own.
 *   <li>Of a schedule that goes round no ring, the lanes are vertices as well, coloured by their
 *       number of steps and joined to the connections that they send over and receive from, whose
 *       colours say in which steps; what waits for what is a vertex between two lanes. A lane of
 *       which its only connection says all is left out.
 *   <li>Of rings that go step by step, each connection is joined to the next by a vertex between
 *       them.
 *   <li>A link is coloured by its capacity, and by its tier and direction ({@link LinkOrder#kind}).
 * </ul>
 */
final class SymmetryGraph {

  /** A collective that goes round rings, and its bytes. */
  private record RoundSize(Operation operation, long bytes) {}

  /** More kinds of shares are not told apart: then nothing is folded. An assumption. */
  private static final int MOST_SHARES = 32;

  /**
   * Paths of more links together are not looked at, as when hundreds of thousands of transfers are
   * sprayed over thousands of links each: the graph would take gigabytes. An assumption.
   */
  private static final long MOST_HOPS = 1L << 24;

  private static final int OF_GROUP = 0;
  private static final int SENDER = 1;
  private static final int RECEIVER = 2;
  private static final int OVER = 3;
  private static final int BRINGS = 4;
  private static final int PASSES_ON = 5;
  private static final int SENDS = 6;
  private static final int RECEIVES = 7;
  private static final int OTHER_LABELS = 8;

  private final Program program;
  private final Representatives all;
  private final Fabric fabric;
  private final LabelledGraph graph = new LabelledGraph();
  private final Connections connections;
  private final LinkUse use;
  private final Object2IntOpenHashMap<LongArrayList> colours = new Object2IntOpenHashMap<>();
  private final Double2IntOpenHashMap labelOfShare = new Double2IntOpenHashMap();

  /** For each partition and group, the first of its connections. */
  private final int[][] firstConnections;

  /** For each partition and group, its schedules. */
  private final List<List<List<PlacedGraph>>> schedules = new ArrayList<>();

  private final int[][] firstMessages;
  private final boolean isTooLarge;
  private int firstFlow;
  private final int[] vertexOfConnection;
  private final int[][] vertexOfGroup;
  private final int[] vertexOfSpread;
  private final int[] vertexOfLink;

  /** The graph of a program whose groups have these communicators, and of flows beside it. */
  SymmetryGraph(
      Program program, Representatives all, FlowList flows, Fabric fabric, Router router) {
    this.program = program;
    this.all = all;
    this.fabric = fabric;
    connections = new Connections(router);
    firstConnections = new int[program.partitions()][];
    firstMessages = new int[program.relations()][];
    addConnections(all, flows);
    isTooLarge = connections.hops() > MOST_HOPS;
    use = new LinkUse(fabric, isTooLarge ? new Connections(router) : connections);
    vertexOfConnection = new int[connections.count()];
    vertexOfGroup = new int[program.partitions()][];
    vertexOfSpread = new int[connections.spreads()];
    vertexOfLink = new int[fabric.linkCount()];
    if (!isTooLarge) {
      addVertices(all);
    }
  }

  private void addVertices(Representatives all) {
    for (int rank = 0; rank < program.ranks(); rank++) {
      graph.addVertex(colour(0, program.role(rank)));
    }
    for (int partition = 0; partition < program.partitions(); partition++) {
      addGroups(partition, all);
    }
    for (int relation = 0; relation < program.relations(); relation++) {
      addMessages(relation);
    }
    for (int connection = firstFlow; connection < connections.count(); connection++) {
      vertexOfConnection[connection] = graph.addVertex(colour(1, connection));
    }
    addSpreads();
    addLinks();
  }

  private void addConnections(Representatives all, FlowList flows) {
    for (int partition = 0; partition < program.partitions(); partition++) {
      int groups = program.groupCount(partition);
      firstConnections[partition] = new int[groups + 1];
      List<List<PlacedGraph>> ofGroups = new ArrayList<>();
      schedules.add(ofGroups);
      for (int group = 0; group < groups; group++) {
        firstConnections[partition][group] = connections.count();
        addEdges(all.communicator(partition, group));
        ofGroups.add(addSchedules(all.communicator(partition, group), connections.count()));
      }
      firstConnections[partition][groups] = connections.count();
    }
    for (int relation = 0; relation < program.relations(); relation++) {
      firstMessages[relation] = new int[program.ranks()];
      for (int rank = 0; rank < program.ranks(); rank++) {
        int peer = program.peer(relation, rank);
        firstMessages[relation][rank] =
            peer < 0
                ? -1
                : connections.add(
                    all.endpoint(rank), all.receiverEndpoint(relation, rank), relation);
      }
    }
    firstFlow = connections.count();
    for (int flow = 0; flow < flows.count(); flow++) {
      connections.add(flows.source(flow), flows.destination(flow), flows.number(flow));
    }
  }

  /** The connections of a group's schedules: those that its rings or two of them share once. */
  private List<PlacedGraph> addSchedules(Communicator communicator, int end) {
    List<PlacedGraph> ofGroup = new ArrayList<>();
    Object2IntOpenHashMap<List<Integer>> known = new Object2IntOpenHashMap<>();
    for (int edge = end - edges(communicator); edge < end; edge++) {
      known.put(ends(edge), edge);
    }
    for (ScheduleGraph schedule : communicator.schedules()) {
      int[] numbers = new int[schedule.connections()];
      for (int i = 0; i < numbers.length; i++) {
        int source = schedule.source(i);
        int destination = schedule.destination(i);
        int flow = schedule.flow(i);
        numbers[i] =
            known.computeIfAbsent(
                List.of(source, destination, flow),
                any -> connections.add(source, destination, flow));
      }
      ofGroup.add(new PlacedGraph(schedule, numbers));
    }
    return ofGroup;
  }

  private List<Integer> ends(int connection) {
    return List.of(
        connections.source(connection),
        connections.destination(connection),
        connections.flow(connection));
  }

  /** Edges of the rings of a group, if it has any use for them. */
  private static int edges(Communicator communicator) {
    return communicator.avoidsRings() ? 0 : communicator.rings().edges();
  }

  private void addEdges(Communicator communicator) {
    Rings rings = communicator.rings();
    int ranks = communicator.ranks();
    for (int edge = 0; edge < edges(communicator); edge++) {
      int channel = edge / ranks;
      connections.add(
          rings.endpoint(channel, edge % ranks),
          rings.receiver(channel, edge % ranks),
          rings.flow(channel));
    }
  }

  private void addGroups(int partition, Representatives all) {
    int groups = program.groupCount(partition);
    vertexOfGroup[partition] = new int[groups];
    Set<RoundSize> sizes = new LinkedHashSet<>();
    program.visitCollectives(
        (of, operation, bytes, times) -> {
          if (of == partition && RingSchedule.isRound(operation)) {
            sizes.add(new RoundSize(operation, bytes));
          }
        });
    for (int group = 0; group < groups; group++) {
      Communicator communicator = all.communicator(partition, group);
      Rings rings = communicator.rings();
      int ranks = communicator.ranks();
      int vertex = graph.addVertex(colour(2, partition, ranks, rings.channels()));
      vertexOfGroup[partition][group] = vertex;
      int first = firstConnections[partition][group];
      List<LongArrayList> keys = new ArrayList<>();
      for (int edge = 0; edge < connectionCount(partition, group); edge++) {
        keys.add(key(3, partition, connections.path(first + edge)));
      }
      for (int edge = 0; edge < edges(communicator); edge++) {
        LongArrayList key = keys.get(edge);
        key.add(rings.wireLatencyPs(edge / ranks, edge % ranks));
        key.add(rings.rateBps(edge / ranks, edge % ranks));
        key.add(rings.isScaleOut(edge / ranks, edge % ranks) ? 1 : 0);
        for (RoundSize size : sizes) {
          key.add(rings.sentBytes(size.operation(), size.bytes(), edge / ranks, edge % ranks));
        }
      }
      for (PlacedGraph schedule : schedules(partition, group)) {
        schedule.addColours(keys, first);
      }
      for (int edge = 0; edge < keys.size(); edge++) {
        vertexOfConnection[first + edge] = graph.addVertex(colour(keys.get(edge)));
        graph.addEdge(vertex, vertexOfConnection[first + edge], OF_GROUP);
      }
      for (PlacedGraph schedule : schedules(partition, group)) {
        addLanes(schedule);
      }
      if (communicator.isStepped()) {
        addOrder(firstConnections[partition][group], communicator);
      }
    }
    for (int rank = 0; rank < program.ranks(); rank++) {
      int group = program.groupOf(partition, rank);
      if (group >= 0) {
        graph.addEdge(rank, vertexOfGroup[partition][group], OTHER_LABELS + partition);
      }
    }
  }

  /** The lanes of a schedule, and what they wait for. */
  private void addLanes(PlacedGraph placed) {
    ScheduleGraph schedule = placed.schedule();
    BitSet joining = placed.joiningLanes();
    for (int lane = joining.nextSetBit(0); lane >= 0; lane = joining.nextSetBit(lane + 1)) {
      placed.setVertex(lane, graph.addVertex(colour(8, schedule.steps(lane))));
    }
    for (int i = 0; i < schedule.connections(); i++) {
      int connection = vertexOfConnection[placed.connection(i)];
      if (joining.get(schedule.sender(i))) {
        graph.addEdge(placed.vertex(schedule.sender(i)), connection, SENDS);
      }
      if (joining.get(schedule.receiver(i))) {
        graph.addEdge(placed.vertex(schedule.receiver(i)), connection, RECEIVES);
      }
    }
    schedule.visitDependencies(
        (lane, step, laneBefore, stepBefore) -> {
          int dependency = graph.addVertex(colour(9, step, stepBefore));
          graph.addEdge(placed.vertex(laneBefore), dependency, BRINGS);
          graph.addEdge(placed.vertex(lane), dependency, PASSES_ON);
        });
  }

  /** Which edge of a ring brings what another one passes on. */
  private void addOrder(int first, Communicator communicator) {
    int ranks = communicator.ranks();
    for (int edge = 0; edge < edges(communicator); edge++) {
      int next = edge % ranks == ranks - 1 ? edge - ranks + 1 : edge + 1;
      int handover = graph.addVertex(colour(7));
      graph.addEdge(vertexOfConnection[first + edge], handover, BRINGS);
      graph.addEdge(vertexOfConnection[first + next], handover, PASSES_ON);
    }
  }

  private void addMessages(int relation) {
    for (int rank = 0; rank < program.ranks(); rank++) {
      int connection = firstMessages[relation][rank];
      if (connection >= 0) {
        int vertex = graph.addVertex(colour(key(4, relation, connections.path(connection))));
        vertexOfConnection[connection] = vertex;
        graph.addEdge(rank, vertex, SENDER);
        graph.addEdge(program.peer(relation, rank), vertex, RECEIVER);
      }
    }
  }

  /** Of spreads with a link that may bind. */
  private void addSpreads() {
    for (int place = 0; place < vertexOfSpread.length; place++) {
      vertexOfSpread[place] = binds(connections.spread(place)) ? graph.addVertex(colour(6)) : -1;
    }
    for (int connection = 0; connection < connections.count(); connection++) {
      int spread = connections.spreadOf(connection);
      if (spread >= 0 && vertexOfSpread[spread] >= 0) {
        graph.addEdge(vertexOfConnection[connection], vertexOfSpread[spread], OVER);
      }
    }
  }

  private boolean binds(int spread) {
    Paths paths = connections.paths();
    for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
      if (use.binds(paths.spreadLink(hop))) {
        return true;
      }
    }
    return false;
  }

  private void addLinks() {
    for (int link = 0; link < vertexOfLink.length; link++) {
      vertexOfLink[link] = -1;
      if (use.binds(link)) {
        int vertex =
            graph.addVertex(colour(5, fabric.payloadRateBps(link), use.order().kind(link)));
        vertexOfLink[link] = vertex;
        for (int place = use.first(link); place < use.end(link); place++) {
          int user = use.user(place);
          int userVertex =
              use.isSpread(user)
                  ? vertexOfSpread[user - connections.count()]
                  : vertexOfConnection[user];
          graph.addEdge(vertex, userVertex, label(use.share(place)));
        }
      }
    }
  }

  private int label(double share) {
    return labelOfShare.computeIfAbsent(
        share, any -> OTHER_LABELS + program.partitions() + labelOfShare.size());
  }

  /** The order of the fabric's links. */
  LinkOrder order() {
    return use.order();
  }

  /** What is not in the graph though it matters; empty if nothing is. */
  String missing() {
    if (isTooLarge) {
      return String.format(
          Locale.ROOT, "paths have %,d links together, which is too many", connections.hops());
    }
    return labelOfShare.size() > MOST_SHARES ? "links carry too many kinds of shares" : "";
  }

  private LongArrayList key(int kind, int number, int path) {
    LongArrayList key = new LongArrayList();
    key.add(kind);
    key.add(number);
    key.add(connections.paths().latencyPs(path));
    key.add(connections.paths().crossed(path));
    key.add(connections.paths().count(path));
    return key;
  }

  private int colour(long... key) {
    return colour(new LongArrayList(key));
  }

  private int colour(LongArrayList key) {
    int known = colours.getOrDefault(key, -1);
    if (known < 0) {
      known = colours.size();
      colours.put(key, known);
    }
    return known;
  }

  LabelledGraph graph() {
    return graph;
  }

  Connections connections() {
    return connections;
  }

  LinkUse use() {
    return use;
  }

  int group(int partition, int group) {
    return vertexOfGroup[partition][group];
  }

  int connection(int connection) {
    return vertexOfConnection[connection];
  }

  /** The vertex of a link; −1 if it cannot bind. */
  int link(int link) {
    return vertexOfLink[link];
  }

  /** The connections of a group: the edges of its rings, then those of its schedules. */
  int firstConnection(int partition, int group) {
    return firstConnections[partition][group];
  }

  int connectionCount(int partition, int group) {
    return firstConnections[partition][group + 1] - firstConnections[partition][group];
  }

  /** How many of these are edges of its rings. */
  int edgeCount(int partition, int group) {
    return edges(all.communicator(partition, group));
  }

  /** The schedules of a group. */
  List<PlacedGraph> schedules(int partition, int group) {
    return schedules.get(partition).get(group);
  }

  /** The connection of a rank to its peer; −1 if it has none. */
  int message(int relation, int rank) {
    return firstMessages[relation][rank];
  }

  /** The first connection that no rank uses. */
  int firstFlow() {
    return firstFlow;
  }
}

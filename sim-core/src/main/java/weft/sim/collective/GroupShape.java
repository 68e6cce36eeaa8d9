package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranks of a group are, as far as algorithms care: which share a scale-up domain (here: a
 * node), on which rail each is, and what the switches can do.
 *
 * <p>Nodes are numbered in the order in which their first ranks appear; the places of a node's
 * ranks in it, in the order of the ranks.
 */
public final class GroupShape {

  private final int[] domains;
  private final int[] rails;
  private final int[] leaves;

  /** Of each rank whether it leaves its node without the help of another. */
  private final boolean[] leavesAlone;

  private final int ports;
  private final boolean isMesh;
  private final @Nullable Grid grid;
  private final boolean hasMulticast;
  private final boolean reducesInNetwork;

  /**
   * The rings of the grid, once somebody has asked: looking for them takes time. Runs side by side
   * may look twice.
   */
  private @Nullable List<int[]> gridRings;

  private final List<int[]> nodes;
  private final int[] nodeOf;
  private final int[] placeOf;
  private final int smallest;

  /** All places of each node, and those of the ranks that leave it alone; the fewest of these. */
  private final List<int[]> places;

  private final List<int[]> gates;

  private final int fewestGates;

  private GroupShape(
      int[] domains,
      int[] rails,
      int[] leaves,
      boolean[] leavesAlone,
      int ports,
      boolean isMesh,
      @Nullable Grid grid,
      boolean hasMulticast,
      boolean reducesInNetwork) {
    if (domains.length == 0 || rails.length != domains.length || leaves.length != domains.length) {
      throw new IllegalArgumentException(
          domains.length + " domains, " + rails.length + " rails, " + leaves.length + " leaves");
    }
    this.domains = domains;
    this.rails = rails;
    this.leaves = leaves;
    this.leavesAlone = leavesAlone;
    this.ports = ports;
    this.isMesh = isMesh;
    this.grid = grid;
    this.hasMulticast = hasMulticast;
    this.reducesInNetwork = reducesInNetwork;
    nodeOf = new int[domains.length];
    placeOf = new int[domains.length];
    nodes = new ArrayList<>();
    Int2IntOpenHashMap numbers = new Int2IntOpenHashMap();
    List<IntArrayList> members = new ArrayList<>();
    for (int rank = 0; rank < domains.length; rank++) {
      int node = numbers.computeIfAbsent(domains[rank], domain -> members.size());
      if (node == members.size()) {
        members.add(new IntArrayList());
      }
      nodeOf[rank] = node;
      placeOf[rank] = members.get(node).size();
      members.get(node).add(rank);
    }
    members.forEach(list -> nodes.add(list.toIntArray()));
    smallest = nodes.stream().mapToInt(node -> node.length).min().orElseThrow();
    places = nodes.stream().map(node -> IntStream.range(0, node.length).toArray()).toList();
    gates = nodes.stream().map(node -> gates(node, leavesAlone)).toList();
    fewestGates = gates.stream().mapToInt(node -> node.length).min().orElseThrow();
  }

  private static int[] gates(int[] node, boolean[] leavesAlone) {
    return IntStream.range(0, node.length).filter(place -> leavesAlone[node[place]]).toArray();
  }

  /**
   * The shape of a group, with NICs of one port, switched nodes and switches that only forward.
   *
   * @param domains of each rank, the scale-up domain that it is in
   * @param rails of each rank, its rail
   */
  public static GroupShape of(int[] domains, int[] rails) {
    boolean[] all = new boolean[domains.length];
    Arrays.fill(all, true);
    return new GroupShape(
        domains.clone(), rails.clone(), rails.clone(), all, 1, false, null, false, false);
  }

  /** Nodes of so many ranks each, rank 0 … in the first, each on the rail of its place. */
  public static GroupShape ofNodes(int... ranksOfNodes) {
    IntArrayList domains = new IntArrayList();
    IntArrayList rails = new IntArrayList();
    for (int node = 0; node < ranksOfNodes.length; node++) {
      for (int place = 0; place < ranksOfNodes[node]; place++) {
        domains.add(node);
        rails.add(place);
      }
    }
    return of(domains.toIntArray(), rails.toIntArray());
  }

  /** The same with so many ports on each NIC. */
  public GroupShape withPorts(int ports) {
    return new GroupShape(
        domains, rails, leaves, leavesAlone, ports, isMesh, grid, hasMulticast, reducesInNetwork);
  }

  /**
   * The same where some ranks have no NIC that they reach by themselves.
   *
   * @param alone of each rank whether it does; of a node in which none does, all are taken to
   */
  public GroupShape withNics(boolean[] alone) {
    if (alone.length != ranks()) {
      throw new IllegalArgumentException(alone.length + " NICs for " + ranks() + " ranks");
    }
    boolean[] known = new boolean[alone.length];
    for (int[] node : nodes) {
      boolean none = Arrays.stream(node).noneMatch(rank -> alone[rank]);
      for (int rank : node) {
        known[rank] = alone[rank] || none;
      }
    }
    return new GroupShape(
        domains, rails, leaves, known, ports, isMesh, grid, hasMulticast, reducesInNetwork);
  }

  /** The same with nodes whose GPUs are joined to each other without a switch. */
  public GroupShape withMesh() {
    return new GroupShape(
        domains, rails, leaves, leavesAlone, ports, true, grid, hasMulticast, reducesInNetwork);
  }

  /** The same with nodes of one GPU that are joined to their neighbours, as in a torus. */
  public GroupShape withGrid(Grid grid) {
    return new GroupShape(
        domains, rails, leaves, leavesAlone, ports, isMesh, grid, hasMulticast, reducesInNetwork);
  }

  /** The same with NVSwitches that multicast and reduce (NVLink SHARP, from Hopper on). */
  public GroupShape withMulticast() {
    return new GroupShape(
        domains, rails, leaves, leavesAlone, ports, isMesh, grid, true, reducesInNetwork);
  }

  /**
   * The same with scale-out switches that reduce (SHARP).
   *
   * @param leaves of each rank, a number of the leaf switch that its NIC is cabled to
   */
  public GroupShape withReducingSwitches(int[] leaves) {
    return new GroupShape(
        domains, rails, leaves.clone(), leavesAlone, ports, isMesh, grid, hasMulticast, true);
  }

  /** Number of ranks. */
  public int ranks() {
    return domains.length;
  }

  /** Number of nodes. */
  public int nodes() {
    return nodes.size();
  }

  /** The node that a rank is in. */
  public int node(int rank) {
    return nodeOf[rank];
  }

  /** The place of a rank in its node. */
  public int place(int rank) {
    return placeOf[rank];
  }

  /** Number of ranks in a node. */
  public int size(int node) {
    return nodes.get(node).length;
  }

  /** The rank at a place in a node. */
  public int rank(int node, int place) {
    return nodes.get(node)[place];
  }

  /** Number of ranks in the node that has fewest. */
  public int smallestNode() {
    return smallest;
  }

  /**
   * How many gates the node with fewest has: ranks that reach a NIC by themselves. In a group of
   * one node all ranks are.
   */
  public int gates() {
    return nodes.size() == 1 ? smallest : fewestGates;
  }

  /** Whether all nodes have the same number of ranks. */
  public boolean isUniform() {
    return nodes.stream().allMatch(node -> node.length == smallest);
  }

  /** The scale-up domain of a node, as it was given. */
  public int domain(int node) {
    return domains[rank(node, 0)];
  }

  /** The rail of a rank, as it was given. */
  public int rail(int rank) {
    return rails[rank];
  }

  /** The leaf switch of a rank, as it was given. */
  public int leaf(int rank) {
    return leaves[rank];
  }

  /** Whether two ranks are in different nodes. */
  public boolean isScaleOut(int rank, int other) {
    return nodeOf[rank] != nodeOf[other];
  }

  /** How many ports a NIC has. */
  public int ports() {
    return ports;
  }

  /** Whether the GPUs of a node are joined to each other without a switch. */
  public boolean isMesh() {
    return isMesh;
  }

  /** Whether the ranks are a torus or mesh, each joined to its neighbours. */
  public boolean isGrid() {
    return grid != null;
  }

  /** Whether the NVSwitches multicast and reduce. */
  public boolean hasMulticast() {
    return hasMulticast;
  }

  /** Whether the scale-out switches reduce. */
  public boolean reducesInNetwork() {
    return reducesInNetwork;
  }

  /**
   * The place in a node where a channel is at home: where the rank is on the same rail as the one
   * at that place of the first node; if there is none, the place with the same number, counted
   * round.
   */
  public int home(int node, int channel) {
    return atHome(node, channel, places);
  }

  /** The same among the {@link #gates}. */
  public int gate(int node, int channel) {
    return atHome(node, channel, nodes.size() == 1 ? places : gates);
  }

  /** The place of a gate of a node, in the order of its ranks. */
  public int gateNumbered(int node, int number) {
    return (nodes.size() == 1 ? places : gates).get(node)[number];
  }

  private int atHome(int node, int channel, List<int[]> among) {
    int[] first = among.get(0);
    int number = channel % first.length;
    int rail = rails[rank(0, first[number])];
    int skip =
        (int) Arrays.stream(first, 0, number).filter(at -> rails[rank(0, at)] == rail).count();
    int[] here = among.get(node);
    int seen = 0;
    int last = -1;
    for (int at : here) {
      if (rails[rank(node, at)] == rail) {
        last = at;
        if (seen++ == skip) {
          return at;
        }
      }
    }
    return last >= 0 ? last : here[channel % here.length];
  }

  /**
   * Why a group that is part of a torus has one pair of rings though it might have more; null if
   * that is not so.
   */
  public @Nullable String whyOnePair() {
    if (grid == null
        || GridRings.mostPairs(grid) == 1
        || rings(RingLayout.AUTOMATIC).channels() > 2) {
      return null;
    }
    String instead =
        grid.wrapsAround()
            ? "more that share no link were not found within the limit of the search"
            : "they are a mesh, as a dimension is open or twisted, or not all of it takes part";
    return "The rings are one pair, one each way, where a torus of %s has %d pairs: %s."
        .formatted(
            grid.extents().stream().map(String::valueOf).collect(Collectors.joining("x")),
            GridRings.mostPairs(grid),
            instead);
  }

  /** How many rings are laid by default, and how: {@link RingLayout}. */
  public RingLayout rings(int wanted) {
    if (grid == null) {
      return RingLayout.of(domains, rails, leavesAlone, ports, isMesh, wanted);
    }
    if (gridRings == null) {
      gridRings = List.copyOf(GridRings.of(grid));
    }
    return RingLayout.of(gridRings, wanted);
  }
}

package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.stream.IntStream;
import weft.sim.collective.Grid;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Relay;
import weft.sim.fabric.Fabric;

/** Where the participants of a group's schedules are in the fabric. */
public final class Places {

  private static final int NONE = -1;

  private final Fabric fabric;
  private final int[] members;

  /**
   * The places of a group.
   *
   * @param members endpoint of each rank
   */
  public Places(Fabric fabric, int[] members) {
    this.fabric = fabric;
    this.members = members.clone();
  }

  /** What of a group's place matters to algorithms; what its switches can do is left out. */
  public GroupShape shape() {
    GroupShape shape =
        GroupShape.of(
                Arrays.stream(members).map(fabric::domain).toArray(),
                Arrays.stream(members).map(fabric::rail).toArray())
            .withPorts(Arrays.stream(members).map(fabric::ports).min().orElse(1))
            .withNics(nics());
    if (isMesh()) {
      return shape.withMesh();
    }
    Grid grid = shape.nodes() == members.length ? GridSearch.find(fabric, members) : null;
    return grid == null ? shape : shape.withGrid(grid);
  }

  /** Of each rank whether links up lead to a NIC of its node. */
  private boolean[] nics() {
    boolean[] nics = new boolean[members.length];
    Int2IntOpenHashMap known = new Int2IntOpenHashMap();
    known.defaultReturnValue(NONE);
    for (int rank = 0; rank < members.length; rank++) {
      nics[rank] = hasNicAbove(fabric.endpointNode(members[rank]), known);
    }
    return nics;
  }

  private boolean hasNicAbove(int node, Int2IntOpenHashMap known) {
    int before = known.get(node);
    if (before != NONE) {
      return before > 0;
    }
    boolean found = false;
    for (int link = firstLink(node); link < endLink(node) && !found; link++) {
      int above = fabric.target(link);
      found = isUp(link) && (fabric.isNic(above) || hasNicAbove(above, known));
    }
    known.put(node, found ? 1 : 0);
    return found;
  }

  /** Whether the members of the first one's domain are all joined to each other directly. */
  private boolean isMesh() {
    int[] nodes =
        Arrays.stream(members)
            .filter(member -> fabric.domain(member) == fabric.domain(members[0]))
            .map(fabric::endpointNode)
            .toArray();
    for (int from : nodes) {
      for (int to : nodes) {
        if (from != to && !fabric.isJoined(from, to)) {
          return false;
        }
      }
    }
    return nodes.length > 1;
  }

  /**
   * The same shape with switches between nodes that reduce, as far as the fabric has them: each
   * rank below a leaf switch, and all leaves below a common spine, if there are several.
   */
  public GroupShape withReducingSwitches(GroupShape shape) {
    int[] leaves = leaves();
    boolean isReached =
        Arrays.stream(leaves).allMatch(leaf -> leaf != NONE)
            && (Arrays.stream(leaves).distinct().count() == 1 || spines().length > 0);
    return isReached ? shape.withReducingSwitches(leaves) : shape;
  }

  /** Of each rank, the leaf switch that it is next to; −1 if there is none. */
  private int[] leaves() {
    return IntStream.range(0, members.length).map(this::leaf).toArray();
  }

  /** The end of transfers that a rank is. */
  int end(int rank) {
    return members[rank];
  }

  /**
   * The end of transfers that a relay is.
   *
   * @throws IllegalArgumentException if there is no such switch
   */
  int end(Relay relay) {
    int[] spines = relay.kind() == Relay.Kind.SPINE ? spines() : new int[0];
    int node =
        switch (relay.kind()) {
          case NVSWITCH -> nvSwitch(relay.place());
          case LEAF -> relay.place();
          case SPINE -> spines.length == 0 ? NONE : spines[relay.place() % spines.length];
        };
    if (node == NONE) {
      throw new IllegalArgumentException("no switch of the fabric is " + relay);
    }
    return fabric.end(node);
  }

  /** The node that joins the GPUs of a domain, and nothing else; −1 if there is none. */
  private int nvSwitch(int domain) {
    IntOpenHashSet inside = new IntOpenHashSet();
    int first = NONE;
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      if (fabric.domain(endpoint) == domain) {
        first = inside.isEmpty() ? fabric.endpointNode(endpoint) : first;
        inside.add(fabric.endpointNode(endpoint));
      }
    }
    for (int link = firstLink(first); link < endLink(first); link++) {
      int above = fabric.target(link);
      if (!inside.contains(above) && joins(above, inside)) {
        return above;
      }
    }
    return NONE;
  }

  private boolean joins(int node, IntOpenHashSet inside) {
    IntOpenHashSet joined = new IntOpenHashSet();
    for (int link = firstLink(node); link < endLink(node); link++) {
      joined.add(fabric.target(link));
    }
    return joined.equals(inside);
  }

  /** The switch of the scale-out network that is next to a rank; −1 if there is none. */
  private int leaf(int rank) {
    int own = fabric.endpointNode(members[rank]);
    int nvSwitch = nvSwitch(fabric.domain(members[rank]));
    for (int link = firstLink(own); link < endLink(own); link++) {
      int above = fabric.target(link);
      if (fabric.isNic(above) && !fabric.isOffRail(above, members[rank])) {
        return above(above);
      }
      if (!fabric.isNic(above) && above != nvSwitch && isUp(link)) {
        return above;
      }
    }
    return NONE;
  }

  private int above(int node) {
    for (int link = firstLink(node); link < endLink(node); link++) {
      if (isUp(link)) {
        return fabric.target(link);
      }
    }
    return NONE;
  }

  /** The switches above all leaves of the group. */
  private int[] spines() {
    IntOpenHashSet common = new IntOpenHashSet();
    IntArrayList inOrder = new IntArrayList();
    int[] leaves = leaves();
    for (int i = 0; i < leaves.length; i++) {
      IntOpenHashSet ofLeaf = new IntOpenHashSet();
      for (int link = firstLink(leaves[i]); link < endLink(leaves[i]); link++) {
        if (isUp(link) && (i == 0 || common.contains(fabric.target(link)))) {
          ofLeaf.add(fabric.target(link));
          if (i == 0 && !inOrder.contains(fabric.target(link))) {
            inOrder.add(fabric.target(link));
          }
        }
      }
      common = ofLeaf;
    }
    return inOrder.intStream().filter(common::contains).toArray();
  }

  private boolean isUp(int link) {
    return fabric.nodeLevel(fabric.target(link)) > fabric.nodeLevel(fabric.source(link));
  }

  private int firstLink(int node) {
    return fabric.firstLink(node);
  }

  private int endLink(int node) {
    return fabric.firstLink(node + 1);
  }
}

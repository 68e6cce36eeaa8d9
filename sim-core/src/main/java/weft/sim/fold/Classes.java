package weft.sim.fold;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import org.jspecify.annotations.Nullable;
import weft.sim.collect.EquitablePartition;
import weft.sim.workload.Program;

/**
 * The classes of a {@link SymmetryGraph}, certified: they are equitable, and the rings of all
 * groups of a class have edges of the same classes in the same order, on which the end of a
 * collective depends.
 */
final class Classes {

  private final Program program;
  private final SymmetryGraph symmetry;
  private final EquitablePartition partition;

  private Classes(Program program, SymmetryGraph symmetry) {
    this.program = program;
    this.symmetry = symmetry;
    partition = new EquitablePartition(symmetry.graph());
  }

  /**
   * Finds the classes.
   *
   * @param most how many there may be
   * @return null if there are more
   */
  static @Nullable Classes of(Program program, SymmetryGraph symmetry, int most) {
    Classes classes = new Classes(program, symmetry);
    boolean equitable = classes.partition.refine(most);
    while (equitable && classes.splitByOrder()) {
      equitable = classes.partition.refine(most);
    }
    return equitable ? classes : null;
  }

  /** Tells groups apart whose edges come in another order; returns whether there were any. */
  private boolean splitByOrder() {
    int before = partition.classes();
    int[] keys = new int[symmetry.graph().vertices()];
    Object2IntOpenHashMap<IntArrayList> orders = new Object2IntOpenHashMap<>();
    for (int groups = 0; groups < program.partitions(); groups++) {
      for (int group = 0; group < program.groupCount(groups); group++) {
        int vertex = symmetry.group(groups, group);
        if (partition.size(partition.classOf(vertex)) > 1) {
          IntArrayList order = order(groups, group);
          int known = orders.getOrDefault(order, -1);
          if (known < 0) {
            known = orders.size();
            orders.put(order, known);
          }
          keys[vertex] = known;
        }
      }
    }
    partition.splitBy(vertex -> keys[vertex]);
    return partition.classes() > before;
  }

  private IntArrayList order(int groups, int group) {
    IntArrayList order = new IntArrayList();
    int first = symmetry.firstConnection(groups, group);
    for (int edge = 0; edge < symmetry.edgeCount(groups, group); edge++) {
      order.add(ofConnection(first + edge));
    }
    return order;
  }

  int ofRank(int rank) {
    return partition.classOf(rank);
  }

  int ofGroup(int groups, int group) {
    return partition.classOf(symmetry.group(groups, group));
  }

  int ofVertex(int vertex) {
    return partition.classOf(vertex);
  }

  int ofConnection(int connection) {
    return partition.classOf(symmetry.connection(connection));
  }

  /** The class of a link that may bind. */
  int ofLink(int link) {
    return partition.classOf(symmetry.link(link));
  }

  /** Size of a class. */
  int size(int ofClass) {
    return partition.size(ofClass);
  }

  /** Number of classes of everything. */
  int count() {
    return partition.classes();
  }
}

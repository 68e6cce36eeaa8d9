package weft.sim.collective.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;

/** The groups that algorithms are tested on. */
final class Shapes {

  private Shapes() {}

  /**
   * One node of 1 … 17 ranks, as many nodes of one, equal and unequal nodes, ranks dealt to nodes
   * at random, with all that switches can do.
   */
  static List<GroupShape> all() {
    List<GroupShape> shapes = new ArrayList<>();
    for (int ranks = 1; ranks <= 17; ranks++) {
      shapes.add(GroupShape.ofNodes(ranks).withMulticast());
      shapes.add(withLeaves(GroupShape.ofNodes(new Random(ranks).ints(ranks, 1, 2).toArray())));
      shapes.add(withLeaves(dealt(ranks, 1 + ranks / 3, ranks)));
    }
    for (int[] nodes :
        new int[][] {
          {4, 4},
          {8, 8, 8},
          {8, 8, 8, 8},
          {2, 2, 2, 2, 2},
          {3, 3, 3},
          {1, 2},
          {4, 2, 3},
          {8, 8, 8, 5},
          {6, 1, 4, 4, 2},
          {16, 16, 16, 16},
          {64}
        }) {
      shapes.add(withLeaves(GroupShape.ofNodes(nodes).withMulticast()));
    }
    shapes.add(overPcie(3, 8));
    shapes.add(overPcie(5, 2));
    return shapes;
  }

  /** Nodes in which the first half of the ranks of each of two rails reach a NIC by themselves. */
  static GroupShape overPcie(int nodes, int ranksOfNode) {
    int ranks = nodes * ranksOfNode;
    int[] domains = new int[ranks];
    int[] rails = new int[ranks];
    boolean[] nics = new boolean[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      int place = rank % ranksOfNode;
      domains[rank] = rank / ranksOfNode;
      rails[rank] = 2 * place / ranksOfNode;
      nics[rank] = 2 * place % ranksOfNode < (ranksOfNode + 1) / 2;
    }
    return GroupShape.of(domains, rails).withNics(nics);
  }

  /** Two nodes a leaf, the rails on leaves of their own. */
  private static GroupShape withLeaves(GroupShape shape) {
    int[] leaves = new int[shape.ranks()];
    for (int rank = 0; rank < leaves.length; rank++) {
      leaves[rank] = 100 * shape.rail(rank) + shape.node(rank) / 2;
    }
    return shape.withReducingSwitches(leaves);
  }

  /** Ranks in random domains of odd numbers, on random rails. */
  private static GroupShape dealt(int ranks, int nodes, long seed) {
    Random random = new Random(seed);
    int[] domains = random.ints(ranks, 0, nodes).map(node -> 7 * node + 3).toArray();
    int[] rails = random.ints(ranks, 0, 4).toArray();
    return GroupShape.of(domains, rails).withMulticast();
  }

  /** Every operation with every algorithm on every group for which it is possible. */
  static Stream<Arguments> cases() {
    return cases(all());
  }

  /** The same on groups of 1, 2, 5 and 8 ranks. */
  static Stream<Arguments> few() {
    return cases(
        all().stream().filter(shape -> Set.of(1, 2, 5, 8).contains(shape.ranks())).toList());
  }

  private static Stream<Arguments> cases(List<GroupShape> shapes) {
    return shapes.stream()
        .flatMap(
            shape ->
                Stream.of(Operation.values())
                    .flatMap(
                        operation ->
                            Schedules.possible(operation, shape).stream()
                                .map(algorithm -> Arguments.of(operation, algorithm, shape))));
  }
}

package weft.sim.collective.algorithm;

/**
 * Two binary trees over the same nodes, such that no node has children in both, but at most one
 * (Sanders, Speck, Träff: Two-tree algorithms for full bandwidth broadcast, reduction and scan,
 * Parallel Computing 35, 2009).
 *
 * <p>In the first, a node whose number ends in <i>k</i> zero bits has its children 2<sup>k−1</sup>
 * below and above: the odd ones are the leaves. In the second, nodes are numbered backwards if they
 * are even in number, otherwise from the second one on: the leaves of the one are inside the other.
 */
final class BinaryTrees {

  /** No such node. */
  static final int NONE = -1;

  private final int nodes;

  BinaryTrees(int nodes) {
    this.nodes = nodes;
  }

  /** The parent of a node in tree 0 or 1; {@link #NONE} of the root. */
  int parent(int tree, int node) {
    int number = number(tree, node);
    if (number == 0) {
      return NONE;
    }
    int bit = Integer.lowestOneBit(number);
    int without = number ^ bit;
    int parent = without | bit << 1;
    return node(tree, parent < nodes ? parent : without);
  }

  /** The lower (0) or upper (1) child of a node; {@link #NONE} if it has none. */
  int child(int tree, int node, int which) {
    int number = number(tree, node);
    int step = (number == 0 ? roundUp(nodes) : Integer.lowestOneBit(number)) / 2;
    if (which == 0) {
      return step == 0 || number == 0 ? NONE : node(tree, number - step);
    }
    while (step > 0 && number + step >= nodes) {
      step /= 2;
    }
    return step == 0 ? NONE : node(tree, number + step);
  }

  /** Whether a node that is not the root is its parent's lower (0) or upper (1) child. */
  int side(int tree, int node) {
    return number(tree, node) < number(tree, parent(tree, node)) ? 0 : 1;
  }

  /** The root of a tree. */
  int root(int tree) {
    return node(tree, 0);
  }

  /** The number of steps from the root to the farthest node. */
  int depth(int tree) {
    return depth(tree, root(tree));
  }

  private int depth(int tree, int node) {
    int depth = 0;
    for (int which = 0; which < 2; which++) {
      int child = child(tree, node, which);
      depth = child == NONE ? depth : Math.max(depth, 1 + depth(tree, child));
    }
    return depth;
  }

  private int number(int tree, int node) {
    if (tree == 0) {
      return node;
    }
    return nodes % 2 == 0 ? nodes - 1 - node : (node + nodes - 1) % nodes;
  }

  private int node(int tree, int number) {
    if (tree == 0) {
      return number;
    }
    return nodes % 2 == 0 ? nodes - 1 - number : (number + 1) % nodes;
  }

  private static int roundUp(int value) {
    return value <= 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
  }
}

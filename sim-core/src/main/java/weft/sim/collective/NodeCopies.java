package weft.sim.collective;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * An all-to-all of tokens, each of which is for some members only, and crosses to each node that
 * has one of them once: to the member on the sender's rail, which passes it on within the node
 * (DeepSeek-AI, DeepSeek-V3, 2024, section 3.2.2; DeepEP, normal kernels). On the way back that
 * member adds up what its node has of a token, and sends the sum.
 *
 * <p>What is passed on leaves while the rest still comes, so all messages begin at once: as in a
 * pipeline of small chunks, the slower of the two networks counts. The time of the first chunk on
 * the first of them is left out (assumption).
 */
public final class NodeCopies implements AllToAllParts {

  private final int members;
  private final ToDoubleFunction<int[]> chance;
  private final boolean isBack;

  /**
   * Copies of tokens.
   *
   * @param members of the group
   * @param chance that a token is for one at least of some members, given in the order of the group
   */
  public NodeCopies(int members, ToDoubleFunction<int[]> chance) {
    this(members, chance, false);
  }

  private NodeCopies(int members, ToDoubleFunction<int[]> chance, boolean isBack) {
    this.members = members;
    this.chance = chance;
    this.isBack = isBack;
  }

  @Override
  public NodeCopies back() {
    return new NodeCopies(members, chance, !isBack);
  }

  /** On one node, or alone on each, there is nobody to pass on to. */
  @Override
  public boolean isEven(GroupShape shape) {
    return shape.nodes() == 1 || shape.nodes() == shape.ranks();
  }

  /**
   * What each member has for each other.
   *
   * @param bytes of a copy of its tokens for each member that they are for
   */
  @Override
  public PairSizes sizes(GroupShape shape, long bytes) {
    double[] met = new double[members];
    for (int member = 0; member < members; member++) {
      met[member] = chance.applyAsDouble(new int[] {member});
    }
    double once = bytes / Arrays.stream(met).sum();
    double[][] sent = new double[members][members];
    for (int node = 0; node < shape.nodes(); node++) {
      int[] ofNode = ranks(shape, node);
      double metNode = chance.applyAsDouble(ofNode);
      for (int source = 0; source < members; source++) {
        int entry = entry(shape, node, source);
        if (entry != source) {
          sent[source][entry] += once * metNode;
        }
        for (int member : ofNode) {
          if (member != entry || entry == source) {
            sent[entry][member] += once * met[member];
          }
        }
      }
    }
    long[][] sizes = new long[members][members];
    for (int source = 0; source < members; source++) {
      for (int destination = 0; destination < members; destination++) {
        double size = isBack ? sent[destination][source] : sent[source][destination];
        sizes[source][destination] = Math.round(size);
      }
    }
    return new PairSizes(sizes);
  }

  private static int[] ranks(GroupShape shape, int node) {
    int[] ranks = new int[shape.size(node)];
    for (int place = 0; place < ranks.length; place++) {
      ranks[place] = shape.rank(node, place);
    }
    return ranks;
  }

  /**
   * The member of a node to which a member sends what is for that node: itself in its own, else the
   * one at its place if that is on its rail, or another on its rail, or whoever is at its place.
   */
  private static int entry(GroupShape shape, int node, int source) {
    if (shape.node(source) == node) {
      return source;
    }
    int alike = shape.rank(node, shape.place(source) % shape.size(node));
    if (shape.rail(alike) == shape.rail(source)) {
      return alike;
    }
    for (int member : ranks(shape, node)) {
      if (shape.rail(member) == shape.rail(source)) {
        return member;
      }
    }
    return alike;
  }
}

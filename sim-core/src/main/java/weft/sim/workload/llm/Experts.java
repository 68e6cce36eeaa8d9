package weft.sim.workload.llm;

import java.util.HashMap;
import java.util.Map;
import weft.sim.collective.NodeCopies;

/**
 * A mixture of experts in place of the feed-forward block.
 *
 * <p>If experts are in groups, the experts of a token are in some of these only. With a group on
 * each node, that bounds to how many nodes a token is sent (node-limited routing; DeepSeek-AI,
 * DeepSeek-V3, 2024, section 2.1.2).
 *
 * @param count experts among which tokens are routed
 * @param active of them, those that a token goes to
 * @param shared experts that every token goes to besides
 * @param size inner size of an expert's feed-forward block
 * @param denseLayers first layers of the model that have no experts
 * @param groups equal groups of neighbouring experts
 * @param activeGroups of them, those in which the experts of a token are
 */
public record Experts(
    int count, int active, int shared, int size, int denseLayers, int groups, int activeGroups) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is negative, there are no experts, a token goes to
   *     more than there are in the groups that it may choose from, or groups are not equal
   */
  public Experts {
    if (count < 1 || active < 1 || shared < 0 || size < 1 || denseLayers < 0) {
      throw new IllegalArgumentException(
          "%d of %d experts of size %d, %d shared, %d dense layers"
              .formatted(active, count, size, shared, denseLayers));
    }
    if (groups < 1
        || count % groups != 0
        || activeGroups < 1
        || activeGroups > groups
        || active > count / groups * activeGroups) {
      throw new IllegalArgumentException(
          "%d of %d experts in %d of %d groups".formatted(active, count, activeGroups, groups));
    }
  }

  /** Experts that a token may all choose from. */
  public Experts(int count, int active, int shared, int size, int denseLayers) {
    this(count, active, shared, size, denseLayers, 1, 1);
  }

  /**
   * How many of N ranks a token meets in the mean. Without groups it is N (1 − C(n − n/N, k)/C(n,
   * k)).
   */
  double ranksMet(int ranks) {
    double met = 0;
    for (int rank = 0; rank < ranks; rank++) {
      met += chance(new int[] {rank}, ranks);
    }
    return met;
  }

  /** How its tokens are sent once to each node, where N ranks divide the experts. */
  NodeCopies copies(int ranks) {
    return new NodeCopies(ranks, some -> chance(some, ranks));
  }

  /**
   * How likely it is that some of N ranks have an expert of a token, if it chooses its groups at
   * random, each as likely, and then k of their n' experts: if these ranks have m of those, 1 −
   * C(n' − m, k)/C(n', k), in the mean over the choices of groups.
   *
   * @param some of the ranks, each of which has n/N neighbouring experts
   * @param ranks N
   */
  double chance(int[] some, int ranks) {
    int[] inGroup = new int[groups];
    for (int rank : some) {
      for (int expert = 0; expert < count / ranks; expert++) {
        inGroup[(rank * (count / ranks) + expert) / (count / groups)]++;
      }
    }
    double missed = 0;
    for (Map.Entry<Integer, Double> chosen : chosen(inGroup).entrySet()) {
      missed += chosen.getValue() * missed(chosen.getKey());
    }
    return 1 - missed;
  }

  /** How likely it is that a token chooses none of so many experts in its groups. */
  private double missed(int some) {
    int open = count / groups * activeGroups;
    double missed = 1;
    for (int expert = 0; expert < active; expert++) {
      missed *= Math.max(0.0, open - some - expert) / (open - expert);
    }
    return missed;
  }

  /**
   * The number of certain experts in the groups of a token, with the chance of each number: the
   * groups are gone through one by one, and each is chosen with the share of those still to choose.
   *
   * @param inGroup how many of these experts each group has
   */
  private Map<Integer, Double> chosen(int[] inGroup) {
    Map<Integer, Map<Integer, Double>> byLeft = Map.of(activeGroups, Map.of(0, 1.0));
    for (int group = 0; group < groups; group++) {
      Map<Integer, Map<Integer, Double>> next = new HashMap<>();
      int some = inGroup[group];
      double rest = groups - group;
      byLeft.forEach(
          (left, sums) ->
              sums.forEach(
                  (sum, chance) -> {
                    add(next, left - 1, sum + some, chance * left / rest);
                    add(next, left, sum, chance * (rest - left) / rest);
                  }));
      byLeft = next;
    }
    return byLeft.getOrDefault(0, Map.of());
  }

  private static void add(
      Map<Integer, Map<Integer, Double>> into, int left, int sum, double chance) {
    if (chance > 0) {
      into.computeIfAbsent(left, any -> new HashMap<>()).merge(sum, chance, Double::sum);
    }
  }
}

package weft.sim.flow;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.flow.maxmin.Holders;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.flow.maxmin.MaxMinSystem;

/**
 * Classes of interchangeable flows over classes of interchangeable links, as a system of one flow
 * and one link each: what a class puts on a link is what all of its members on that link do.
 */
final class Quotient {

  private final int[] flowsOf;
  private final int[] begins;
  private final int[] linkOfClass;
  private final int[] classOfLink;

  /** Classes of links that each class of flows crosses, and what it puts on one of them. */
  private final int[] firstHops;

  private final int[] hopClasses;
  private final double[] hopShares;

  private final boolean[] isAlive;
  private int alive;
  private final double[] capacities;
  private final MaxMinSystem system = new MaxMinSystem();
  private final MaxMinSolver solver = new MaxMinSolver();
  private final int[] solved;
  private final double[] rates;
  private final int[] bottlenecks;
  private final Holders holders = new Holders();

  /** For each hop of each class, whether its links have held the class since {@link #hold}. */
  private final boolean[] isHeldBy;

  /**
   * The quotient by a partition.
   *
   * @param numbers of the flows
   * @param capacities by link of the fabric
   */
  Quotient(FoldGraph graph, Refinement partition, int[] numbers, double[] capacities) {
    int[] quotientOf = new int[partition.classes()];
    int flowClasses = 0;
    int linkClasses = 0;
    for (int each = 0; each < quotientOf.length; each++) {
      boolean isFlow = partition.member(partition.begin(each)) < graph.flows();
      quotientOf[each] = isFlow ? flowClasses++ : linkClasses++;
    }
    flowsOf = new int[graph.flows()];
    begins = new int[flowClasses + 1];
    linkOfClass = new int[linkClasses];
    classOfLink = new int[capacities.length];
    Arrays.fill(classOfLink, -1);
    this.capacities = new double[linkClasses];
    double[][] shares = new double[flowClasses][];
    int[][] hops = new int[flowClasses][];
    Arrays.fill(hops, IntArrays.EMPTY_ARRAY);
    Arrays.fill(shares, DoubleArrays.EMPTY_ARRAY);
    int placed = 0;
    for (int each = 0; each < quotientOf.length; each++) {
      int first = partition.member(partition.begin(each));
      if (first < graph.flows()) {
        begins[quotientOf[each]] = placed;
        for (int place = partition.begin(each); place < partition.end(each); place++) {
          flowsOf[placed++] = numbers[partition.member(place)];
        }
        Arrays.sort(flowsOf, begins[quotientOf[each]], placed);
      }
    }
    begins[flowClasses] = placed;
    double[] sums = new double[flowClasses];
    for (int each = 0; each < quotientOf.length; each++) {
      int vertex = partition.member(partition.begin(each));
      if (vertex >= graph.flows()) {
        int linkClass = quotientOf[each];
        linkOfClass[linkClass] = graph.link(vertex);
        this.capacities[linkClass] = capacities[graph.link(vertex)];
        for (int place = partition.begin(each); place < partition.end(each); place++) {
          classOfLink[graph.link(partition.member(place))] = linkClass;
        }
        for (int edge = graph.firstEdge(vertex); edge < graph.endEdge(vertex); edge++) {
          sums[quotientOf[partition.classOf(graph.target(edge))]] += graph.weight(edge);
        }
        for (int edge = graph.firstEdge(vertex); edge < graph.endEdge(vertex); edge++) {
          int flowClass = quotientOf[partition.classOf(graph.target(edge))];
          if (sums[flowClass] > 0) {
            hops[flowClass] = Arrays.copyOf(hops[flowClass], hops[flowClass].length + 1);
            hops[flowClass][hops[flowClass].length - 1] = linkClass;
            shares[flowClass] = Arrays.copyOf(shares[flowClass], hops[flowClass].length);
            shares[flowClass][hops[flowClass].length - 1] = sums[flowClass];
            sums[flowClass] = 0;
          }
        }
      }
    }
    firstHops = new int[flowClasses + 1];
    for (int each = 0; each < flowClasses; each++) {
      firstHops[each + 1] = firstHops[each] + hops[each].length;
    }
    hopClasses = new int[firstHops[flowClasses]];
    hopShares = new double[firstHops[flowClasses]];
    for (int each = 0; each < flowClasses; each++) {
      System.arraycopy(hops[each], 0, hopClasses, firstHops[each], hops[each].length);
      System.arraycopy(shares[each], 0, hopShares, firstHops[each], hops[each].length);
    }
    isHeldBy = new boolean[hopClasses.length];
    isAlive = new boolean[flowClasses];
    Arrays.fill(isAlive, true);
    alive = flowClasses;
    solved = new int[flowClasses];
    rates = new double[flowClasses];
    bottlenecks = new int[flowClasses];
  }

  /** Number of classes of flows. */
  int classes() {
    return isAlive.length;
  }

  /** How many of them have not ended. */
  int alive() {
    return alive;
  }

  boolean isAlive(int each) {
    return isAlive[each];
  }

  /** A class has ended. */
  void end(int each) {
    isAlive[each] = false;
    alive--;
  }

  /** Where the members of a class begin in {@link #member}; they end where those of the next do. */
  int begin(int each) {
    return begins[each];
  }

  /** The number of a flow, ascending in a class. */
  int member(int place) {
    return flowsOf[place];
  }

  /** The class of a link of the fabric; −1 if it cannot bind or has no flows. */
  int classOfLink(int link) {
    return classOfLink[link];
  }

  /** Works out the rates of what is alive; members of a class share alike. */
  void solve(Sharings sharings) {
    system.clear(linkOfClass.length);
    for (int link = 0; link < linkOfClass.length; link++) {
      system.capacity(link, capacities[link]);
    }
    int count = 0;
    for (int each = 0; each < isAlive.length; each++) {
      if (isAlive[each]) {
        solved[count++] = each;
        sharings.addTo(system, flowsOf[begins[each]]);
        for (int hop = firstHops[each]; hop < firstHops[each + 1]; hop++) {
          system.addHop(hopClasses[hop], hopShares[hop]);
        }
      }
    }
    solver.solve(system, rates, bottlenecks);
    holders.find(system, rates);
    holders.name(system, rates, bottlenecks, link -> link);
  }

  /** A class that was solved, {@code 0 … alive − 1}. */
  int solved(int index) {
    return solved[index];
  }

  /** Its members' rate. */
  double rate(int index) {
    return rates[index];
  }

  /** A class of links that holds each of them, or what a solver says instead. */
  int bottleneck(int index) {
    return bottlenecks[index];
  }

  /** Whether a class is held by other links than since {@link #hold}. */
  boolean isHeldByOthers(int index) {
    int first = firstHops[solved[index]];
    int end = firstHops[solved[index] + 1];
    int hop = first;
    while (hop < end && isHeldBy[hop] == holders.holds(system, index, hop - first)) {
      hop++;
    }
    return hop < end;
  }

  /** A class is held from now on by the links of the solution. */
  void hold(int index) {
    int first = firstHops[solved[index]];
    for (int hop = first; hop < firstHops[solved[index] + 1]; hop++) {
      isHeldBy[hop] = holders.holds(system, index, hop - first);
    }
  }

  /** Whether links of a class hold the members of a class of flows. */
  boolean isHeldBy(int each, int linkClass) {
    int hop = firstHops[each];
    int end = firstHops[each + 1];
    while (hop < end && hopClasses[hop] != linkClass) {
      hop++;
    }
    return hop < end && isHeldBy[hop];
  }
}

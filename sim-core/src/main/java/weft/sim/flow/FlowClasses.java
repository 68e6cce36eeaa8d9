package weft.sim.flow;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * An equitable partition of flows and links: which flows are of each class, and what they put on
 * one link of each class of links together.
 */
final class FlowClasses {

  private final int[] flowsOf;
  private final int[] begins;

  /** A link of each class, and the class of each link; −1 if it has none. */
  private final int[] linkOfClass;

  private final int[] classOfLink;
  private final int[][] hops;
  private final double[][] shares;

  /**
   * Classes that somebody has found.
   *
   * @param flowsOf numbers of flows, class by class, ascending in each
   * @param begins where each class begins there, and the end
   * @param linkOfClass a link of each class of links
   * @param classOfLink the class of each link; −1 if it cannot bind or has no flows
   * @param hops the classes of links that each class of flows crosses
   * @param shares what all of a class put on one link of these
   */
  FlowClasses(
      int[] flowsOf,
      int[] begins,
      int[] linkOfClass,
      int[] classOfLink,
      int[][] hops,
      double[][] shares) {
    this.flowsOf = flowsOf;
    this.begins = begins;
    this.linkOfClass = linkOfClass;
    this.classOfLink = classOfLink;
    this.hops = hops;
    this.shares = shares;
  }

  /**
   * The classes of a refined graph.
   *
   * @param numbers of the flows
   * @param links of the fabric
   */
  static FlowClasses of(FoldGraph graph, Refinement partition, int[] numbers, int links) {
    int[] numberOf = new int[partition.classes()];
    int flowClasses = 0;
    int linkClasses = 0;
    for (int each = 0; each < numberOf.length; each++) {
      boolean isFlow = partition.member(partition.begin(each)) < graph.flows();
      numberOf[each] = isFlow ? flowClasses++ : linkClasses++;
    }
    int[] flowsOf = new int[graph.flows()];
    int[] begins = new int[flowClasses + 1];
    int[] linkOfClass = new int[linkClasses];
    int[] classOfLink = new int[links];
    Arrays.fill(classOfLink, -1);
    IntArrayList[] hops = new IntArrayList[flowClasses];
    DoubleArrayList[] shares = new DoubleArrayList[flowClasses];
    Arrays.setAll(hops, each -> new IntArrayList());
    Arrays.setAll(shares, each -> new DoubleArrayList());
    double[] sums = new double[flowClasses];
    int placed = 0;
    for (int each = 0; each < numberOf.length; each++) {
      int vertex = partition.member(partition.begin(each));
      if (vertex < graph.flows()) {
        begins[numberOf[each]] = placed;
        for (int place = partition.begin(each); place < partition.end(each); place++) {
          flowsOf[placed++] = numbers[partition.member(place)];
        }
        Arrays.sort(flowsOf, begins[numberOf[each]], placed);
      } else {
        int linkClass = numberOf[each];
        linkOfClass[linkClass] = graph.link(vertex);
        for (int place = partition.begin(each); place < partition.end(each); place++) {
          classOfLink[graph.link(partition.member(place))] = linkClass;
        }
        for (int edge = graph.firstEdge(vertex); edge < graph.endEdge(vertex); edge++) {
          sums[numberOf[partition.classOf(graph.target(edge))]] += graph.weight(edge);
        }
        for (int edge = graph.firstEdge(vertex); edge < graph.endEdge(vertex); edge++) {
          int flowClass = numberOf[partition.classOf(graph.target(edge))];
          if (sums[flowClass] > 0) {
            hops[flowClass].add(linkClass);
            shares[flowClass].add(sums[flowClass]);
            sums[flowClass] = 0;
          }
        }
      }
    }
    begins[flowClasses] = placed;
    return new FlowClasses(
        flowsOf,
        begins,
        linkOfClass,
        classOfLink,
        Arrays.stream(hops).map(IntArrayList::toIntArray).toArray(int[][]::new),
        Arrays.stream(shares).map(DoubleArrayList::toDoubleArray).toArray(double[][]::new));
  }

  /** Number of classes of flows. */
  int classes() {
    return hops.length;
  }

  /** Number of classes of links. */
  int linkClasses() {
    return linkOfClass.length;
  }

  /** Where the members of a class begin in {@link #member}; they end where those of the next do. */
  int begin(int each) {
    return begins[each];
  }

  /** The number of a flow, ascending in a class. */
  int member(int place) {
    return flowsOf[place];
  }

  /** A link of a class. */
  int linkOf(int linkClass) {
    return linkOfClass[linkClass];
  }

  /** The class of a link of the fabric; −1 if it cannot bind or has no flows. */
  int classOfLink(int link) {
    return classOfLink[link];
  }

  /** The classes of links that a class of flows crosses, each once. */
  int[] hops(int each) {
    return hops[each];
  }

  /** What all of a class put on one link of each of {@link #hops}, relative to their rate. */
  double[] shares(int each) {
    return shares[each];
  }
}

package weft.sim.flow;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.sim.route.Paths;

/** Flows and the links that can bind them, as a graph for {@link Refinement}. */
final class FoldGraph implements Refinement.Graph {

  /** Counted once; more do not fit into an array. */
  private static final int MOST_EDGES = Integer.MAX_VALUE / 4;

  /** Fewer flows are not sampled. */
  private static final int MANY = 1 << 16;

  /** Of so many one is. */
  private static final int SAMPLED = 64;

  /** How much more there may be in a sample than is expected. */
  private static final double CHANCE = 1.05;

  private final int flows;
  private final int[] linkOfVertex;
  private final int[] firstEdges;
  private final int[] targets;
  private final double[] weights;

  private FoldGraph(int flows, int[] linkOfVertex, int[] firstEdges) {
    this.flows = flows;
    this.linkOfVertex = linkOfVertex;
    this.firstEdges = firstEdges;
    targets = new int[firstEdges[firstEdges.length - 1]];
    weights = new double[targets.length];
  }

  /**
   * The graph of flows on paths.
   *
   * @param binds spreads that have a link that can bind
   * @param mostClasses how many classes of flows it may have
   * @return null if it has more, as far as a sample tells, or {@link #MOST_EDGES}
   */
  static @Nullable FoldGraph of(
      Paths paths,
      int[] pathOfFlow,
      int flows,
      LinkPruning pruning,
      boolean[] binds,
      int links,
      int mostClasses) {
    int[] vertexOfLink = new int[links];
    Arrays.fill(vertexOfLink, -1);
    int[] linkOfVertex = new int[links];
    int[] degrees = new int[flows + links];
    int vertices = flows;
    long edges = 0;
    for (int flow = 0; flow < flows; flow++) {
      int path = pathOfFlow[flow];
      int hops = hops(paths, path, binds);
      for (int hop = 0; hop < hops; hop++) {
        int link = paths.link(path, hop);
        if (pruning.canBind(link)) {
          if (vertexOfLink[link] < 0) {
            linkOfVertex[vertices - flows] = link;
            vertexOfLink[link] = vertices++;
          }
          degrees[flow]++;
          degrees[vertexOfLink[link]]++;
          edges++;
        }
      }
      if (edges > MOST_EDGES) {
        return null;
      }
    }
    if (flows >= MANY && !isLikely(paths, pathOfFlow, flows, vertexOfLink, degrees, mostClasses)) {
      return null;
    }
    int[] first = new int[vertices + 1];
    for (int vertex = 0; vertex < vertices; vertex++) {
      first[vertex + 1] = first[vertex] + degrees[vertex];
    }
    FoldGraph graph = new FoldGraph(flows, Arrays.copyOf(linkOfVertex, vertices - flows), first);
    int[] next = first.clone();
    for (int flow = 0; flow < flows; flow++) {
      int path = pathOfFlow[flow];
      int hops = hops(paths, path, binds);
      for (int hop = 0; hop < hops; hop++) {
        int link = paths.link(path, hop);
        if (pruning.canBind(link)) {
          double share = paths.share(path, hop);
          graph.put(next[flow]++, vertexOfLink[link], share);
          graph.put(next[vertexOfLink[link]]++, flow, share);
        }
      }
    }
    return graph;
  }

  /**
   * Whether there may be so few classes. Flows are unlike if their links have other numbers of
   * flows; of so many classes as large as each other, a sample of {@code n} flows has {@code most
   * (1 − exp(−n / most))}, and fewer if some are larger.
   */
  private static boolean isLikely(
      Paths paths, int[] pathOfFlow, int flows, int[] vertexOfLink, int[] degrees, int most) {
    LongOpenHashSet kinds = new LongOpenHashSet();
    int sample = 0;
    for (int flow = 0; flow < flows; flow += SAMPLED) {
      int path = pathOfFlow[flow];
      long kind = 0;
      for (int hop = 0; hop < paths.ownHops(path); hop++) {
        int vertex = vertexOfLink[paths.link(path, hop)];
        kind += vertex < 0 ? 0 : HashCommon.mix((long) degrees[vertex]);
      }
      kinds.add(kind);
      sample++;
    }
    return kinds.size() <= CHANCE * most * -Math.expm1(-(double) sample / most);
  }

  private static int hops(Paths paths, int path, boolean[] binds) {
    int spread = paths.spread(path);
    return spread == Paths.NO_SPREAD || binds[spread] ? paths.hops(path) : paths.ownHops(path);
  }

  private void put(int edge, int target, double weight) {
    targets[edge] = target;
    weights[edge] = weight;
  }

  /** Flows come first among the vertices. */
  int flows() {
    return flows;
  }

  /** The fabric's link that a vertex is. */
  int link(int vertex) {
    return linkOfVertex[vertex - flows];
  }

  @Override
  public int vertices() {
    return firstEdges.length - 1;
  }

  @Override
  public int firstEdge(int vertex) {
    return firstEdges[vertex];
  }

  @Override
  public int endEdge(int vertex) {
    return firstEdges[vertex + 1];
  }

  @Override
  public int target(int edge) {
    return targets[edge];
  }

  @Override
  public double weight(int edge) {
    return weights[edge];
  }
}

package weft.topology.analyse;

import java.util.Arrays;

/**
 * For every vertex of an undirected graph, how much weight loses touch with the rest when that
 * vertex is gone: all answers from one depth-first search (Tarjan's articulation points), without
 * recursion, for paths in a fabric's graph may be as long as the fabric has devices.
 */
final class CutVertices {

  private final int[] firstNeighbour;
  private final int[] neighbours;
  private final int[] weights;
  private final int[] order;
  private final int[] low;
  private final int[] parent;
  private final int[] root;
  private final int[] next;
  private final int[] below;
  private final int[] separated;
  private final int[] largest;
  private int visited;

  /**
   * Runs the search.
   *
   * @param weights by vertex
   * @param from the ends of the edges
   * @param to the other ends
   */
  CutVertices(int[] weights, int[] from, int[] to) {
    int vertices = weights.length;
    this.weights = weights;
    firstNeighbour = new int[vertices + 1];
    neighbours = new int[2 * from.length];
    order = new int[vertices];
    low = new int[vertices];
    parent = new int[vertices];
    root = new int[vertices];
    below = weights.clone();
    separated = new int[vertices];
    largest = new int[vertices];
    fill(from, to);
    next = firstNeighbour.clone();
    search();
  }

  /**
   * Weight outside the largest part that is left of what the vertex hung together with, its own
   * included.
   */
  int cutOffBy(int vertex) {
    int above = below[root[vertex]] - weights[vertex] - separated[vertex];
    return below[root[vertex]] - Math.max(largest[vertex], above);
  }

  private void fill(int[] from, int[] to) {
    for (int edge = 0; edge < from.length; edge++) {
      firstNeighbour[from[edge] + 1]++;
      firstNeighbour[to[edge] + 1]++;
    }
    Arrays.parallelPrefix(firstNeighbour, Integer::sum);
    int[] free = firstNeighbour.clone();
    for (int edge = 0; edge < from.length; edge++) {
      neighbours[free[from[edge]]++] = to[edge];
      neighbours[free[to[edge]]++] = from[edge];
    }
  }

  private void search() {
    for (int start = 0; start < weights.length; start++) {
      if (order[start] == 0) {
        visit(start);
      }
    }
  }

  private void visit(int start) {
    parent[start] = -1;
    enter(start, start);
    int at = start;
    while (at >= 0) {
      if (next[at] == firstNeighbour[at + 1]) {
        leave(at);
        at = parent[at];
        continue;
      }
      int neighbour = neighbours[next[at]++];
      if (order[neighbour] == 0) {
        parent[neighbour] = at;
        enter(neighbour, start);
        at = neighbour;
      } else if (neighbour != parent[at]) {
        low[at] = Math.min(low[at], order[neighbour]);
      }
    }
  }

  private void enter(int vertex, int start) {
    order[vertex] = ++visited;
    low[vertex] = visited;
    root[vertex] = start;
  }

  private void leave(int vertex) {
    int above = parent[vertex];
    if (above >= 0) {
      low[above] = Math.min(low[above], low[vertex]);
      below[above] += below[vertex];
      // For the start of a search this holds of every child, and nothing is left above it.
      if (low[vertex] >= order[above]) {
        separated[above] += below[vertex];
        largest[above] = Math.max(largest[above], below[vertex]);
      }
    }
  }
}

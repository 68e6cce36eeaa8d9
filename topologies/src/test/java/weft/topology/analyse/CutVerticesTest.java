package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Multigraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CutVerticesTest {

  /** A path 0 – 1 – 2 – 3 of weights 1, 1, 1, 5: without 1, {2, 3} is left and 2 are cut off. */
  @Test
  void aPath() {
    CutVertices parts =
        new CutVertices(new int[] {1, 1, 1, 5}, new int[] {0, 1, 2}, new int[] {1, 2, 3});
    assertThat(IntStream.range(0, 4).map(parts::cutOffBy)).containsExactly(1, 2, 3, 5);
  }

  /** Against removing each vertex in turn, on graphs that are often in several parts. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatRemovalLeaves(long seed) {
    Random random = new Random(seed);
    int vertices = 1 + random.nextInt(12);
    int edges = vertices == 1 ? 0 : random.nextInt(2 * vertices);
    int[] weights = IntStream.generate(() -> random.nextInt(4)).limit(vertices).toArray();
    int[] from = new int[edges];
    int[] to = new int[edges];
    for (int edge = 0; edge < edges; edge++) {
      from[edge] = random.nextInt(vertices);
      to[edge] = (from[edge] + 1 + random.nextInt(vertices - 1)) % vertices;
    }
    CutVertices parts = new CutVertices(weights, from, to);
    for (int gone = 0; gone < vertices; gone++) {
      Multigraph<Integer, DefaultEdge> graph = new Multigraph<>(DefaultEdge.class);
      IntStream.range(0, vertices).forEach(graph::addVertex);
      for (int edge = 0; edge < edges; edge++) {
        graph.addEdge(from[edge], to[edge]);
      }
      Set<Integer> before = new ConnectivityInspector<>(graph).connectedSetOf(gone);
      graph.removeVertex(gone);
      int largest = 0;
      for (Set<Integer> part : new ConnectivityInspector<>(graph).connectedSets()) {
        largest = before.containsAll(part) ? Math.max(largest, weight(part, weights)) : largest;
      }
      assertThat(parts.cutOffBy(gone))
          .as("seed %d, without %d", seed, gone)
          .isEqualTo(weight(before, weights) - largest);
    }
  }

  private static int weight(Set<Integer> part, int[] weights) {
    return part.stream().mapToInt(vertex -> weights[vertex]).sum();
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }
}

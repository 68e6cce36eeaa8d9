package weft.sim.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against rounds in which every vertex tells all about its neighbours, until nothing changes. */
final class EquitablePartitionTest {

  private record Edge(int one, int other, int label) {}

  /** The classes of a graph as the dullest refinement finds them, numbered in order of vertices. */
  private static int[] dull(int[] colours, List<Edge> edges) {
    int[] classes = numbered(Arrays.stream(colours).boxed().toList());
    while (true) {
      List<TreeMap<String, Integer>> neighbours = new ArrayList<>();
      for (int colour : classes) {
        TreeMap<String, Integer> own = new TreeMap<>();
        own.put("own " + colour, 1);
        neighbours.add(own);
      }
      for (Edge edge : edges) {
        neighbours.get(edge.one).merge(edge.label + " " + classes[edge.other], 1, Integer::sum);
        neighbours.get(edge.other).merge(edge.label + " " + classes[edge.one], 1, Integer::sum);
      }
      int[] finer = numbered(neighbours);
      if (Arrays.equals(finer, classes)) {
        return classes;
      }
      classes = finer;
    }
  }

  private static <T> int[] numbered(List<T> keys) {
    Map<T, Integer> numbers = new HashMap<>();
    return keys.stream()
        .mapToInt(key -> numbers.computeIfAbsent(key, any -> numbers.size()))
        .toArray();
  }

  private static int[] classes(EquitablePartition partition, int vertices) {
    List<Integer> classes = new ArrayList<>();
    for (int vertex = 0; vertex < vertices; vertex++) {
      classes.add(partition.classOf(vertex));
    }
    return numbered(classes);
  }

  private static LabelledGraph graph(int[] colours, List<Edge> edges) {
    LabelledGraph graph = new LabelledGraph();
    for (int colour : colours) {
      graph.addVertex(colour);
    }
    for (Edge edge : edges) {
      graph.addEdge(edge.one, edge.other, edge.label);
    }
    return graph;
  }

  @Test
  void findsWhatRoundsFind() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int vertices = 1 + random.nextInt(40);
      int[] colours = random.ints(vertices, 0, 1 + random.nextInt(3)).toArray();
      List<Edge> edges = new ArrayList<>();
      int count = random.nextInt(2 * vertices);
      for (int i = 0; i < count; i++) {
        edges.add(
            new Edge(
                random.nextInt(vertices), random.nextInt(vertices), random.nextInt(1 + i % 3)));
      }
      EquitablePartition partition = new EquitablePartition(graph(colours, edges));
      assertThat(partition.refine(vertices)).isTrue();
      int[] dull = dull(colours, edges);
      assertThat(classes(partition, vertices)).as("seed %d", seed).isEqualTo(dull);
      assertThat(partition.classes()).isEqualTo(Arrays.stream(dull).max().orElseThrow() + 1);
    }
  }

  @Test
  void aRingIsOneClassUntilOneOfItIsMarked() {
    int[] colours = new int[1_000];
    List<Edge> edges = new ArrayList<>();
    for (int vertex = 0; vertex < colours.length; vertex++) {
      edges.add(new Edge(vertex, (vertex + 1) % colours.length, 0));
    }
    EquitablePartition partition = new EquitablePartition(graph(colours, edges));
    partition.refine(colours.length);
    assertThat(partition.classes()).isEqualTo(1);
    partition.splitBy(vertex -> vertex == 7 ? 1 : 0);
    partition.refine(colours.length);
    assertThat(partition.classes()).as("as many as there are distances from it").isEqualTo(501);
    assertThat(partition.classOf(6)).isEqualTo(partition.classOf(8));
    assertThat(partition.size(partition.classOf(7))).isEqualTo(1);
  }

  @Test
  void givesUpWhereThereAreTooMany() {
    int[] colours = new int[100];
    List<Edge> edges = new ArrayList<>();
    for (int vertex = 0; vertex + 1 < colours.length; vertex++) {
      edges.add(new Edge(vertex, vertex + 1, 0));
    }
    assertThat(new EquitablePartition(graph(colours, edges)).refine(49)).isFalse();
    assertThat(new EquitablePartition(graph(colours, edges)).refine(50)).isTrue();
  }
}

package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against refinement by rounds: each vertex's colour with the sorted colours of its neighbours. */
final class RefinementTest {

  /** Rows of targets, each with a weight. */
  private record Rows(List<List<int[]>> rows) implements Refinement.Graph {
    @Override
    public int vertices() {
      return rows.size();
    }

    @Override
    public int firstEdge(int vertex) {
      return rows.subList(0, vertex).stream().mapToInt(List::size).sum();
    }

    @Override
    public int endEdge(int vertex) {
      return firstEdge(vertex + 1);
    }

    private int[] edge(int edge) {
      int vertex = 0;
      while (endEdge(vertex) <= edge) {
        vertex++;
      }
      return rows.get(vertex).get(edge - firstEdge(vertex));
    }

    @Override
    public int target(int edge) {
      return edge(edge)[0];
    }

    @Override
    public double weight(int edge) {
      return edge(edge)[1];
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void findsTheCoarsestEquitablePartition(long seed) {
    Random random = new Random(seed);
    int flows = 4 + random.nextInt(12);
    int links = 2 + random.nextInt(6);
    Rows graph = random(random, flows, links);
    int[] colours = new int[flows + links];
    Arrays.fill(colours, flows, colours.length, 1);
    Refinement refinement = new Refinement(graph, colours, 2);
    assertThat(refinement.refine(Integer.MAX_VALUE, Long.MAX_VALUE)).isTrue();
    int[] expected = dull(graph, colours);
    for (int one = 0; one < expected.length; one++) {
      for (int other = 0; other < one; other++) {
        assertThat(refinement.classOf(one) == refinement.classOf(other))
            .as(
                "vertices %d and %d of %d flows and %d links, seed %d",
                one, other, flows, links, seed)
            .isEqualTo(expected[one] == expected[other]);
      }
    }
    for (int each = 0; each < refinement.classes(); each++) {
      for (int place = refinement.begin(each); place < refinement.end(each); place++) {
        assertThat(refinement.classOf(refinement.member(place))).isEqualTo(each);
      }
    }
  }

  /** Flows 0 and 1 over link 3, flow 2 alone over link 4: the links differ, so the flows do. */
  @Test
  void tellsApartWhatMeetsAnother() {
    Rows graph =
        new Rows(
            List.of(
                List.of(new int[] {3, 1}),
                List.of(new int[] {3, 1}),
                List.of(new int[] {4, 1}),
                List.of(new int[] {0, 1}, new int[] {1, 1}),
                List.of(new int[] {2, 1})));
    Refinement refinement = new Refinement(graph, new int[] {0, 0, 0, 1, 1}, 2);
    assertThat(refinement.refine(10, 100)).isTrue();
    assertThat(refinement.classes()).isEqualTo(4);
    assertThat(refinement.classOf(0)).isEqualTo(refinement.classOf(1));
  }

  @Test
  void givesUpWhereNearlyAllDiffer() {
    Rows graph = random(new Random(1), 12, 4);
    int[] colours = new int[16];
    Arrays.fill(colours, 12, 16, 1);
    assertThat(new Refinement(graph, colours, 2).refine(3, Long.MAX_VALUE)).isFalse();
    assertThat(new Refinement(graph, colours, 2).refine(100, 5)).isFalse();
  }

  private static Rows random(Random random, int flows, int links) {
    List<List<int[]>> rows = new ArrayList<>();
    for (int vertex = 0; vertex < flows + links; vertex++) {
      rows.add(new ArrayList<>());
    }
    int weights = 1 + random.nextInt(2);
    for (int flow = 0; flow < flows; flow++) {
      int hops = 1 + random.nextInt(2);
      for (int link :
          random.ints(flows, flows + links).distinct().limit(Math.min(hops, links)).toArray()) {
        int weight = 1 + random.nextInt(weights);
        rows.get(flow).add(new int[] {link, weight});
        rows.get(link).add(new int[] {flow, weight});
      }
    }
    return new Rows(rows);
  }

  private static int[] dull(Rows graph, int[] first) {
    int[] colours = first.clone();
    int before = 0;
    while (true) {
      Map<String, Integer> known = new HashMap<>();
      int[] next = new int[colours.length];
      for (int vertex = 0; vertex < next.length; vertex++) {
        Map<Integer, Integer> sums = new TreeMap<>();
        for (int[] edge : graph.rows().get(vertex)) {
          sums.merge(colours[edge[0]], edge[1], Integer::sum);
        }
        next[vertex] = numberOf(known, colours[vertex] + " " + sums);
      }
      colours = next;
      if (known.size() == before) {
        return colours;
      }
      before = known.size();
    }
  }

  private static int numberOf(Map<String, Integer> known, String key) {
    Integer number = known.putIfAbsent(key, known.size());
    return number == null ? known.size() - 1 : number;
  }
}

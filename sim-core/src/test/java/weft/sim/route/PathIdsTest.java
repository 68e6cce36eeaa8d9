package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a map. */
final class PathIdsTest {

  @ParameterizedTest(name = "{0} endpoints, {1} flows, seed {2}")
  @CsvSource({"30, 2, 1", "3000, 1, 2", "16777216, 65536, 3", "200, 1, 4", "4, 60000, 5"})
  void isAMap(int endpoints, int flows, long seed) {
    Random random = new Random(seed);
    Map<String, Integer> expected = new HashMap<>();
    PathIds paths = new PathIds();
    for (int i = 0; i < 40_000; i++) {
      int source = random.nextInt(endpoints);
      int destination = random.nextInt(endpoints);
      int flow = random.nextInt(flows);
      String key = source + " " + destination + " " + flow;
      assertThat(paths.get(source, destination, flow))
          .as("%s, seed %d", key, seed)
          .isEqualTo(expected.getOrDefault(key, PathIds.NONE));
      if (random.nextBoolean()) {
        paths.put(source, destination, flow, i);
        expected.put(key, i);
      }
    }
  }
}

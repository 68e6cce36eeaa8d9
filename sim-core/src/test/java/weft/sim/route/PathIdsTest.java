package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
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

  /** What was asked for in the order of paths is found again, and so is what comes out of turn. */
  @Test
  void tellsPathsInTheirOrderAndOutOfIt() {
    PathIds paths = new PathIds();
    for (int path = 0; path < 1_000; path++) {
      paths.put(path % 10, path / 10, 3, path);
    }
    for (int round = 0; round < 2; round++) {
      for (int path = 0; path < 1_000; path++) {
        assertThat(paths.get(path % 10, path / 10, 3)).isEqualTo(path);
        assertThat(paths.get(path % 7, 5, 3)).isEqualTo(50 + path % 7);
        assertThat(paths.get(path % 10, path / 10, 4)).isEqualTo(PathIds.NONE);
      }
    }
  }

  /** A flow that gets another path is not told the one before, and neither is who comes next. */
  @Test
  void forgetsAPathThatIsReplaced() {
    PathIds paths = new PathIds();
    paths.put(1, 2, 0, 0);
    paths.put(1, 3, 0, 1);
    paths.put(1, 2, 0, 2);
    assertThat(paths.get(1, 2, 0)).isEqualTo(2);
    assertThat(paths.get(1, 2, 0)).isEqualTo(2);
    assertThat(paths.get(1, 3, 0)).isEqualTo(1);
    assertThat(paths.get(1, 2, 0)).isEqualTo(2);
  }
}

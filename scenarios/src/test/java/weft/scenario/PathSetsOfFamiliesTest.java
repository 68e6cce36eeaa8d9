package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.fabric.Fabric;
import weft.sim.route.PathSet;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.topology.compile.FabricCompiler;
import weft.topology.hardware.HardwareCatalog;

/** In each family that is shipped as an example, flows take the paths of the set, and all of it. */
@Tag("slow")
final class PathSetsOfFamiliesTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final ModelCatalog MODELS = ModelCatalog.standard();
  private static final int PAIRS = 20;
  private static final int FLOWS = 1_500;

  /** Of that many, each is taken by some of the flows but once in e^−30 times. */
  private static final int FEW = 40;

  static Stream<Path> fabrics() throws IOException {
    try (Stream<Path> files = Files.list(REPOSITORY.resolve("scenarios/fabrics"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void flowsTakeThePathsOfTheSet(Path file) {
    Fabric fabric =
        FabricCompiler.compile(
            new Assembler(HARDWARE, MODELS)
                .topology(
                    new ScenarioLoader(new KnownNames(HARDWARE, MODELS))
                        .load(file, List.of())
                        .spec()));
    long seed = 7;
    Random random = new Random(seed);
    UpDownRouter whole = new UpDownRouter(fabric, seed);
    for (int i = 0; i < PAIRS; i++) {
      int source = random.nextInt(fabric.endpointCount());
      int destination = random.nextInt(fabric.endpointCount());
      if (source != destination) {
        PathSet paths = check(whole, source, destination);
        int hop = random.nextInt(paths.hops());
        IntSet failed = new IntOpenHashSet();
        failed.add(paths.link(0, hop));
        int last = lastSharing(paths, hop);
        if (paths.link(last, hop) != paths.link(0, hop)) {
          PathSet left = check(whole.withFailures(failed), source, destination);
          assertThat(left.hops()).isEqualTo(paths.hops());
          assertThat(left.count()).isLessThan(paths.count());
        }
      }
    }
  }

  /** The last of the paths that begin with the same links as the first. */
  private static int lastSharing(PathSet paths, int links) {
    int last = 0;
    while (last + 1 < paths.count() && shares(paths, last + 1, links)) {
      last++;
    }
    return last;
  }

  private static boolean shares(PathSet paths, int path, int links) {
    return IntStream.range(0, links).allMatch(hop -> paths.link(path, hop) == paths.link(0, hop));
  }

  private static PathSet check(Router router, int source, int destination) {
    PathSet paths = router.pathSet(source, destination, 1 << 16);
    Set<List<Integer>> rows = new HashSet<>();
    int[] links = paths.rows();
    for (int first = 0; first < links.length; first += paths.hops()) {
      rows.add(Arrays.stream(links, first, first + paths.hops()).boxed().toList());
    }
    assertThat(rows).hasSize(paths.count());
    Set<List<Integer>> taken = new HashSet<>();
    Paths given = router.paths();
    for (int flow = 0; flow < FLOWS; flow++) {
      int path = router.path(source, destination, flow);
      taken.add(
          IntStream.range(0, given.hops(path)).mapToObj(hop -> given.link(path, hop)).toList());
    }
    assertThat(rows).containsAll(taken);
    if (rows.size() <= FEW) {
      assertThat(taken).isEqualTo(rows);
    }
    return paths;
  }
}

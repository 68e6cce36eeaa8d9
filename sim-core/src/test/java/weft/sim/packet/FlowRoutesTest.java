package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.random.KeyedHash;
import weft.sim.route.UpDownRouter;

/** Which paths flows get: two leaves with a host each, sixteen spines between them. */
@Tag("slow")
final class FlowRoutesTest {

  private static final long G100 = 100_000_000_000L;
  private static final int SPINES = ChiSquare.CELLS;
  private static final Fabric FABRIC = fabric();

  private static Fabric fabric() {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1").gpus("a", "b");
    sketch.cable("a", "l0", SPINES * G100, 1000).cable("b", "l1", SPINES * G100, 1000);
    for (int spine = 0; spine < SPINES; spine++) {
      sketch.switches(2, "s" + spine);
      sketch.cable("l0", "s" + spine, G100, 1000).cable("l1", "s" + spine, G100, 1000);
    }
    return sketch.build();
  }

  /** By which spine a packet from a to b goes that takes a link from the first leaf. */
  private static int spine(int link) {
    return IntStream.range(0, SPINES)
        .filter(spine -> link == FabricSketch.link(FABRIC, "l0", "s" + spine))
        .findFirst()
        .orElseThrow();
  }

  private static FlowRoutes routes(PathPolicy.Kind kind, int entropies, long seed, int numbers) {
    FlowRoutes routes =
        new FlowRoutes(
            new PacketFabric(FABRIC),
            new UpDownRouter(FABRIC, seed),
            new PathPolicy(kind, entropies, 1000),
            seed);
    for (int number = 0; number < numbers; number++) {
      routes.open(number, 0, 1, number);
    }
    return routes;
  }

  /** The hash that is documented in {@link UpDownRouter}, computed here. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77})
  void ecmpTakesThePathOfTheDocumentedHash(long seed) {
    FlowRoutes routes = routes(PathPolicy.Kind.ECMP, 1, seed, 200);
    for (int number = 0; number < 200; number++) {
      FlowRoutes.Rows data = routes.data(number);
      assertThat(data.hops()).isEqualTo(4);
      assertThat(data.links()).hasSize(4);
      long hash = KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, 0), 1), number);
      assertThat(spine(data.links()[1])).isEqualTo(KeyedHash.choose(KeyedHash.mix(hash, 1), 16));
      assertThat(routes.data(number).links()).isEqualTo(data.links());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ecmpSpreadsFlowsByChance(long seed) {
    FlowRoutes routes = routes(PathPolicy.Kind.ECMP, 1, seed, 1000 * SPINES);
    int[] counts = new int[SPINES];
    for (int number = 0; number < 1000 * SPINES; number++) {
      counts[spine(routes.data(number).links()[1])]++;
    }
    ChiSquare.requireChance("spines of flows", counts);
  }

  /** Sixteen paths there are; who may know fewer knows some of them, each once. */
  @ParameterizedTest
  @EnumSource(
      value = PathPolicy.Kind.class,
      names = {"ECMP", "MIXED"},
      mode = EnumSource.Mode.EXCLUDE)
  void othersKnowEveryPathOnce(PathPolicy.Kind kind) {
    assertThat(spines(routes(kind, 256, 1, 1)))
        .containsExactlyInAnyOrder(IntStream.range(0, SPINES).toArray());
    assertThat(spines(routes(kind, 5, 1, 1))).hasSize(5).doesNotHaveDuplicates();
  }

  private static int[] spines(FlowRoutes routes) {
    FlowRoutes.Rows rows = routes.data(0);
    return IntStream.range(0, rows.links().length / rows.hops())
        .map(row -> spine(rows.links()[row * rows.hops() + 1]))
        .toArray();
  }

  /** 16,000 entropies on sixteen paths, not evenly, but as a hash has it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mixedHashesEntropiesToPaths(long seed) {
    int[] spines = spines(routes(PathPolicy.Kind.MIXED, 1000 * SPINES, seed, 1));
    int[] counts = new int[SPINES];
    for (int spine : spines) {
      counts[spine]++;
    }
    ChiSquare.requireChance("spines of entropies", counts);
  }

  /** Of sixteen entropies, some meet: 16! / 16¹⁶ is a millionth. Two flows meet elsewhere. */
  @Test
  void mixedEntropiesMayMeet() {
    FlowRoutes routes = routes(PathPolicy.Kind.MIXED, SPINES, 1, 2);
    int[] spines = spines(routes);
    assertThat(Arrays.stream(spines).distinct().count()).isLessThan(SPINES);
    assertThat(routes.data(1).links()).isNotEqualTo(routes.data(0).links());
  }

  /**
   * A transfer after the other, each to the queue pair whose turn it is, whose packets all take
   * that one's path: with one, all over one spine; with sixteen, over 1 − (15/16)¹⁶ = 64 % of them,
   * ten, give or take three.
   */
  @Test
  void queuePairsSpreadAConnection() {
    assertThat(usedSpines(1, 1)).isEqualTo(1);
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(usedSpines(16, seed)).as("seed %d", seed).isBetween(7, 13);
    }
  }

  private static int usedSpines(int queuePairs, long seed) {
    PacketOptions options =
        new PacketOptions(
            Wire.DEFAULT,
            SwitchOptions.FIFO,
            PacketRuns.UNLIMITED,
            PathPolicy.ECMP,
            queuePairs,
            0,
            PacketOptions.Completion.RECEIVED);
    NetworkRun run =
        new NetworkRun(
            FABRIC,
            (engine, fabric, router, probe) -> {
              PacketModel model =
                  new PacketModel(
                      engine, fabric, new UpDownRouter(fabric, seed), probe, options, seed);
              engine.attach(model);
              return model;
            });
    int packets = 3;
    for (int transfer = 0; transfer < 2 * queuePairs; transfer++) {
      run.start(0, 0, 1, packets * 4096L);
    }
    run.run();
    int used = 0;
    for (int spine = 0; spine < SPINES; spine++) {
      long bytes = run.network().carriedBytes(FabricSketch.link(FABRIC, "l0", "s" + spine));
      // Two transfers a queue pair, all of whose packets go one way.
      assertThat(bytes % (2 * packets * 4096L)).isZero();
      used += bytes > 0 ? 1 : 0;
    }
    return used;
  }
}

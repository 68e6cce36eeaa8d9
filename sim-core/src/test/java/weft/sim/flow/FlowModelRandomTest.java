package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.fixture.NetworkRun.Transfer;
import weft.sim.route.UpDownRouter;

/** Random traffic over a two-leaf fabric, against {@link DullFluid}. */
@Tag("slow")
final class FlowModelRandomTest {

  private static final int GPUS = 8;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void endsAsTheDullFluidAndNeverOverloadsALink(long seed) {
    Random random = new Random(seed);
    Fabric fabric = leafSpine(random);
    List<Transfer> transfers = randomTransfers(random);
    NetworkRun run =
        new NetworkRun(
            fabric,
            (engine, over, router, probe) -> new FlowModel(engine, over, router, probe, true));
    transfers.forEach(run::start);
    run.run();

    double[] expected = new DullFluid(fabric, new UpDownRouter(fabric, 1)).endsPs(transfers);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) run.endsPs()[i])
          .as("transfer %d, seed %d", i, seed)
          .isCloseTo(expected[i], within(1e-9 * expected[i]));
    }
    for (int link = 0; link < fabric.linkCount(); link++) {
      assertThat(run.highestLoads()[link])
          .as("load of %s, seed %d", fabric.linkName(link), seed)
          .isLessThanOrEqualTo(fabric.payloadRateBps(link) * (1 + 1e-12));
    }
    assertThat(run.network().inFlight()).isZero();
  }

  /**
   * All-to-all over and over, each size another: what is connected is most of all traffic, so that
   * all of it is solved at once, and few enough at the end to be searched.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void crowdsEndAsInTheDullFluid(long seed) {
    Random random = new Random(seed);
    Fabric fabric = leafSpine(random);
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < 2 * GPUS * (GPUS - 1); i++) {
      int source = i % GPUS;
      transfers.add(
          new Transfer(
              1_000_000_000L * (i / 100),
              source,
              (source + 1 + i / GPUS % (GPUS - 1)) % GPUS,
              i,
              200_000_000L + random.nextInt(1 << 30)));
    }
    NetworkRun run =
        new NetworkRun(
            fabric,
            (engine, over, router, probe) -> new FlowModel(engine, over, router, probe, true));
    transfers.forEach(run::start);
    run.run();

    double[] expected = new DullFluid(fabric, new UpDownRouter(fabric, 1)).endsPs(transfers);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) run.endsPs()[i])
          .as("transfer %d, seed %d", i, seed)
          .isCloseTo(expected[i], within(1e-9 * expected[i]));
    }
  }

  /**
   * Starts cluster at a few instants, sizes repeat, so that much happens at once. A transfer lasts
   * 10 ms and more, so that 1e-9 is 10 ps, the roundings of some tens of ends.
   */
  private static List<Transfer> randomTransfers(Random random) {
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      int source = random.nextInt(GPUS);
      long start = random.nextBoolean() ? random.nextInt(4) : random.nextInt(200);
      long bytes = random.nextBoolean() ? 1_000_000_000L : 200_000_000L + random.nextInt(1 << 30);
      transfers.add(
          new Transfer(
              10_000_000_000L + start * 1_000_000_000L,
              source,
              (source + 1 + random.nextInt(GPUS - 1)) % GPUS,
              random.nextInt(8),
              bytes));
    }
    transfers.sort(Comparator.comparingLong(Transfer::startPs));
    return transfers;
  }

  /** Two leaves of four, two spines, rates of three sizes. */
  private static Fabric leafSpine(Random random) {
    FabricSketch sketch = new FabricSketch().switches(2, "t0", "t1").switches(1, "l0", "l1");
    for (int gpu = 0; gpu < GPUS; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l" + gpu / 4, rate(random), 500_000);
    }
    for (String leaf : new String[] {"l0", "l1"}) {
      sketch.cable(leaf, "t0", rate(random), 700_000).cable(leaf, "t1", rate(random), 700_000);
    }
    return sketch.build();
  }

  private static long rate(Random random) {
    return 100_000_000_000L << random.nextInt(3);
  }
}

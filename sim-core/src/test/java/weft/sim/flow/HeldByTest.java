package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.probe.TransferProbe;
import weft.sim.route.KnownPaths;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.route.SprayingRouter;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.Sharing;

/**
 * What held transfers, link by link, is the same however they were solved: folded or not, with
 * links left out or not. Random fabrics of two and three tiers, of which many are just wide enough,
 * so that several links hold a transfer at once.
 */
@Tag("slow")
final class HeldByTest {

  private static final long GBPS = 1_000_000_000L;
  private static final int RUNS = 40;

  /** Of each transfer, so that there are as many as are worth folding. */
  private static final int COPIES = 4;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void folded(long seed) {
    long foldings = 0;
    for (int run = 0; run < RUNS; run++) {
      long each = 1_000 * seed + run;
      Run folded = new Run(each, true, false);
      Run plain = new Run(each, false, false);
      Run whole = new Run(each, false, true);
      assertThat(plain.folded).isZero();
      foldings += folded.folded > 0 ? 1 : 0;
      assertThat(folded.endPs).as("end, seed %d", each).isEqualTo(plain.endPs);
      assertThat(folded.lastHolders).as("seed %d", each).isEqualTo(plain.lastHolders);
      for (int link = 0; link <= plain.fabric.linkCount(); link++) {
        assertThat((double) folded.heldPs[link])
            .as("%s, seed %d", plain.name(link), each)
            .isCloseTo((double) plain.heldPs[link], within(1e-9 * plain.heldPs[link] + 2));
      }
      assertThat(whole.endPs).as("end with all links, seed %d", each).isEqualTo(plain.endPs);
      for (int link = 0; link <= plain.fabric.linkCount(); link++) {
        assertThat((double) whole.heldPs[link])
            .as("%s with all links, seed %d", plain.name(link), each)
            .isCloseTo((double) plain.heldPs[link], within(1e-9 * plain.heldPs[link] + 2));
      }
      long flowedPs = Arrays.stream(plain.heldPs).sum();
      assertThat(flowedPs).as("all held, seed %d", each).isEqualTo(plain.flowedPs);
    }
    assertThat(foldings).isGreaterThan(RUNS / 8);
  }

  /** One run of a seed. */
  private static final class Run implements TransferProbe {
    final Fabric fabric;

    /** By link; what caps have held comes last. */
    final long[] heldPs;

    /** By transfer, what held it when its last byte left. */
    final int[] lastHolders = new int[4_000];

    private int started;
    long flowedPs;
    final long endPs;
    final long folded;
    private final Engine engine = new Engine(new BucketEventQueue());

    private final @Nullable KnownPaths known;
    private final Router sprayed;

    /**
     * A run.
     *
     * @param isWhole whether no link is ever left out, as no path has a spread
     */
    Run(long seed, boolean folds, boolean isWhole) {
      Random random = new Random(seed);
      fabric = random.nextBoolean() ? twoTiers(random) : threeTiers(random);
      heldPs = new long[fabric.linkCount() + 1];
      UpDownRouter hashed = new UpDownRouter(fabric, seed);
      sprayed = random.nextInt(3) > 0 ? new SprayingRouter(fabric, hashed) : hashed;
      known = isWhole ? new KnownPaths() : null;
      Router router = known == null ? sprayed : known;
      FlowModel model = new FlowModel(engine, fabric, router, this, false, 0, folds);
      int listener = model.register((token, boundLink) -> lastHolders[(int) token] = boundLink);
      start(random, model, listener);
      engine.run(RunWatch.NONE);
      endPs = engine.nowPs();
      folded = model.folding().folded();
    }

    private void start(Random random, FlowModel model, int listener) {
      int gpus = fabric.endpointCount();
      int shifts = 2 + random.nextInt(gpus - 2);
      int step = 1 + random.nextInt(gpus - 1);
      boolean isAll = random.nextBoolean();
      boolean isShared = random.nextInt(3) == 0;
      boolean isLarge = random.nextBoolean();
      for (int shift = 1; shift < (isAll ? gpus : shifts); shift++) {
        Sharing sharing =
            isShared
                ? new Sharing(
                    1 + shift % 2, shift % 3 == 0 ? 3 * GBPS : Sharing.NO_CAP, shift % 5 / 4)
                : Sharing.EQUAL;
        long bytes = 1_000_000L * (isLarge ? 1 + shift % 3 : 1);
        int distance = isAll ? shift : 1 + step * shift % (gpus - 1);
        for (int gpu = 0; gpu < gpus; gpu++) {
          for (int copy = 0; copy < COPIES; copy++) {
            int flow = COPIES * shift + copy;
            start(model, gpu, (gpu + distance) % gpus, flow, bytes, sharing, listener);
          }
        }
      }
      for (int more = random.nextInt(3); more > 0; more--) {
        int gpu = random.nextInt(gpus);
        int flow = 1_000 + more;
        int event =
            engine.register(
                any ->
                    start(model, gpu, (gpu + 1) % gpus, flow, 3_000_000, Sharing.EQUAL, listener));
        engine.schedule(more * 1_000_000_000L, event, 0);
      }
    }

    private void start(
        FlowModel model, int from, int to, int flow, long bytes, Sharing sharing, int listener) {
      if (known != null) {
        known.assign(from, to, flow, add(known, sprayed.path(from, to, flow)));
      }
      flowedPs -= model.latencyPs(from, to, flow);
      model.start(from, to, flow, bytes, sharing, listener, started++);
    }

    private int add(KnownPaths paths, int path) {
      IntArrayList links = new IntArrayList();
      DoubleArrayList shares = new DoubleArrayList();
      Paths given = sprayed.paths();
      for (int hop = 0; hop < given.hops(path); hop++) {
        links.add(given.link(path, hop));
        shares.add(given.share(path, hop));
      }
      return paths.add(links, shares, given.latencyPs(path), given.crossed(path), 1);
    }

    /** The uplinks of a leaf carry all of its hosts, or half or twice of it. */
    private static long uplinkBps(Random random, long downBps, int ups) {
      return downBps * (1 + random.nextInt(3)) / (2L * ups);
    }

    private static Fabric twoTiers(Random random) {
      int leaves = 2 + random.nextInt(3);
      int hosts = 2 + random.nextInt(4);
      int spines = 1 + random.nextInt(3);
      FabricSketch sketch = new FabricSketch();
      long hostBps = 96 * GBPS;
      long upBps = uplinkBps(random, hosts * hostBps, spines);
      boolean isDouble = random.nextInt(3) == 0;
      int odd = random.nextInt(3) == 0 ? random.nextInt(leaves) : -1;
      for (int spine = 0; spine < spines; spine++) {
        sketch.switches(2, "s" + spine);
      }
      for (int leaf = 0; leaf < leaves; leaf++) {
        sketch.switches(1, "l" + leaf);
        sketch.tier("leaf");
        hosts(sketch, leaf, hosts, hostBps);
        if (isDouble) {
          sketch.switches(1, "m" + leaf);
          for (int host = 0; host < hosts; host++) {
            sketch.cable("h" + leaf + "-" + host, "m" + leaf, hostBps * 5 / 8, 400_000);
          }
        }
        sketch.tier("spine");
        for (int spine = 0; isDouble && spine < spines; spine++) {
          sketch.cable("m" + leaf, "s" + spine, upBps, 600_000);
        }
        for (int spine = 0; spine < spines; spine++) {
          long rateBps = leaf == odd && spine == 0 ? upBps / 2 : upBps;
          sketch.cable("l" + leaf, "s" + spine, rateBps, 600_000);
        }
      }
      return sketch.build();
    }

    private static void hosts(FabricSketch sketch, int leaf, int hosts, long hostBps) {
      for (int host = 0; host < hosts; host++) {
        String name = "h" + leaf + "-" + host;
        sketch.gpus(name).cable(name, "l" + leaf, hostBps, 400_000);
      }
    }

    private static Fabric threeTiers(Random random) {
      int pods = 2;
      int leaves = 1 + random.nextInt(2);
      int hosts = 2 + random.nextInt(3);
      int spines = 1 + random.nextInt(2);
      int cores = 1 + random.nextInt(2);
      FabricSketch sketch = new FabricSketch();
      long hostBps = 96 * GBPS;
      long upBps = uplinkBps(random, hosts * hostBps, spines);
      long coreBps = uplinkBps(random, leaves * upBps, cores);
      for (int core = 0; core < spines * cores; core++) {
        sketch.switches(3, "c" + core);
      }
      for (int pod = 0; pod < pods; pod++) {
        for (int spine = 0; spine < spines; spine++) {
          sketch.switches(2, "s" + pod + "-" + spine).tier("core");
          for (int core = 0; core < cores; core++) {
            sketch.cable("s" + pod + "-" + spine, "c" + (spine * cores + core), coreBps, 700_000);
          }
        }
        for (int leaf = pod * leaves; leaf < (pod + 1) * leaves; leaf++) {
          sketch.switches(1, "l" + leaf);
          sketch.tier("leaf");
          hosts(sketch, leaf, hosts, hostBps);
          sketch.tier("spine");
          for (int spine = 0; spine < spines; spine++) {
            sketch.cable("l" + leaf, "s" + pod + "-" + spine, upBps, 600_000);
          }
        }
      }
      return sketch.build();
    }

    String name(int link) {
      return link < fabric.linkCount() ? fabric.linkName(link) : "caps";
    }

    @Override
    public void onStarted(int source, int destination, long bytes) {
      flowedPs -= engine.nowPs();
    }

    @Override
    public void onDelivered(
        int source, int destination, long bytes, int hops, long startPs, long endPs) {
      flowedPs += endPs;
    }

    @Override
    public void onRepeated(long bytes, int hops, long durationPs, long times) {}

    @Override
    public void onLinkLoad(int link, double loadBps) {}

    @Override
    public void onHeld(int source, int destination, int link, long durationPs) {
      assertThat(link).isNotEqualTo(-1);
      heldPs[link < 0 ? fabric.linkCount() : link] += durationPs;
    }
  }
}

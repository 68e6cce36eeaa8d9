package weft.sim.route;

import java.util.Random;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** Each family of fabric, as small as it still has all that makes it one. */
enum SmallFabrics {
  /** Three leaves on four spines, two GPUs each, two cables between leaf and spine. */
  LEAF_SPINE {
    @Override
    void draw(FabricSketch sketch) {
      for (int spine = 0; spine < 4; spine++) {
        sketch.switches(3, "s" + spine);
      }
      for (int leaf = 0; leaf < 3; leaf++) {
        sketch.switches(2, "l" + leaf).gpus("a" + leaf, "b" + leaf);
        sketch.cable("a" + leaf, "l" + leaf, RATE, 10).cable("b" + leaf, "l" + leaf, RATE, 11);
        for (int i = 0; i < 8; i++) {
          sketch.cable("l" + leaf, "s" + i / 2, RATE, 100 + i);
        }
      }
    }
  },
  /** k = 4: four pods of two and two switches, four cores, sixteen GPUs. */
  FAT_TREE {
    @Override
    void draw(FabricSketch sketch) {
      sketch.switches(4, "c0", "c1", "c2", "c3");
      for (int pod = 0; pod < 4; pod++) {
        for (int i = 0; i < 2; i++) {
          String leaf = "l" + pod + i;
          sketch.switches(2, leaf).switches(3, "s" + pod + i).gpus("a" + pod + i, "b" + pod + i);
          sketch.cable("a" + pod + i, leaf, RATE, 10).cable("b" + pod + i, leaf, RATE, 10);
          sketch.cable("s" + pod + i, "c" + 2 * i, RATE, 50);
          sketch.cable("s" + pod + i, "c" + (2 * i + 1), RATE, 50);
        }
        for (int i = 0; i < 4; i++) {
          sketch.cable("l" + pod + i / 2, "s" + pod + i % 2, RATE, 30);
        }
      }
    }
  },
  /** Two nodes of two GPUs that share a PCIe switch, in each of two units of two rails. */
  RAIL_OPTIMIZED {
    @Override
    void draw(FabricSketch sketch) {
      sketch.switches(5, "s0", "s1", "s2");
      for (int leaf = 0; leaf < 4; leaf++) {
        sketch.switches(4, "l" + leaf);
        for (int spine = 0; spine < 3; spine++) {
          sketch.cable("l" + leaf, "s" + spine, RATE, 50);
        }
      }
      for (int node = 0; node < 4; node++) {
        sketch.node("g" + node + "0", "g" + node + "1");
        sketch.switches(1, "n" + node).switches(1, "p" + node);
        for (int rail = 0; rail < 2; rail++) {
          String gpu = "g" + node + rail;
          String nic = "k" + node + rail;
          sketch.nic(2, nic, rail).cable(gpu, "n" + node, RATE, 1).cable(gpu, "p" + node, RATE, 2);
          sketch.cable("p" + node, nic, RATE, 3).cable(nic, "l" + (node / 2 * 2 + rail), RATE, 10);
        }
      }
    }
  },
  /** NICs with a port to each of two leaf–spine planes. */
  DUAL_PLANE {
    @Override
    void draw(FabricSketch sketch) {
      for (int plane = 0; plane < 2; plane++) {
        for (int i = 0; i < 3; i++) {
          sketch.switches(4, "s" + plane + i).switches(3, "l" + plane + i);
        }
        for (int i = 0; i < 9; i++) {
          sketch.cable("l" + plane + i / 3, "s" + plane + i % 3, RATE, 50);
        }
      }
      for (int node = 0; node < 6; node++) {
        String nic = "k" + node;
        sketch.gpus("g" + node).nic(2, nic, 0).cable("g" + node, nic, RATE, 1);
        sketch.cable(nic, "l0" + node / 2, RATE, 10).cable(nic, "l1" + node / 2, RATE, 10);
      }
    }
  },
  /** Four groups of three routers that are all joined, a GPU each; a cable between two groups. */
  DRAGONFLY {
    @Override
    void draw(FabricSketch sketch) {
      for (int router = 0; router < 12; router++) {
        sketch.switches(2, "r" + router).gpus("g" + router);
        sketch.cable("g" + router, "r" + router, RATE, 10);
      }
      for (int group = 0; group < 4; group++) {
        for (int i = 0; i < 3; i++) {
          sketch.cable("r" + (3 * group + i), "r" + (3 * group + (i + 1) % 3), RATE, 20);
        }
        for (int other = group + 1; other < 4; other++) {
          sketch.cable("r" + (3 * group + other - 1), "r" + (3 * other + group), RATE, 300);
        }
      }
    }
  },
  /** Four by four GPUs. */
  TORUS {
    @Override
    void draw(FabricSketch sketch) {
      for (int gpu = 0; gpu < 16; gpu++) {
        sketch.gpus("g" + gpu);
      }
      for (int gpu = 0; gpu < 16; gpu++) {
        sketch.cable("g" + gpu, "g" + (gpu + 4) % 16, RATE, 10);
        sketch.cable("g" + gpu, "g" + (gpu / 4 * 4 + (gpu + 1) % 4), RATE, 10);
      }
    }
  },
  /** Two racks of four GPUs on NVSwitches that are not alike; two rails that no spine joins. */
  NVL72 {
    @Override
    void draw(FabricSketch sketch) {
      sketch.switches(3, "l0", "l1");
      for (int rack = 0; rack < 2; rack++) {
        String[] gpus = new String[4];
        for (int gpu = 0; gpu < 4; gpu++) {
          gpus[gpu] = "g" + rack + gpu;
        }
        sketch.node(gpus).switches(1, "n" + rack + 0, "n" + rack + 1, "n" + rack + 2);
        for (int gpu = 0; gpu < 4; gpu++) {
          for (int nvSwitch = 0; nvSwitch < 3; nvSwitch++) {
            sketch.cable(gpus[gpu], "n" + rack + nvSwitch, RATE, 1);
          }
          String nic = "k" + rack + gpu;
          sketch.nic(2, nic, gpu).cable(gpus[gpu], nic, RATE, 2).cable(nic, "l" + gpu / 2, RATE, 9);
        }
      }
    }
  };

  static final long RATE = 400_000_000_000L;

  abstract void draw(FabricSketch sketch);

  Fabric build() {
    FabricSketch sketch = new FabricSketch();
    draw(sketch);
    return sketch.build();
  }

  /**
   * Two leaves or three, spines, NVLink in some nodes, cables between GPUs, between leaves and
   * between spines, a fifth left out.
   */
  static Fabric random(Random random) {
    FabricSketch sketch = new FabricSketch();
    int leaves = 2 + random.nextInt(2);
    int spines = 1 + random.nextInt(3);
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(3, "t" + spine);
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      sketch.switches(2, "l" + leaf).switches(1, "n" + leaf);
      sketch.node("a" + leaf, "b" + leaf);
      for (int spine = 0; spine < spines; spine++) {
        cable(sketch, random, "l" + leaf, "t" + spine);
      }
      for (String gpu : new String[] {"a" + leaf, "b" + leaf}) {
        cable(sketch, random, gpu, "l" + leaf);
        cable(sketch, random, gpu, "l" + random.nextInt(leaf + 1));
        cable(sketch, random, gpu, "n" + leaf);
      }
    }
    if (random.nextBoolean()) {
      for (int leaf = 0; leaf < leaves; leaf++) {
        cable(sketch, random, "l" + leaf, "l" + (leaf + 1) % leaves);
      }
    }
    if (random.nextBoolean()) {
      cable(sketch, random, "t0", "t" + (spines - 1) / 2);
      cable(sketch, random, "t" + (spines - 1), "t" + (spines - 1) / 2);
    }
    if (random.nextBoolean()) {
      cable(sketch, random, "a0", "b1");
      cable(sketch, random, "b1", "b0");
    }
    return sketch.build();
  }

  private static void cable(FabricSketch sketch, Random random, String a, String b) {
    if (random.nextInt(5) > 0 && !a.equals(b)) {
      sketch.cable(a, b, 1, random.nextInt(1_000));
    }
  }
}

package weft.sim.fold;

import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/**
 * Nodes of GPUs around an NVSwitch, a leaf switch for some nodes, spines above. Rates in Gb/s.
 *
 * @param nodes number of nodes
 * @param gpus of a node
 * @param nodesPerLeaf nodes that share a leaf switch
 * @param spines number of spine switches, each joined to all leaves
 * @param uplink rate of a link between leaf and spine; the others have 100, inside nodes 400
 */
record MiniCluster(int nodes, int gpus, int nodesPerLeaf, int spines, long uplink) {

  private static final long GBPS = 1_000_000_000L;

  Fabric fabric() {
    FabricSketch sketch = new FabricSketch();
    for (int node = 0; node < nodes; node++) {
      String[] names = new String[gpus];
      for (int gpu = 0; gpu < gpus; gpu++) {
        names[gpu] = "n" + node + "g" + gpu;
      }
      sketch.node(names).switches(1, "v" + node);
      sketch.tier("inside");
      for (String name : names) {
        sketch.cable(name, "v" + node, 400 * GBPS, 500_000);
      }
    }
    int leaves = (nodes + nodesPerLeaf - 1) / nodesPerLeaf;
    for (int leaf = 0; leaf < leaves; leaf++) {
      sketch.switches(2, "l" + leaf);
    }
    sketch.tier("leaf");
    for (int node = 0; node < nodes; node++) {
      for (int gpu = 0; gpu < gpus; gpu++) {
        sketch.cable("n" + node + "g" + gpu, "l" + node / nodesPerLeaf, 100 * GBPS, 700_000);
      }
    }
    sketch.tier("spine");
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(3, "s" + spine);
      for (int leaf = 0; leaf < leaves; leaf++) {
        sketch.cable("l" + leaf, "s" + spine, uplink * GBPS, 600_000);
      }
    }
    return sketch.build();
  }
}

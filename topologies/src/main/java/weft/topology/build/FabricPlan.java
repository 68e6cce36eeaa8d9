package weft.topology.build;

import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;

/** A network of nodes that has been described, but not built. */
public interface FabricPlan {

  /** Number of GPUs. */
  int gpus();

  /** Layers of switches, of which each is joined to the next. */
  default int layers() {
    return 1;
  }

  /**
   * Checks that it can be built, which takes no time however large it is.
   *
   * @throws TopologyException if a switch has too few ports, or switches are left unconnected
   */
  FabricPlan check();

  /**
   * Builds it.
   *
   * @throws TopologyException if {@link #check} does
   */
  Topology build();
}

package weft.topology.graph;

/**
 * The cables that a report speaks of as one.
 *
 * @param name stable name in results and files, such as {@code leaf-spine}
 * @param label what people call it, such as {@code leaf–spine}
 * @param insideNode whether its links are built into the node, so that nobody buys cables for them
 */
public record CableTier(String name, String label, boolean insideNode) {

  /** GPU to NVSwitch, or to GPU. */
  public static final CableTier NVLINK = new CableTier("nvlink", "NVLink", true);

  /** GPU to scale-up switch or to GPU, of other makers. */
  public static final CableTier SCALE_UP = new CableTier("scale-up", "scale-up", true);

  /** GPU, PCIe switch, NIC and processor. */
  public static final CableTier PCIE = new CableTier("pcie", "PCIe", true);

  /** Processor to processor. */
  public static final CableTier CPU_CPU = new CableTier("cpu-cpu", "CPU–CPU", true);

  /** NIC to leaf switch. */
  public static final CableTier NODE_LEAF = new CableTier("node-leaf", "NIC–leaf", false);

  /** Leaf switch to spine switch. */
  public static final CableTier LEAF_SPINE = new CableTier("leaf-spine", "leaf–spine", false);

  /** Spine switch to core switch. */
  public static final CableTier SPINE_CORE = new CableTier("spine-core", "spine–core", false);

  /** GPU to the only switch. */
  public static final CableTier GPU_SWITCH = new CableTier("gpu-switch", "GPU–switch", false);

  /** NIC to a switch of a network with one layer of them: a dragonfly, a torus. */
  public static final CableTier NODE_SWITCH = new CableTier("node-switch", "NIC–switch", false);

  /** Between switches of one group of a dragonfly. */
  public static final CableTier LOCAL = new CableTier("local", "local", false);

  /** Between groups of a dragonfly. */
  public static final CableTier GLOBAL = new CableTier("global", "global", false);

  /** Between neighbours of a torus. */
  public static final CableTier TORUS = new CableTier("torus", "torus", false);

  /** Between neighbours of a torus, through an optical circuit switch. */
  public static final CableTier TORUS_OCS = new CableTier("torus-ocs", "torus over OCS", false);

  /** The highest switches of a site to its border routers. */
  public static final CableTier SITE_BORDER = new CableTier("site-border", "site–border", false);

  /** Between border routers of two sites: data-center interconnect. */
  public static final CableTier DCI = new CableTier("dci", "DCI", false);
}

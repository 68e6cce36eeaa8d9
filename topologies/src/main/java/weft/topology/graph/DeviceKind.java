package weft.topology.graph;

/**
 * What a device is, and how high it stands for up-down routing. A scale-up switch stands lower than
 * anything else that joins GPUs: of two ways of one length the lower is taken.
 */
public enum DeviceKind {
  GPU("gpu", 0, false),
  /** A scale-up switch of a node. */
  NVSWITCH("nvswitch", 1, false),
  /** A PCIe switch of a node. */
  PCIE_SWITCH("pcie-switch", 2, false),
  /** A processor of a node, with its PCIe root complex. */
  CPU("cpu", 3, false),
  NIC("nic", 4, false),
  /** A switch of a network that has only one layer of them, be they joined to each other or not. */
  SWITCH("switch", 5, true),
  LEAF("leaf", 5, true),
  SPINE("spine", 6, true),
  CORE("core", 7, true),
  /** Where a site's network ends and the long links to others begin. */
  BORDER("border", 8, true);

  private final String role;
  private final int level;
  private final boolean networkSwitch;

  DeviceKind(String role, int level, boolean networkSwitch) {
    this.role = role;
    this.level = level;
    this.networkSwitch = networkSwitch;
  }

  /** The word for it in results and in names of devices: {@code leaf}. */
  public String role() {
    return role;
  }

  /** Height for up-down routing; a GPU stands at 0. */
  public int level() {
    return level;
  }

  /** Whether it is a switch of the network between nodes. */
  public boolean isNetworkSwitch() {
    return networkSwitch;
  }
}

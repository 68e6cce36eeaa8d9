package weft.topology.graph;

/** What a device is, and how high it stands for up-down routing. */
public enum DeviceKind {
  GPU("gpu", 0, false),
  /** A node's scale-up switches, as one. */
  NVSWITCH("nvswitch", 1, false),
  NIC("nic", 1, false),
  /** A switch of a network that has only one. */
  SWITCH("switch", 2, true),
  LEAF("leaf", 2, true),
  SPINE("spine", 3, true),
  CORE("core", 4, true);

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

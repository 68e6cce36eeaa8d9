package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import weft.topology.error.TopologyException;
import weft.topology.hardware.SwitchType;

/** Counts the ports that a Clos network needs of its fullest switches, without building it. */
final class ClosPorts {

  private final Clos clos;
  private final LeafLayer layer;
  private final SwitchType switchType;
  private final long rateBps;

  ClosPorts(Clos clos) {
    this.clos = clos;
    layer = clos.layer();
    switchType = clos.switchType();
    rateBps = clos.uplink().rateBps();
  }

  boolean fits() {
    try {
      require();
      return true;
    } catch (TopologyException e) {
      return false;
    }
  }

  /**
   * Checks that every switch has enough ports.
   *
   * @throws TopologyException if one has not
   */
  void require() {
    PortBudget ports = new PortBudget(switchType);
    String leaf = layer.leafName(0, 0);
    long down = switchType.portsFor(layer.nicsOfFullLeaf(), layer.portLink().rateBps());
    if (clos.spinesPerGroup == 0) {
      ports.require(leaf, down, down + " to NICs");
      return;
    }
    long up = switchType.portsFor((long) clos.spinesPerGroup * clos.cablesPerLeafPair, rateBps);
    ports.require(leaf, down + up, down + " to NICs and " + up + " to spines");
    requireSpines(ports);
    if (clos.coresPerPlane > 0) {
      requireCores(ports);
    }
    requireBuildable();
  }

  private void requireSpines(PortBudget ports) {
    long leavesOfGroup =
        (long) Math.min(clos.unitsPerPod, layer.units())
            * layer.leavesPerUnitAndGroup(clos.spineGroups());
    long toLeaves = switchType.portsFor(leavesOfGroup * clos.cablesPerLeafPair, rateBps);
    String purpose = toLeaves + " to leaves";
    long toCores = 0;
    if (clos.coresPerPlane > 0) {
      toCores = switchType.portsFor((long) clos.coresPerPlane * clos.cablesPerCorePair, rateBps);
      purpose += " and " + toCores + " to cores";
    }
    ports.require(clos.spineName(0, 0, 0), toLeaves + toCores, purpose);
  }

  private void requireCores(PortBudget ports) {
    long spinesOfPlane = (long) clos.groups() * (clos.spinesPerGroup / clos.planesOfCores());
    long ofCore = switchType.portsFor(spinesOfPlane * clos.cablesPerCorePair, rateBps);
    ports.require(clos.coreName(0, 0), ofCore, ofCore + " to spines");
  }

  private void requireBuildable() {
    long networks = layer.planes().networks();
    long spines = networks * clos.groups() * clos.spinesPerGroup;
    long cores = networks * clos.planesOfCores() * clos.coresPerPlane;
    if (layer.leaves() > MOST_NODES || spines > MOST_NODES || cores > MOST_NODES) {
      throw new TopologyException(
          "%,d leaves, %,d spines and %,d cores; Weft builds at most %,d of each"
              .formatted(layer.leaves(), spines, cores, MOST_NODES));
    }
  }
}

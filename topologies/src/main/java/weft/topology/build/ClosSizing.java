package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/**
 * Chooses the counts of a Clos network from its nodes, its switch and the oversubscription asked
 * for. With wiring by rail this is the rail-optimized network: a leaf for each rail of each unit.
 *
 * <ul>
 *   <li>A unit has as many nodes as a leaf has ports for, next to its uplinks.
 *   <li>There are two layers while a spine has a port for every leaf, and three beyond.
 *   <li>A leaf has the same number of cables to every spine, and as few spines as that allows: the
 *       most cables a pair that divide its uplinks and that the spine has ports for. Reference
 *       architectures of DGX SuperPODs do the same ({@link SuperPod}). Ports that a leaf has left
 *       take further uplinks if fewer spines do then.
 *   <li>With three layers, a rail of a pod has spines of its own ({@link SpineGroups#RAIL}), as
 *       many leaves share spines as these have ports for, next to their uplinks, and the cores are
 *       the fewest that take the spines' uplinks evenly, in as many planes as possible.
 * </ul>
 */
public final class ClosSizing {

  private static final double ROUNDING = 1e-9;

  private final NodeType nodeType;
  private final int nodes;
  private Wiring wiring = Wiring.RAIL;
  private Planes planes = Planes.ONE;
  private SwitchType switchType;
  private double oversubscription = 1;
  private double coreOversubscription = 1;
  private @Nullable Optics optics;
  private String name = "rail-optimized";
  private String nodesKey = "nodes";
  private int nodesPerUnit;
  private int unitsSizedFor;

  /**
   * Starts from what has no default.
   *
   * @param nodeType the server
   * @param nodes how many of them
   * @throws TopologyException if the number is out of range
   */
  public ClosSizing(NodeType nodeType, int nodes) {
    this.nodeType = nodeType;
    this.nodes = Require.between("nodes", nodes, 1, MOST_NODES);
    switchType = nodeType.switchType();
  }

  /** How NICs are spread over the leaves of their unit; by default by rail. */
  public ClosSizing wiring(Wiring newWiring) {
    wiring = newWiring;
    return this;
  }

  /**
   * Into how many planes all switches are divided; by default one.
   *
   * @throws TopologyException if the node's NICs cannot be divided so
   */
  public ClosSizing planes(Planes newPlanes) {
    newPlanes.requireDivides(nodeType);
    planes = newPlanes;
    return this;
  }

  /** The switch that all layers are made of; by default that of the node's reference. */
  public ClosSizing switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** What may come into a leaf from NICs over what it can send up; by default 1. */
  public ClosSizing oversubscription(double ratio) {
    oversubscription = requireRatio("oversubscription", ratio);
    return this;
  }

  /** What may come into a spine from leaves over what it can send up; by default 1. */
  public ClosSizing coreOversubscription(double ratio) {
    coreOversubscription = requireRatio("core-oversubscription", ratio);
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public ClosSizing optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** What the topology is called in reports. */
  public ClosSizing name(String newName) {
    name = newName;
    return this;
  }

  /** How many cables share the rate of a NIC. */
  public int portsPerNic() {
    return planes.portsPerNic();
  }

  /** The key by which users give the number of nodes. */
  ClosSizing nodesAre(String key) {
    nodesKey = key;
    return this;
  }

  /** Nodes of a unit, instead of as many as fit. */
  ClosSizing nodesPerUnit(int count) {
    nodesPerUnit = count;
    return this;
  }

  /** Sizes spines and cores for more units than there are. */
  ClosSizing unitsSizedFor(int count) {
    unitsSizedFor = count;
    return this;
  }

  /**
   * The network.
   *
   * @throws TopologyException if three layers of such switches cannot carry it
   */
  public Clos network() {
    LeafLayer layer = layer(nodesPerUnit > 0 ? nodesPerUnit : largestUnit());
    int units = Math.max(layer.units(), unitsSizedFor);
    long leaves = (long) units * layer.leavesPerUnitAndNetwork();
    Clos clos;
    if (leaves == 1) {
      clos = Clos.leavesOnly(nodeType, nodes, layer.nodesPerUnit());
    } else if (leaves <= switchType.cablesAt(rateBps(layer))) {
      clos = twoLayers(layer, leaves);
    } else {
      clos = threeLayers(layer, units);
    }
    clos.wiring(wiring).planes(planes).switchType(switchType).name(name);
    return optics == null ? clos : clos.optics(optics);
  }

  private Clos twoLayers(LeafLayer layer, long leaves) {
    Spread spread = spread(layer, switchType.cablesAt(rateBps(layer)) / leaves);
    return Clos.leafSpine(nodeType, nodes, layer.nodesPerUnit(), spread.spines)
        .cablesPerLeafPair(spread.cablesPerPair);
  }

  private Clos threeLayers(LeafLayer layer, int units) {
    SpineGroups groups = wiring == Wiring.RAIL ? SpineGroups.RAIL : SpineGroups.POD;
    long rateBps = rateBps(layer);
    int leavesPerUnit = layer.leavesPerUnitAndGroup(groups);
    int most = mostDown(rateBps);
    int unitsPerPod = Math.min(units, most / leavesPerUnit);
    if (unitsPerPod == 0) {
      throw new TopologyException(
          "a spine needs %d ports to the leaves of one unit and as many more to cores, but a %s has"
                  .formatted(leavesPerUnit, switchType.name())
              + " %d".formatted(switchType.ports()));
    }
    Spread spread = spread(layer, most / ((long) leavesPerUnit * unitsPerPod));
    int pods = (units + unitsPerPod - 1) / unitsPerPod;
    int groupsPerPod = layer.groupsPerPod(groups);
    int spineUp =
        atLeast(leavesPerUnit * unitsPerPod * spread.cablesPerPair / coreOversubscription);
    int cables = switchType.cablesAt(rateBps);
    int groupsInAll = pods * groupsPerPod;
    if (groupsInAll > cables) {
      throw tooLarge(layer, groupsInAll, (long) (cables / groupsPerPod) * unitsPerPod);
    }
    Clos clos = null;
    int fewest = Integer.MAX_VALUE;
    for (int corePlanes = spread.spines; corePlanes > 0; corePlanes--) {
      int spinesOfPlane = groupsInAll * (spread.spines / corePlanes);
      if (spread.spines % corePlanes == 0 && spinesOfPlane <= cables) {
        int cablesPerPair = Divisors.atMost(spineUp, cables / spinesOfPlane);
        int coresPerPlane = spineUp / cablesPerPair;
        if (corePlanes * coresPerPlane < fewest) {
          fewest = corePlanes * coresPerPlane;
          clos =
              Clos.threeTier(
                      nodeType,
                      nodes,
                      layer.nodesPerUnit(),
                      unitsPerPod,
                      spread.spines,
                      coresPerPlane)
                  .corePlanes(corePlanes)
                  .cablesPerCorePair(cablesPerPair);
        }
      }
    }
    if (clos == null) {
      throw new IllegalStateException("a plane for each spine takes " + groupsInAll + " groups");
    }
    return clos.spineGroups(groups).cablesPerLeafPair(spread.cablesPerPair);
  }

  /** Fewest spines for the uplinks of a leaf; of these the fewest uplinks. */
  private Spread spread(LeafLayer layer, long mostCablesPerPair) {
    int least = uplinks(layer);
    int most = Math.max(least, spareUplinks(layer));
    Spread best = new Spread(Integer.MAX_VALUE, 0);
    for (int uplinks = least; uplinks <= most; uplinks++) {
      int cablesPerPair = Divisors.atMost(uplinks, mostCablesPerPair);
      if (uplinks / cablesPerPair < best.spines) {
        best = new Spread(uplinks / cablesPerPair, cablesPerPair);
      }
    }
    return best;
  }

  private int largestUnit() {
    LeafLayer one = layer(1);
    long portRate = one.portLink().rateBps();
    int most = Math.min(nodes, switchType.cablesAt(portRate) / one.nicsPerNodeAndLeaf());
    for (int count = most; count > 0; count--) {
      LeafLayer layer = layer(count);
      if (uplinks(layer) <= spareUplinks(layer) || isOnlyLeaf(layer)) {
        return count;
      }
    }
    long down = switchType.portsFor(one.nicsOfFullLeaf(), portRate);
    long up = switchType.portsFor(uplinks(one), rateBps(one));
    int spare = spareUplinks(one);
    throw new TopologyException(
        "%s needs %d ports (%d to the NICs of a single node and %d to spines), but a %s has %d%s"
            .formatted(
                one.leafName(0, 0),
                down + up,
                down,
                up,
                switchType.name(),
                switchType.ports(),
                spare > 0
                    ? ". Maybe oversubscription: %d."
                        .formatted(atLeast(oversubscription * uplinks(one) / spare))
                    : wiring == Wiring.RACK && one.nodeType().rails() > 1
                        ? ". Maybe wiring: rail."
                        : ""));
  }

  private boolean isOnlyLeaf(LeafLayer layer) {
    return layer.units() == 1 && layer.leavesPerUnitAndNetwork() == 1;
  }

  private int uplinks(LeafLayer layer) {
    return Math.max(1, atLeast(nicsOfLeaf(layer) / oversubscription));
  }

  /** Where the size of a unit is given, its places count, be they taken or not. */
  private long nicsOfLeaf(LeafLayer layer) {
    return nodesPerUnit > 0
        ? (long) nodesPerUnit * layer.nicsPerNodeAndLeaf()
        : layer.nicsOfFullLeaf();
  }

  /** Uplinks that a leaf has ports for, next to its NICs; may be below 0. */
  private int spareUplinks(LeafLayer layer) {
    long rateBps = rateBps(layer);
    long ports = switchType.ports() - switchType.portsFor(nicsOfLeaf(layer), rateBps);
    return (int) ports * (switchType.cablesAt(rateBps) / switchType.ports());
  }

  /** Cables to leaves that a spine has ports for, next to those to cores. */
  private int mostDown(long rateBps) {
    int down = switchType.cablesAt(rateBps) - 1;
    while (down > 0
        && switchType.portsFor(down, rateBps)
                + switchType.portsFor(atLeast(down / coreOversubscription), rateBps)
            > switchType.ports()) {
      down--;
    }
    return down;
  }

  private TopologyException tooLarge(LeafLayer layer, int groups, long units) {
    return new TopologyException(
        "core-0 needs %d ports (one to a spine of each of %d groups), but a %s has %d%s"
            .formatted(
                switchType.portsFor(groups, rateBps(layer)),
                groups,
                switchType.name(),
                switchType.ports(),
                units > 0
                    ? ". Maybe %s: %d.".formatted(nodesKey, units * layer.nodesPerUnit())
                    : ""));
  }

  /** All cables have the rate of a port of the NICs. */
  private long rateBps(LeafLayer layer) {
    LinkType port = layer.portLink();
    return port.rateBps();
  }

  private LeafLayer layer(int count) {
    return new LeafLayer(nodeType, nodes, count, wiring, planes, switchType);
  }

  private static int atLeast(double number) {
    return (int) Math.ceil(number - ROUNDING);
  }

  private static double requireRatio(String what, double ratio) {
    if (!(ratio > 0 && ratio <= MOST_NODES)) {
      throw new TopologyException("%s: %s is out of range. Maybe 1.".formatted(what, ratio));
    }
    return ratio;
  }

  private record Spread(int spines, int cablesPerPair) {}
}

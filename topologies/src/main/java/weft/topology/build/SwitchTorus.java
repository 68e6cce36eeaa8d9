package weft.topology.build;

import static weft.topology.build.Require.MOST_NODES;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

/** A torus of switches, each with the same number of nodes. */
public final class SwitchTorus implements FabricPlan {

  private static final int MOST_CABLES = 1 << 12;

  private final TorusShape shape;
  private final NodeType nodeType;
  private final int nodesPerSwitch;
  private int cablesPerPair = 1;
  private LinkType link;
  private SwitchType switchType;
  private @Nullable DragonflyOptics optics;

  /**
   * Starts from what has no default.
   *
   * @param shape where the switches are
   * @param nodeType the server, which also sets defaults for the links and switches
   * @param nodesPerSwitch nodes on each switch, with all their NICs
   * @throws TopologyException if a number is out of range
   */
  public SwitchTorus(TorusShape shape, NodeType nodeType, int nodesPerSwitch) {
    this.shape = shape;
    this.nodeType = nodeType;
    this.nodesPerSwitch = Require.between("nodes per switch", nodesPerSwitch, 1, MOST_NODES);
    link = nodeType.nicLink();
    switchType = nodeType.switchType();
  }

  /** Cables between two neighbours; by default one. */
  public SwitchTorus cablesPerPair(int cables) {
    cablesPerPair = Require.between("links per pair", cables, 1, MOST_CABLES);
    return this;
  }

  /** Line rate between switches, bits per second; by default that of the NICs. */
  public SwitchTorus rateBps(long rateBps) {
    link = nodeType.nicLink().atRate(rateBps);
    return this;
  }

  /** The switch; by default that of the node's reference. */
  public SwitchTorus switchType(SwitchType newSwitchType) {
    switchType = newSwitchType;
    return this;
  }

  /** The optical modules, between switches those of a local link; by default the usual ones. */
  public SwitchTorus optics(DragonflyOptics newOptics) {
    optics = newOptics;
    return this;
  }

  @Override
  public int gpus() {
    return (int) nodes() * nodeType.gpus();
  }

  @Override
  public SwitchTorus check() {
    if (nodes() > MOST_NODES) {
      throw new TopologyException(
          "%,d switches with %,d nodes each; the most is %,d nodes. Maybe nodes-per-switch: %d."
              .formatted(shape.places(), nodesPerSwitch, MOST_NODES, MOST_NODES / shape.places()));
    }
    long nics =
        switchType.portsFor((long) nodesPerSwitch * nodeType.nics(), nodeType.nicLink().rateBps());
    long neighbours = switchType.portsFor((long) degree() * cablesPerPair, link.rateBps());
    new PortBudget(switchType)
        .require(
            switchName(innerPlace()),
            nics + neighbours,
            "%d to NICs and %d to neighbours".formatted(nics, neighbours),
            () -> fewer(neighbours));
    nodeSwitch();
    torus();
    return this;
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology =
        new TopologyBuilder(
            "%s %s of switches with %s".formatted(shape.text(), shape.noun(), nodeType.label()));
    int nodes = (int) nodes();
    NodeAssembly assembly = new NodeAssembly(topology, nodeType, nodes);
    List<List<Device>> nics = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      nics.add(assembly.add(node));
    }
    List<Device> switches = new ArrayList<>();
    for (int place = 0; place < shape.places(); place++) {
      switches.add(
          topology.addSwitch(DeviceKind.SWITCH, switchName(place), Device.NONE, switchType));
    }
    CableClass nodeSwitch = nodeSwitch();
    for (int node = 0; node < nodes; node++) {
      for (Device nic : nics.get(node)) {
        topology.connect(nodeSwitch, nic, switches.get(node / nodesPerSwitch));
      }
    }
    CableClass torus = torus();
    shape.forEachLink(
        (place, next) -> {
          for (int cable = 0; cable < cablesPerPair; cable++) {
            topology.connect(torus, switches.get(place), switches.get(next));
          }
        });
    return topology.build();
  }

  private long nodes() {
    return (long) shape.places() * nodesPerSwitch;
  }

  private String switchName(int place) {
    return "switch-" + shape.name(place);
  }

  private CableClass nodeSwitch() {
    return modules().node().cables(CableTier.NODE_SWITCH, nodeType.nicLink());
  }

  private CableClass torus() {
    return modules().local().cables(CableTier.TORUS, link);
  }

  private DragonflyOptics modules() {
    return optics == null ? DragonflyOptics.usual(nodeType, switchType) : optics;
  }

  /** A place that is at no end of a dimension, where there is one. */
  private int innerPlace() {
    int[] coordinates = new int[shape.sizes().size()];
    for (int dimension = 0; dimension < coordinates.length; dimension++) {
      boolean mesh = !shape.wrapAround().get(dimension);
      coordinates[dimension] = mesh && shape.sizes().get(dimension) > 2 ? 1 : 0;
    }
    return shape.place(coordinates);
  }

  /** Neighbours of a switch that is at no end. */
  private int degree() {
    int degree = 0;
    for (int dimension = 0; dimension < shape.sizes().size(); dimension++) {
      degree += Math.min(2, shape.sizes().get(dimension) - 1);
    }
    return degree;
  }

  private Optional<String> fewer(long neighbours) {
    for (int nodes = nodesPerSwitch - 1; nodes > 0; nodes--) {
      long nics = switchType.portsFor((long) nodes * nodeType.nics(), nodeType.nicLink().rateBps());
      if (nics + neighbours <= switchType.ports()) {
        return Optional.of("nodes-per-switch: " + nodes);
      }
    }
    for (int cables = cablesPerPair - 1; cables > 0; cables--) {
      long nics =
          switchType.portsFor(
              (long) nodesPerSwitch * nodeType.nics(), nodeType.nicLink().rateBps());
      if (nics + switchType.portsFor((long) degree() * cables, link.rateBps())
          <= switchType.ports()) {
        return Optional.of("links-per-pair: " + cables);
      }
    }
    return Optional.empty();
  }
}

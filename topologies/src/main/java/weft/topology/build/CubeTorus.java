package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;

/**
 * A 3-D torus of GPUs in cubes of 4×4×4 that optical circuit switches (OCS) join, as in the TPU v4
 * supercomputer (Jouppi et al., "TPU v4: An Optically Reconfigurable Supercomputer for Machine
 * Learning with Hardware Support for Embeddings", ISCA 2023, section 2). Inside a cube neighbours
 * are joined directly. A cube's six faces have 16 links each; the links at one place of two
 * opposite faces of all cubes end at one OCS: 48 of them, for 16 places and three dimensions, each
 * with two ports for every cube. An OCS joins any cube to any other, or to itself, so that any
 * cubes make a torus of any shape of whole cubes, and a broken one is left out.
 *
 * <p>The cubes in order, without those left out, fill the shape with the first dimension slowest.
 * Circuits of cubes that are installed but not needed are dark. Unlike in a {@link TorusShape}, a
 * dimension of one cube is joined to itself as well.
 *
 * <p>A twisted torus shifts what is joined around the ends of its short dimensions by half of its
 * long ones: for <i>n</i>×<i>n</i>×2<i>n</i> and <i>n</i>×2<i>n</i>×2<i>n</i>, in any order
 * (Camarero, Martínez, Beivide, "Lattice Graphs for High-Scale Interconnection Topologies", IEEE
 * TPDS 2015, which calls them FCC and BCC).
 */
public final class CubeTorus implements FabricPlan {

  /** GPUs along an edge of a cube. */
  private static final int EDGE = 4;

  private static final int DIMENSIONS = 3;
  private static final int FACE = EDGE * EDGE;
  private static final String AXES = "xyz";

  /** Of the Palomar OCS: 128 and 8 spares (Jouppi et al., section 2.2). */
  private static final int PORTS = 136;

  private final TorusShape shape;
  private final int cubes;
  private final LinkType link;
  private Set<Integer> without = Set.of();
  private int portsPerSwitch = PORTS;
  private boolean twisted;
  private TierOptics optics = new TierOptics(null, null);

  /**
   * Starts from what has no default.
   *
   * @param sizes GPUs in each of three dimensions, multiples of 4
   * @param cubes how many cubes are installed
   * @param link between two neighbours, be it through an OCS or not
   * @throws TopologyException if the shape is not made of cubes
   */
  public CubeTorus(List<Integer> sizes, int cubes, LinkType link) {
    shape = TorusShape.torus(sizes);
    this.cubes = Require.between("cubes", cubes, 1, Require.MOST_NODES / (EDGE * FACE));
    this.link = link;
    if (sizes.size() != DIMENSIONS) {
      throw new TopologyException(
          "dimensions: %s has %d, but cubes of 4x4x4 make a torus of 3. Maybe 4x4x8."
              .formatted(shape.text(), sizes.size()));
    }
    for (int size : sizes) {
      if (size % EDGE != 0) {
        throw new TopologyException(
            "dimensions: %s is no shape of whole cubes of 4x4x4, since %d is no multiple of 4. Maybe %d."
                .formatted(shape.text(), size, (size / EDGE + 1) * EDGE));
      }
    }
  }

  /** Cubes that are installed but left out, because they are broken; counted from 0. */
  public CubeTorus without(List<Integer> broken) {
    Set<Integer> distinct = new TreeSet<>();
    for (int cube : broken) {
      Require.between("without-cubes", cube, 0, cubes - 1);
      if (!distinct.add(cube)) {
        throw new TopologyException("without-cubes: %d is named twice".formatted(cube));
      }
    }
    without = distinct;
    return this;
  }

  /** Ports of each OCS; by default the 136 of the Palomar. */
  public CubeTorus portsPerSwitch(int ports) {
    portsPerSwitch = Require.between("ports of an OCS", ports, 2, Require.MOST_NODES);
    return this;
  }

  /** Whether the torus is twisted; by default it is not. */
  public CubeTorus twisted(boolean newTwisted) {
    twisted = newTwisted;
    return this;
  }

  /** The modules at the ends of the links that pass through an OCS; by default none are counted. */
  public CubeTorus optics(TierOptics newOptics) {
    optics = newOptics;
    return this;
  }

  @Override
  public int gpus() {
    return shape.places();
  }

  @Override
  public CubeTorus check() {
    int needed = shape.places() / (EDGE * FACE);
    int healthy = cubes - without.size();
    if (needed > healthy) {
      throw new TopologyException(
          "dimensions: %s needs %d cubes, but %d of %d are left. Maybe cubes: %d."
              .formatted(shape.text(), needed, healthy, cubes, needed + without.size()));
    }
    if (2L * cubes > portsPerSwitch) {
      throw new TopologyException(
          "%s needs %d ports (2 for each of %d cubes), but has %d. Maybe cubes: %d."
              .formatted(switchName(0, 0), 2 * cubes, cubes, portsPerSwitch, portsPerSwitch / 2));
    }
    if (twisted) {
      requireTwistable();
    }
    optics.cables(CableTier.TORUS_OCS, link);
    return this;
  }

  private void requireTwistable() {
    int shortest = shape.sizes().stream().min(Integer::compare).orElseThrow();
    boolean mixed =
        shape.sizes().stream().allMatch(size -> size == shortest || size == 2 * shortest)
            && shape.sizes().contains(2 * shortest);
    if (!mixed) {
      throw new TopologyException(
          "twisted: %s is neither n x n x 2n nor n x 2n x 2n. Maybe dimensions: [%d, %d, %d]."
              .formatted(shape.text(), shortest, shortest, 2 * shortest));
    }
  }

  @Override
  public Topology build() {
    check();
    TopologyBuilder topology =
        new TopologyBuilder(
            "%s %storus of %d cubes".formatted(shape.text(), twisted ? "twisted " : "", used()));
    List<Device> gpus = addGpus(topology);
    List<CircuitSwitch> switches = addSwitches(topology);
    CableClass inside = new CableClass(CableTier.TORUS, link);
    CableClass through = optics.cables(CableTier.TORUS_OCS, link);
    for (int place = 0; place < gpus.size(); place++) {
      int[] at = shape.coordinates(place);
      for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
        Device next = gpus.get(next(at, dimension));
        if (at[dimension] % EDGE < EDGE - 1) {
          topology.connect(inside, gpus.get(place), next);
        } else {
          CircuitSwitch over = switches.get(dimension * FACE + placeInFace(at, dimension));
          topology.connectThrough(over, through, gpus.get(place), next);
        }
      }
    }
    return topology.build();
  }

  private int used() {
    return shape.places() / (EDGE * FACE);
  }

  private List<Device> addGpus(TopologyBuilder topology) {
    List<Integer> order = new ArrayList<>();
    for (int cube = 0; cube < cubes; cube++) {
      if (!without.contains(cube)) {
        order.add(cube);
      }
    }
    List<Device> gpus = new ArrayList<>();
    for (int place = 0; place < shape.places(); place++) {
      int[] at = shape.coordinates(place);
      int cube = 0;
      for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
        cube = cube * (shape.sizes().get(dimension) / EDGE) + at[dimension] / EDGE;
      }
      String name =
          "cube-%s/gpu-%d-%d-%d"
              .formatted(
                  Numbering.padded(order.get(cube), cubes),
                  at[0] % EDGE,
                  at[1] % EDGE,
                  at[2] % EDGE);
      gpus.add(topology.addDevice(DeviceKind.GPU, name, place, 0));
    }
    return gpus;
  }

  private List<CircuitSwitch> addSwitches(TopologyBuilder topology) {
    List<CircuitSwitch> switches = new ArrayList<>();
    for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
      for (int place = 0; place < FACE; place++) {
        switches.add(topology.addCircuitSwitch(switchName(dimension, place), portsPerSwitch));
      }
    }
    return switches;
  }

  private static String switchName(int dimension, int place) {
    return "ocs-%s-%s".formatted(AXES.charAt(dimension), Numbering.padded(place, FACE));
  }

  private static int placeInFace(int[] at, int dimension) {
    int place = 0;
    for (int other = 0; other < DIMENSIONS; other++) {
      if (other != dimension) {
        place = place * EDGE + at[other] % EDGE;
      }
    }
    return place;
  }

  private int next(int[] at, int dimension) {
    int[] next = at.clone();
    next[dimension]++;
    if (next[dimension] == shape.sizes().get(dimension)) {
      next[dimension] = 0;
      if (twisted) {
        twist(next, dimension);
      }
    }
    return shape.place(next);
  }

  private void twist(int[] next, int around) {
    for (int other = 0; other < DIMENSIONS; other++) {
      int size = shape.sizes().get(other);
      if (size > shape.sizes().get(around)) {
        next[other] = (next[other] + size / 2) % size;
      }
    }
  }
}

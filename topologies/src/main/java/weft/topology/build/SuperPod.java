package weft.topology.build;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;
import weft.topology.hardware.NodeType;

/**
 * The compute network of an NVIDIA DGX SuperPOD after its reference architecture: scalable units
 * with a leaf for each rail, and nothing oversubscribed.
 *
 * <table>
 *   <caption>Reference architectures</caption>
 *   <tr><th>node<th>nodes of a unit<th>units<th>reference
 *   <tr><td>DGX A100<td>20<td>7<td>RA-09950-001, as txrjy.com thread 1313007 tells it
 *   <tr><td>DGX H100<td>32<td>1 … 64<td>RA-11333-001 V11, tables 3 and 4
 *   <tr><td>DGX B200<td>32<td>2 … 64<td>its web page
 *   <tr><td>DGX B300<td>64<td>1 … 16<td>its web page, in two planes of 400 Gb/s
 *   <tr><td>DGX B300 XDR<td>72<td>1 … 18<td>its web page
 * </table>
 *
 * <p>All their rows follow from the rule of {@link ClosSizing}. Where a core layer is needed, it is
 * sized for the next power of two of units, or for the reference's largest size if that is smaller:
 * an assumption, for the references print no sizes between. So is H200, which is built like H100,
 * and A100 below seven units.
 *
 * <p>The references of H100 and B200 print only the counts of the core layer. Weft wires it by
 * rail, as that of A100 does (80 spines, ten for each of eight rails). That of B300 counts an 800G
 * port of a NIC or a switch as one cable; here it is one of 400 Gb/s to each of two planes, an
 * assumption that makes its 16 leaves and eight spines a unit fit switches of 64 such ports.
 */
public final class SuperPod {

  private static final List<Reference> REFERENCES =
      List.of(
          new Reference("dgx-a100", 20, 7, 1),
          new Reference("dgx-h100", 32, 64, 1),
          new Reference("dgx-h200", 32, 64, 1),
          new Reference("dgx-b200", 32, 64, 1),
          new Reference("dgx-b300", 64, 16, 2),
          new Reference("dgx-b300-xdr", 72, 18, 1));

  private final NodeType nodeType;
  private final Reference reference;
  private final int scalableUnits;
  private int nodes;
  private @Nullable Optics optics;

  /**
   * A SuperPOD with all its nodes.
   *
   * @param nodeType a DGX of one of the references
   * @param scalableUnits from 1 to what the reference ends at
   * @throws TopologyException if it cannot be built so
   */
  public SuperPod(NodeType nodeType, int scalableUnits) {
    this.nodeType = nodeType;
    reference = Reference.of(nodeType);
    if (scalableUnits < 1) {
      throw new TopologyException(
          "a superpod of %d scalable units. Maybe 1.".formatted(scalableUnits));
    }
    if (scalableUnits > reference.mostUnits) {
      throw new TopologyException(
          "a superpod of %d scalable units of %s; its reference ends at %d. Maybe rail-optimized."
              .formatted(scalableUnits, nodeType.name(), reference.mostUnits));
    }
    this.scalableUnits = scalableUnits;
    nodes = scalableUnits * reference.nodesPerUnit;
  }

  /**
   * Leaves places of the last unit empty, such as that of the management node in 127 of 128.
   *
   * @throws TopologyException if the last unit would be empty or overfull
   */
  public SuperPod nodes(int populated) {
    nodes =
        Require.between(
            "nodes of %d scalable units".formatted(scalableUnits),
            populated,
            (scalableUnits - 1) * reference.nodesPerUnit + 1,
            scalableUnits * reference.nodesPerUnit);
    return this;
  }

  /** The optical modules; by default what the NICs and the switches usually hold. */
  public SuperPod optics(Optics newOptics) {
    optics = newOptics;
    return this;
  }

  /** How many cables share the rate of a NIC. */
  public int portsPerNic() {
    return reference.planes;
  }

  /** Builds it. */
  public Topology build() {
    return network().build();
  }

  /** The network that it is. */
  public Clos network() {
    ClosSizing sizing =
        new ClosSizing(nodeType, nodes)
            .planes(new Planes(reference.planes, Planes.Form.PORTS))
            .nodesPerUnit(reference.nodesPerUnit)
            .unitsSizedFor(unitsSizedFor())
            .name("%s SuperPOD, scalable units: %d".formatted(nodeType.label(), scalableUnits));
    return (optics == null ? sizing : sizing.optics(optics)).network();
  }

  private int unitsSizedFor() {
    int powerOfTwo =
        Integer.highestOneBit(scalableUnits) == scalableUnits
            ? scalableUnits
            : 2 * Integer.highestOneBit(scalableUnits);
    long cables = nodeType.switchType().cablesAt(nodeType.nicLink().rateBps() / reference.planes);
    boolean cores = (long) scalableUnits * nodeType.rails() > cables;
    return cores ? Math.min(powerOfTwo, reference.mostUnits) : scalableUnits;
  }

  /** What a reference architecture fixes. */
  private record Reference(String node, int nodesPerUnit, int mostUnits, int planes) {

    static Reference of(NodeType nodeType) {
      return REFERENCES.stream()
          .filter(reference -> reference.node.equals(nodeType.name()))
          .findFirst()
          .orElseThrow(
              () ->
                  new TopologyException(
                      "a superpod of %s is not defined, only of %s. Maybe rail-optimized."
                          .formatted(
                              nodeType.name(),
                              String.join(
                                  ", ", REFERENCES.stream().map(Reference::node).toList()))));
    }
  }
}

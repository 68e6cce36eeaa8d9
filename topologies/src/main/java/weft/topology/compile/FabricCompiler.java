package weft.topology.compile;

import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.LinkType;

/**
 * Turns a topology into the fabric that the engines run on.
 *
 * <p>Devices become nodes in the order of their ids, and every cable two links; only the scale-up
 * switches that share the lanes of the same GPUs become one node, and the lanes one link ({@link
 * ScaleUpPlanes}). Endpoints are the GPUs in the order of their ids, which is node by node: rank
 * <i>i</i> of a cluster of eight-GPU nodes is GPU <i>i</i> mod 8 of node ⌊<i>i</i> / 8⌋. An
 * endpoint's domain is its node.
 */
public final class FabricCompiler {

  private FabricCompiler() {}

  /** Compiles; the same topology always gives the same fabric. */
  public static Fabric compile(Topology topology) {
    FabricBuilder fabric = new FabricBuilder();
    List<CableTier> tiers = topology.tiers();
    tiers.forEach(tier -> fabric.addTier(tier.name(), tier.label()));
    ScaleUpPlanes planes = new ScaleUpPlanes(topology);
    int[] nodes = new int[topology.devices().size()];
    for (Device device : topology.devices()) {
      int first = planes.first(device);
      nodes[device.id()] = first == device.id() ? addNode(fabric, planes, device) : nodes[first];
    }
    for (Cable cable : topology.cables()) {
      int count = planes.cablesOf(cable);
      if (count > 0) {
        LinkType link = cable.link();
        fabric.addCable(
            nodes[cable.lower().id()],
            nodes[cable.upper().id()],
            tiers.indexOf(cable.tier()),
            count * link.rateBps(),
            count * link.payloadRateBps(),
            cable.latencyPs());
      }
    }
    return fabric.build();
  }

  private static int addNode(FabricBuilder fabric, ScaleUpPlanes planes, Device device) {
    boolean nic = device.kind() == DeviceKind.NIC;
    int node =
        fabric.addNode(
            planes.name(device),
            device.kind().level(),
            nic ? device.node() : Fabric.NONE,
            nic ? device.rail() : Fabric.NONE);
    if (device.kind() == DeviceKind.GPU) {
      fabric.addEndpoint(node, device.node(), device.rail());
    }
    return node;
  }
}

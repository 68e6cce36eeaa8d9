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
 * <p>A device's id is its id as a node of the fabric. Every cable becomes two links. Endpoints are
 * the GPUs in the order of their ids, which is node by node: rank <i>i</i> of a cluster of
 * eight-GPU nodes is GPU <i>i</i> mod 8 of node ⌊<i>i</i> / 8⌋. An endpoint's domain is its node.
 */
public final class FabricCompiler {

  private FabricCompiler() {}

  /** Compiles; the same topology always gives the same fabric. */
  public static Fabric compile(Topology topology) {
    FabricBuilder fabric = new FabricBuilder();
    List<CableTier> tiers = topology.tiers();
    tiers.forEach(tier -> fabric.addTier(tier.name(), tier.label()));
    for (Device device : topology.devices()) {
      int node = fabric.addNode(device.name(), device.kind().level());
      if (device.kind() == DeviceKind.GPU) {
        fabric.addEndpoint(node, device.node(), device.rail());
      }
    }
    for (Cable cable : topology.cables()) {
      LinkType link = cable.link();
      fabric.addCable(
          cable.lower().id(),
          cable.upper().id(),
          tiers.indexOf(cable.tier()),
          link.rateBps(),
          link.payloadRateBps(),
          link.latencyPs());
    }
    return fabric.build();
  }
}

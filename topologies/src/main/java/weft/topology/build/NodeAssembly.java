package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.NodeType;

/**
 * Puts nodes of one type into a topology: GPUs, one scale-up switch, and NICs.
 *
 * <p>A node's scale-up switches are one device, and a GPU's lanes to them one link: GPUs spread
 * their traffic evenly over all lanes, so that no single switch of the node can be a bottleneck
 * before the link is.
 */
final class NodeAssembly {

  private final TopologyBuilder topology;
  private final NodeType type;
  private final int nodes;
  private final CableClass scaleUp;
  private final CableClass host;

  NodeAssembly(TopologyBuilder topology, NodeType type, int nodes) {
    this.topology = topology;
    this.type = type;
    this.nodes = nodes;
    scaleUp = new CableClass(CableTier.NVLINK, type.scaleUpLink());
    host = new CableClass(CableTier.PCIE, type.hostLink());
  }

  /** Adds one node and returns its NICs. */
  List<Device> add(int node) {
    String prefix = "node-" + Numbering.padded(node, nodes) + "/";
    List<Device> gpus = new ArrayList<>();
    for (int gpu = 0; gpu < type.gpus(); gpu++) {
      String name = prefix + "gpu-" + Numbering.padded(gpu, type.gpus());
      gpus.add(topology.addDevice(DeviceKind.GPU, name, node, type.railOf(type.nicOf(gpu))));
    }
    Device nvswitch =
        topology.addDevice(DeviceKind.NVSWITCH, prefix + "nvswitch", node, Device.NONE);
    List<Device> nics = new ArrayList<>();
    for (int nic = 0; nic < type.nics(); nic++) {
      String name = prefix + "nic-" + Numbering.padded(nic, type.nics());
      nics.add(topology.addDevice(DeviceKind.NIC, name, node, type.railOf(nic)));
    }
    for (Device gpu : gpus) {
      topology.connect(scaleUp, gpu, nvswitch);
    }
    for (int gpu = 0; gpu < gpus.size(); gpu++) {
      topology.connect(host, gpus.get(gpu), nics.get(type.nicOf(gpu)));
    }
    return nics;
  }
}

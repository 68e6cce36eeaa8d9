package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HostBus;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.ScaleUp;

/**
 * Puts nodes of one type into a topology.
 *
 * <pre>
 *   nvswitch-0 … nvswitch-3       every GPU on every one, its lanes shared out evenly
 *      │   ╲  ╱   │
 *    gpu-0 … gpu-7                or joined to each other (mesh)
 *      │       │
 *   pcie-0 … pcie-3 ── cpu-0 ── cpu-1      left out where each GPU has its NIC to itself
 *      │       │
 *    nic-0 … nic-7                left out where each GPU is its own NIC
 * </pre>
 */
final class NodeAssembly {

  private final TopologyBuilder topology;
  private final NodeType type;
  private final int nodes;
  private final @Nullable CableClass scaleUp;
  private final @Nullable CableClass host;
  private final @Nullable CableClass betweenCpus;

  NodeAssembly(TopologyBuilder topology, NodeType type, int nodes) {
    this.topology = topology;
    this.type = type;
    this.nodes = nodes;
    scaleUp = scaleUp(type.scaleUp());
    HostBus bus = type.hostBus();
    LinkType hostLink = bus.link();
    host = hostLink == null ? null : host(hostLink, bus.pcieSwitches());
    LinkType cpuLink = bus.cpuLink();
    betweenCpus = cpuLink == null ? null : new CableClass(CableTier.CPU_CPU, cpuLink);
  }

  private static CableClass host(LinkType link, int pcieSwitches) {
    LinkType hop = pcieSwitches == 0 ? link : link.withLatencyPs(link.latencyPs() / 2);
    return new CableClass(CableTier.PCIE, hop);
  }

  private static @Nullable CableClass scaleUp(ScaleUp network) {
    LinkType link = network.link();
    if (link == null) {
      return null;
    }
    CableTier tier = link.name().startsWith("nvlink") ? CableTier.NVLINK : CableTier.SCALE_UP;
    return new CableClass(tier, link.atRate(link.rateBps() / Math.max(1, network.switches())));
  }

  /** Adds one node and returns its NICs; where a GPU is its own NIC, the GPUs. */
  List<Device> add(int node) {
    String prefix = "node-" + Numbering.padded(node, nodes) + "/";
    List<Device> gpus = new ArrayList<>();
    for (int gpu = 0; gpu < type.gpus(); gpu++) {
      String name = prefix + "gpu-" + Numbering.padded(gpu, type.gpus());
      gpus.add(topology.addDevice(DeviceKind.GPU, name, node, type.railOf(type.nicOf(gpu))));
    }
    List<Device> nvswitches =
        addParts(DeviceKind.NVSWITCH, prefix + "nvswitch", type.scaleUp().switches(), node);
    if (host == null) {
      joinGpus(gpus, nvswitches);
      return gpus;
    }
    HostBus bus = type.hostBus();
    List<Device> pcieSwitches =
        addParts(DeviceKind.PCIE_SWITCH, prefix + "pcie", bus.pcieSwitches(), node);
    List<Device> cpus = addParts(DeviceKind.CPU, prefix + "cpu", bus.cpus(), node);
    List<Device> nics = new ArrayList<>();
    for (int nic = 0; nic < type.nics(); nic++) {
      String name = prefix + "nic-" + Numbering.padded(nic, type.nics());
      nics.add(topology.addDevice(DeviceKind.NIC, name, node, type.railOf(nic)));
    }
    joinGpus(gpus, nvswitches);
    if (pcieSwitches.isEmpty()) {
      for (int gpu = 0; gpu < gpus.size(); gpu++) {
        topology.connect(host, gpus.get(gpu), nics.get(type.nicOf(gpu)));
      }
    } else {
      for (int gpu = 0; gpu < gpus.size(); gpu++) {
        topology.connect(host, gpus.get(gpu), share(gpu, gpus.size(), pcieSwitches));
      }
      for (int pcie = 0; pcie < pcieSwitches.size() && !cpus.isEmpty(); pcie++) {
        topology.connect(host, pcieSwitches.get(pcie), share(pcie, pcieSwitches.size(), cpus));
      }
      for (int nic = 0; nic < nics.size(); nic++) {
        topology.connect(host, share(nic, nics.size(), pcieSwitches), nics.get(nic));
      }
    }
    joinAll(betweenCpus, cpus);
    return nics;
  }

  private List<Device> addParts(DeviceKind kind, String name, int count, int node) {
    List<Device> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      String partName = count == 1 ? name : name + "-" + Numbering.padded(part, count);
      parts.add(topology.addDevice(kind, partName, node, Device.NONE));
    }
    return parts;
  }

  private void joinGpus(List<Device> gpus, List<Device> nvswitches) {
    if (scaleUp == null) {
      return;
    }
    if (nvswitches.isEmpty()) {
      joinAll(scaleUp, gpus);
      return;
    }
    for (Device gpu : gpus) {
      for (Device nvswitch : nvswitches) {
        topology.connect(scaleUp, gpu, nvswitch);
      }
    }
  }

  /** A link between every two. */
  private void joinAll(@Nullable CableClass type, List<Device> devices) {
    if (type == null) {
      return;
    }
    for (int one = 0; one < devices.size(); one++) {
      for (int other = one + 1; other < devices.size(); other++) {
        topology.connect(type, devices.get(one), devices.get(other));
      }
    }
  }

  /** Which of {@code owners} the one with that index belongs to: equal runs in their order. */
  private static Device share(int index, int count, List<Device> owners) {
    return owners.get((int) ((long) index * owners.size() / count));
  }
}

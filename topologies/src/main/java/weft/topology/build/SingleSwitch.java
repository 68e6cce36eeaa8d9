package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;

/**
 * GPUs on one non-blocking switch, each by one link of its own, and nothing else: the smallest
 * network there is, with results that can be worked out by hand. Each GPU is a node.
 *
 * @param gpus how many
 * @param link between each of them and the switch; two of its latencies lie between two GPUs
 */
public record SingleSwitch(int gpus, LinkType link) implements FabricPlan {

  public SingleSwitch {
    Require.between("GPUs", gpus, 1, Require.MOST_NODES);
  }

  @Override
  public SingleSwitch check() {
    return this;
  }

  @Override
  public Topology build() {
    TopologyBuilder topology = new TopologyBuilder("single switch");
    List<Device> devices = new ArrayList<>();
    for (int gpu = 0; gpu < gpus; gpu++) {
      String name = "gpu-" + Numbering.padded(gpu, gpus);
      devices.add(topology.addDevice(DeviceKind.GPU, name, gpu, 0));
    }
    Device center = topology.addDevice(DeviceKind.SWITCH, "switch", Device.NONE, Device.NONE);
    CableClass cables = new CableClass(CableTier.GPU_SWITCH, link);
    for (Device gpu : devices) {
      topology.connect(cables, gpu, center);
    }
    return topology.build();
  }
}

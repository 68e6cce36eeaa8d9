package weft.topology.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;

/** Small topologies with cables between devices of one level. */
final class LateralSketch {

  private LateralSketch() {}

  /** Two GPUs on one switch, joined to another with one GPU. */
  static Topology barbell(LinkType link) {
    TopologyBuilder builder = new TopologyBuilder("barbell");
    List<Device> gpus = gpus(builder, 3);
    List<Device> switches = devices(builder, DeviceKind.SWITCH, 2);
    CableClass nodeSwitch = new CableClass(CableTier.NODE_SWITCH, link);
    builder.connect(nodeSwitch, gpus.get(0), switches.get(0));
    builder.connect(nodeSwitch, gpus.get(1), switches.get(0));
    builder.connect(nodeSwitch, gpus.get(2), switches.get(1));
    builder.connect(new CableClass(CableTier.LOCAL, link), switches.get(0), switches.get(1));
    return builder.build();
  }

  /** Four nodes of eight GPUs on one NVSwitch, a NIC each; a leaf for each rail, and no spine. */
  static Topology railOnly(LinkType link) {
    TopologyBuilder builder = new TopologyBuilder("rail-only");
    List<Device> leaves = devices(builder, DeviceKind.LEAF, 8);
    for (int node = 0; node < 4; node++) {
      Device nvswitch = builder.addDevice(DeviceKind.NVSWITCH, "nvswitch-" + node, node, -1);
      for (int rail = 0; rail < 8; rail++) {
        String name = node + "-" + rail;
        Device gpu = builder.addDevice(DeviceKind.GPU, "gpu-" + name, node, rail);
        Device nic = builder.addDevice(DeviceKind.NIC, "nic-" + name, node, rail);
        builder.connect(new CableClass(CableTier.NVLINK, link), gpu, nvswitch);
        builder.connect(new CableClass(CableTier.PCIE, link), gpu, nic);
        builder.connect(new CableClass(CableTier.NODE_LEAF, link), nic, leaves.get(rail));
      }
    }
    return builder.build();
  }

  /** GPUs in a ring, as in a torus of one dimension. */
  static Topology ring(int size, LinkType link) {
    TopologyBuilder builder = new TopologyBuilder("ring");
    List<Device> gpus = gpus(builder, size);
    for (int gpu = 0; gpu < size; gpu++) {
      int next = (gpu + 1) % size;
      builder.connect(new CableClass(CableTier.TORUS, link), gpus.get(gpu), gpus.get(next));
    }
    return builder.build();
  }

  /** Nodes of two GPUs below switches of two levels, cables at random, between levels and along. */
  static Topology random(Random random) {
    TopologyBuilder builder = new TopologyBuilder("random");
    List<Device> gpus = new ArrayList<>();
    for (int gpu = 0; gpu < 6; gpu++) {
      gpus.add(builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu / 2, gpu % 2));
    }
    List<Device> leaves = devices(builder, DeviceKind.LEAF, 4);
    List<Device> spines = devices(builder, DeviceKind.SPINE, 3);
    connect(builder, CableTier.NODE_LEAF, gpus, leaves, 8, random);
    connect(builder, CableTier.TORUS, gpus, gpus, 2, random);
    connect(builder, CableTier.LOCAL, leaves, leaves, 3, random);
    connect(builder, CableTier.LEAF_SPINE, leaves, spines, 5, random);
    connect(builder, CableTier.GLOBAL, spines, spines, 2, random);
    return builder.build();
  }

  private static void connect(
      TopologyBuilder builder,
      CableTier tier,
      List<Device> lower,
      List<Device> upper,
      int cables,
      Random random) {
    for (int cable = 0; cable < cables; cable++) {
      Device one = lower.get(random.nextInt(lower.size()));
      Device other = upper.get(random.nextInt(upper.size()));
      if (!one.equals(other)) {
        LinkType link = LinkType.lossless("link", 100 * (1 + random.nextInt(2)), 0);
        builder.connect(new CableClass(tier, link), one, other);
      }
    }
  }

  private static List<Device> gpus(TopologyBuilder builder, int count) {
    List<Device> gpus = new ArrayList<>();
    for (int gpu = 0; gpu < count; gpu++) {
      gpus.add(builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu, 0));
    }
    return gpus;
  }

  private static List<Device> devices(TopologyBuilder builder, DeviceKind kind, int count) {
    List<Device> devices = new ArrayList<>();
    for (int device = 0; device < count; device++) {
      String name = kind.role() + "-" + device;
      devices.add(builder.addDevice(kind, name, Device.NONE, Device.NONE));
    }
    return devices;
  }
}

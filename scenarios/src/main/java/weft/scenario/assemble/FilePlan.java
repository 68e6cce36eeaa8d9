package weft.scenario.assemble;

import java.util.function.Predicate;
import weft.topology.build.FabricPlan;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/** The plan of a fabric that was read from a file, and so is built already. */
record FilePlan(Topology topology) implements FabricPlan {

  @Override
  public int gpus() {
    return (int) topology.devices(DeviceKind.GPU).count();
  }

  @Override
  public int layers() {
    return Math.toIntExact(
        topology.devices().stream()
            .map(Device::kind)
            .filter(Predicate.not(DeviceKind.BORDER::equals))
            .filter(DeviceKind::isNetworkSwitch)
            .mapToInt(DeviceKind::level)
            .distinct()
            .count());
  }

  @Override
  public FabricPlan check() {
    return this;
  }

  @Override
  public Topology build() {
    return topology;
  }
}

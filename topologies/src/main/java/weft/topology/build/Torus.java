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
 * A torus of GPUs that are joined to their neighbours directly, without switches, as TPUs are by
 * their inter-chip interconnect (ICI). Each GPU is a node of its own, and called by its
 * coordinates.
 *
 * @param shape where the GPUs are
 * @param link between two neighbours
 * @param optics the modules at its ends
 */
public record Torus(TorusShape shape, LinkType link, TierOptics optics) implements FabricPlan {

  @Override
  public int gpus() {
    return shape.places();
  }

  @Override
  public Torus check() {
    cables();
    return this;
  }

  @Override
  public Topology build() {
    TopologyBuilder topology =
        new TopologyBuilder("%s %s of GPUs".formatted(shape.text(), shape.noun()));
    List<Device> gpus = new ArrayList<>();
    for (int place = 0; place < shape.places(); place++) {
      gpus.add(topology.addDevice(DeviceKind.GPU, "gpu-" + shape.name(place), place, 0));
    }
    CableClass cables = cables();
    shape.forEachLink((place, next) -> topology.connect(cables, gpus.get(place), gpus.get(next)));
    return topology.build();
  }

  private CableClass cables() {
    return optics.cables(CableTier.TORUS, link);
  }
}

package weft.topology.hardware;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;

/**
 * A server with GPUs, each of which is next to one NIC.
 *
 * @param name its name in scenario files, such as {@code dgx-h100}
 * @param label what people call it
 * @param gpu what it computes with
 * @param gpus how many GPUs it has
 * @param nics how many NICs it has for the compute network; divides {@code gpus}
 * @param rails over how many rails its NICs are spread: NIC <i>n</i> is on rail <i>n</i> mod {@code
 *     rails}; divides {@code nics}
 * @param scaleUp how its GPUs reach each other
 * @param hostBus how its GPUs reach its NICs
 * @param nicLink between a NIC and the network
 * @param nicTransceiver the module that its NICs usually hold; null for none, as with copper
 * @param switchType the switch that its reference network is made of
 */
public record NodeType(
    String name,
    String label,
    Gpu gpu,
    int gpus,
    int nics,
    int rails,
    ScaleUp scaleUp,
    HostBus hostBus,
    LinkType nicLink,
    @Nullable Transceiver nicTransceiver,
    SwitchType switchType) {

  public NodeType {
    if (gpus < 1 || nics < 1 || gpus % nics != 0) {
      throw new TopologyException(
          "node %s has %d GPUs and %d NICs; each NIC serves the same number of GPUs"
              .formatted(name, gpus, nics));
    }
    if (hostBus.link() == null && gpus != nics) {
      throw new TopologyException(
          "node %s has %d GPUs and %d NICs, but no host-link between them. Maybe nics: %d."
              .formatted(name, gpus, nics, gpus));
    }
    if (hostBus.pcieSwitches() > gpus) {
      throw new TopologyException(
          "node %s has %d PCIe switches for %d GPUs".formatted(name, hostBus.pcieSwitches(), gpus));
    }
    if (rails < 1 || nics % rails != 0) {
      throw new TopologyException(
          "node %s has %d NICs and %d rails; each rail has the same number of NICs"
              .formatted(name, nics, rails));
    }
  }

  static NodeType from(
      Entry entry,
      Shelf<Gpu> gpus,
      Shelf<LinkType> links,
      Shelf<Transceiver> transceivers,
      Shelf<SwitchType> switches) {
    return new NodeType(
        entry.name(),
        entry.text("label"),
        gpus.get(entry.text("gpu")),
        entry.count("gpus"),
        entry.count("nics"),
        entry.count("rails", entry.count("nics")),
        ScaleUp.from(entry, links),
        HostBus.from(entry, links),
        links.get(entry.text("nic-link")),
        entry.has("nic-transceiver") ? transceivers.get(entry.text("nic-transceiver")) : null,
        switches.get(entry.text("switch")));
  }

  /** Which NIC of the node is next to a GPU. */
  public int nicOf(int gpuInNode) {
    return gpuInNode / (gpus / nics);
  }

  /** The rail of a NIC. */
  public int railOf(int nicInNode) {
    return nicInNode % rails;
  }
}

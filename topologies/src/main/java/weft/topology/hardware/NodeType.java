package weft.topology.hardware;

import weft.topology.error.TopologyException;

/**
 * A server with GPUs: all of them on one scale-up switch, and each next to one NIC.
 *
 * @param name its name in scenario files, such as {@code dgx-h100}
 * @param label what people call it
 * @param gpu what it computes with
 * @param gpus how many GPUs it has
 * @param nics how many NICs it has for the compute network; divides {@code gpus}
 * @param scaleUpLink between one GPU and the node's scale-up switch, all lanes together
 * @param hostLink between a GPU and its NIC
 * @param nicLink between a NIC and the network
 * @param nicTransceiver the module that its NICs usually hold
 * @param switchType the switch that its reference network is made of
 */
public record NodeType(
    String name,
    String label,
    Gpu gpu,
    int gpus,
    int nics,
    LinkType scaleUpLink,
    LinkType hostLink,
    LinkType nicLink,
    Transceiver nicTransceiver,
    SwitchType switchType) {

  public NodeType {
    if (gpus < 1 || nics < 1 || gpus % nics != 0) {
      throw new TopologyException(
          "node %s has %d GPUs and %d NICs; each NIC serves the same number of GPUs"
              .formatted(name, gpus, nics));
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
        links.get(entry.text("scale-up-link")),
        links.get(entry.text("host-link")),
        links.get(entry.text("nic-link")),
        transceivers.get(entry.text("nic-transceiver")),
        switches.get(entry.text("switch")));
  }

  /** The rail of a GPU: which NIC of the node is next to it. */
  public int railOf(int gpuInNode) {
    return gpuInNode / (gpus / nics);
  }
}

package weft.topology.hardware;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;

/**
 * How the GPUs of a node reach its NICs, and each other where there is no scale-up network.
 *
 * @param link from a GPU to a NIC; null where the GPU is its own NIC, as a host of a packet
 *     simulator is; where a PCIe switch is on the way, its latency is halved between the two links
 * @param pcieSwitches over how many PCIe switches GPUs and NICs are shared out, both in their
 *     order; 0 where each GPU has its NIC to itself, so that a switch between them is no more than
 *     a link
 * @param cpus over how many processors the PCIe switches are shared out; 0 where nothing goes over
 *     them
 * @param cpuLink between two processors; null where there are none to join
 */
public record HostBus(
    @Nullable LinkType link, int pcieSwitches, int cpus, @Nullable LinkType cpuLink) {

  /**
   * Checks that the parts fit.
   *
   * @throws TopologyException if there are processors without PCIe switches, or unjoined, or PCIe
   *     switches without NICs
   */
  public HostBus {
    if (link == null && (pcieSwitches > 0 || cpus > 0)) {
      throw new TopologyException(
          "%d PCIe switches and %d CPUs without a host-link. Maybe host-link: pcie5."
              .formatted(pcieSwitches, cpus));
    }
    if (cpus > 0 && pcieSwitches < cpus) {
      throw new TopologyException(
          "%d CPUs with %d PCIe switches; each CPU has one at least. Maybe pcie-switches: %d."
              .formatted(cpus, pcieSwitches, cpus));
    }
    if ((cpus > 1) != (cpuLink != null)) {
      throw new TopologyException(
          cpus > 1
              ? "%d CPUs without a cpu-link between them".formatted(cpus)
              : "a cpu-link needs two CPUs, but there are %d. Maybe cpus: 2.".formatted(cpus));
    }
  }

  static HostBus from(Entry entry, Shelf<LinkType> links) {
    int cpus = entry.count("cpus", 0);
    return new HostBus(
        entry.has("host-link") ? links.get(entry.text("host-link")) : null,
        entry.count("pcie-switches", 0),
        cpus,
        cpus > 1 ? links.get(entry.text("cpu-link")) : null);
  }
}

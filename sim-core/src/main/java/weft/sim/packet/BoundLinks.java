package weft.sim.packet;

import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.SwitchPorts;
import weft.sim.packet.store.PathTable;

/**
 * Names the link that bounds a transfer, as the other models do: the narrowest of its path. Of
 * several as narrow it is the one with the longest queue of the run so far, of these the first.
 *
 * <p>That is read off when the transfer has been delivered, so packets pay nothing for it. It does
 * not see a wider link that more flows share; of paths that packets are sprayed over it looks at
 * the first.
 */
final class BoundLinks {

  private final Flows flows;
  private final PathTable table;
  private final Links links;
  private final SwitchPorts switches;

  BoundLinks(Flows flows, PathTable table, Links links, SwitchPorts switches) {
    this.flows = flows;
    this.table = table;
    this.links = links;
    this.switches = switches;
  }

  /** The link that bounds a transfer of a flow; −1 if it has no bytes, so only latency does. */
  int of(int flow, long bytes) {
    if (bytes == 0) {
      return -1;
    }
    int first = flows.position(flow, 0);
    int bound = -1;
    for (int hop = 0; hop < flows.hops(flow); hop++) {
      int link = table.link(first + hop);
      if (!links.isInside(link) && (bound < 0 || isNarrower(link, bound))) {
        bound = link;
      }
    }
    return bound;
  }

  private boolean isNarrower(int link, int other) {
    long rateBps = links.rateBps(link);
    long otherBps = links.rateBps(other);
    return rateBps < otherBps
        || (rateBps == otherBps
            && switches.peakBytes(links.port(link)) > switches.peakBytes(links.port(other)));
  }
}

package weft.sim.packet;

import weft.sim.packet.queue.DeadLinks;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.SwitchPorts;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * Adaptive routing: at each switch a data packet goes to the least busy of the ports that a
 * shortest path from here leaves by; among equals it stays with its own. Of others that are equally
 * short it takes one whose links come before its own, and the nearest of these.
 *
 * <p>The paths of a flow are sorted by their links, so those that a packet may still take are
 * neighbours of its own.
 */
final class AdaptivePaths {

  private final boolean isUsed;
  private final PacketStore store;
  private final Flows flows;
  private final PathTable table;
  private final Links links;
  private final SwitchPorts ports;
  private final DeadLinks dead;

  AdaptivePaths(
      boolean isUsed,
      PacketStore store,
      Flows flows,
      PathTable table,
      Links links,
      SwitchPorts ports,
      DeadLinks dead) {
    this.isUsed = isUsed;
    this.store = store;
    this.dead = dead;
    this.flows = flows;
    this.table = table;
    this.links = links;
    this.ports = ports;
  }

  /** Whether a packet may be sent another way than its own. */
  boolean steers(int packet) {
    return isUsed && store.kind(packet) == PacketStore.DATA;
  }

  /**
   * Where a packet goes on.
   *
   * @param position its position on the path that it has been on: the link it would take next
   * @return that, or the same place on another path
   */
  int choose(int flow, int position, long nowPs) {
    if (!flows.isCurrent(flow, position)) {
      return position;
    }
    int hop = flows.hopsTo(flow, position) - 1;
    int stride = flows.stride(flow);
    int first = flows.position(flow, 0) + hop;
    int last = first + (flows.rows(flow) - 1) * stride;
    int best = position;
    long least = backlogPs(table.link(position), nowPs);
    for (int step = -stride; step <= stride; step += 2 * stride) {
      int link = table.link(position);
      int at = position + step;
      while (at >= first && at <= last && isSharing(at, position, hop)) {
        if (table.link(at) != link) {
          link = table.link(at);
          long backlogPs = backlogPs(link, nowPs);
          if (backlogPs < least) {
            least = backlogPs;
            best = at;
          }
        }
        at += step;
      }
    }
    return best;
  }

  /** A switch notices at once that a link of its own has failed. */
  private long backlogPs(int link, long nowPs) {
    return dead.contains(link) ? Long.MAX_VALUE : ports.backlogPs(links.port(link), nowPs);
  }

  private boolean isSharing(int one, int other, int hops) {
    for (int back = 1; back <= hops; back++) {
      if (table.link(one - back) != table.link(other - back)) {
        return false;
      }
    }
    return true;
  }
}

package weft.sim.packet;

import java.util.List;
import java.util.Locale;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.PauseCycle;
import weft.sim.packet.queue.PortCounters;
import weft.sim.packet.queue.SwitchPorts;
import weft.sim.packet.store.PathTable;

/** Says what a network that does not go on is waiting for. */
final class Diagnosis {

  private static final int MOST_FLOWS = 5;

  private final PacketFabric fabric;
  private final PathTable table;
  private final PortCounters counters;
  private final Flows flows;
  private final Sending sending;
  private final PauseCycle cycle;

  Diagnosis(
      PacketFabric fabric,
      PathTable table,
      Links links,
      SwitchPorts ports,
      PortCounters counters,
      Flows flows,
      Sending sending) {
    this.counters = counters;
    this.fabric = fabric;
    this.table = table;
    this.flows = flows;
    this.sending = sending;
    cycle = new PauseCycle(fabric, links, ports);
  }

  /** The ports that wait for each other, if there are any, and flows that are not done. */
  String text() {
    StringBuilder text = new StringBuilder(deadlock());
    int unfinished = 0;
    for (int flow = 0; flow < flows.count(); flow++) {
      if (!sending.isIdle(flow) && unfinished++ < MOST_FLOWS) {
        text.append(text.isEmpty() ? "" : "\n").append(flow(flow));
      }
    }
    if (unfinished > MOST_FLOWS) {
      text.append(
          String.format(Locale.ROOT, "\nand %,d more flows are not done", unfinished - MOST_FLOWS));
    }
    return text.toString();
  }

  /** The same with that flow alone. */
  String text(int flow) {
    String deadlock = deadlock();
    return deadlock.isEmpty() ? flow(flow) : deadlock + "\n" + flow(flow);
  }

  /** Whether ports wait for each other in a circle, and have done so for a time. */
  boolean isDeadlocked(long forPs, long nowPs) {
    List<Integer> ports = cycle.find();
    return !ports.isEmpty()
        && ports.stream().allMatch(port -> counters.pausedForPs(port, nowPs) >= forPs);
  }

  /** The circle of ports, one a line; empty if there is none. */
  private String deadlock() {
    List<Integer> ports = cycle.find();
    if (ports.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("PFC deadlock: each port is paused until the one below sends");
    for (int port : ports) {
      text.append("\n  ").append(fabric.linkName(port));
    }
    return text.append("\n  ")
        .append(fabric.linkName(ports.get(0)))
        .append(", the first")
        .append("\nMaybe a transport that needs no flow control, paths without such a circle, or")
        .append(" larger buffers.")
        .toString();
  }

  /** How far a flow has got. */
  private String flow(int flow) {
    StringBuilder path = new StringBuilder();
    int first = flows.position(flow, 0);
    path.append(fabric.nodeName(fabric.source(table.link(first))));
    int last = first;
    for (int at = first; table.link(at) != PathTable.END; at++) {
      path.append(" → ").append(fabric.nodeName(fabric.target(table.link(at))));
      last = at;
    }
    String more = flows.rows(flow) == 1 ? "" : ", the first of " + flows.rows(flow) + " paths";
    return String.format(
        Locale.ROOT,
        "flow from %s to %s: of %,d packets %,d sent, %,d acknowledged; path %s%s",
        fabric.nodeName(fabric.source(table.link(first))),
        fabric.nodeName(fabric.target(table.link(last))),
        sending.wanted(flow),
        sending.recovery(flow).nextNew(),
        sending.recovery(flow).firstUnacknowledged(),
        path,
        more);
  }
}
